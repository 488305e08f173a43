"""Chains read from the store: layers, links, gaps, and leads raised from them."""

import pytest

from app.services.chains import beginning_of_lead, chain_of, chains, lead_of_tie
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


@pytest.mark.parametrize(
    ("tie", "line"), [("supplier", "湖州锂正极 → 星澜储能"), ("customer", "星澜储能 → 湖州锂正极")]
)
def test_a_lead_of_a_supplier_or_a_customer_of_a_firm_here(desk: Desk, tie: str, line: str) -> None:
    here, _ = create_record(desk, "company", {"name": "星澜储能"})
    other, _ = create_record(desk, "company", {"name": "湖州锂正极", "industry": "新能源"})
    given = {"tie": tie, "company_id": here, "to_company_id": other, "note": "年供货 2000 吨"}
    row = required_row(desk, "relation", create_record(desk, "relation", given)[0])
    begin = lead_of_tie(desk, row)
    assert begin == {
        "channel": "business",
        "investor_id": other,
        "industry": "新能源",
        "summary": f"{line}\n年供货 2000 吨",
    }
    assert create_record(desk, "project", {"name": "正极材料配套", "stage": "lead", **begin})[0]
    delete_records(desk, [("company", other)])
    assert lead_of_tie(desk, row) is None


def test_no_lead_of_other_ties(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "星澜储能"})
    person, _ = create_record(desk, "contact", {"name": "徐慧琴"})
    for given in (
        {"tie": "competitor", "company_id": firm, "to_company_id": firm},
        {"tie": "officer", "contact_id": person, "to_company_id": firm},
    ):
        row = required_row(desk, "relation", create_record(desk, "relation", given)[0])
        assert lead_of_tie(desk, row) is None
