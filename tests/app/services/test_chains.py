"""Chains read from the store: layers, links, gaps, and leads raised from them."""

from app.services.chains import beginning_of_lead, chain_of, chains
from app.services.desk import Desk
from app.services.records import create_record, delete_records, required_row


def node(desk: Desk, name: str, **values: object) -> str:
    return create_record(desk, "chain_node", {"name": name, "chain": "新能源电池", **values})[0]


def test_a_chain_with_its_gap(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "星澜新能源"})
    cathode = node(desk, "正极材料", reach="upstream", wanted="磷酸铁锂")
    cell = node(desk, "电芯", from_ids=[cathode], company_ids=[firm])
    pack = node(desk, "电池包", from_ids=[cell])
    create_record(desk, "chain_node", {"name": "纺纱", "chain": "纺织"})
    battery, spinning = chains(desk)
    assert (spinning.name, spinning.gaps) == ("纺织", 1)
    assert [[place.row["name"] for place in layer] for layer in battery.layers] == [
        ["正极材料"],
        ["电芯"],
        ["电池包"],
    ]
    assert set(battery.links) == {(cathode, cell), (cell, pack)}
    assert [place.gap for place in battery.places] == [True, False, True]
    assert [row.id for row in chain_of(desk, firm)] == [cell]
    begin = beginning_of_lead(desk, required_row(desk, "chain_node", cell))
    assert begin["summary"].splitlines()[0] == "正极材料 → 电芯 → 电池包"
    first = beginning_of_lead(desk, required_row(desk, "chain_node", cathode))
    assert first == {"channel": "chain", "industry": "新能源电池", "summary": "正极材料 → 电芯\n磷酸铁锂"}


def test_a_firm_that_is_gone_leaves_a_gap(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "星澜新能源"})
    node(desk, "电芯", company_ids=[firm])
    delete_records(desk, [("company", firm)])
    assert chains(desk)[0].gaps == 1
