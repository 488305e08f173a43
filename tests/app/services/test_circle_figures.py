"""Figures around people, agents, targets and chains at their edges: a day before and after, deleted."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.services.agents import agents_kept, brought_by
from app.services.chains import beginning_of_lead, chain_of, chains
from app.services.desk import Desk
from app.services.fairs import fairs
from app.services.natives import directory
from app.services.records import change_record, create_record, delete_records, required_row, undo
from app.services.targets import covered, mark_contacted
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    assert made.today() == TODAY
    yield made
    made.store.close()


def add(desk: Desk, made: str, /, **values: Any) -> str:
    return create_record(desk, made, values)[0]


# ---- targets (A12)
VISITS: list[tuple[dict[str, Any], int]] = [
    ({"visited_on": TODAY}, 1),
    ({"visited_on": TODAY - DAY}, 1),
    ({"visited_on": TODAY + DAY}, 0),
    ({"visited_on": TODAY + DAY, "state": "planned"}, 0),
    ({"visited_on": TODAY - DAY, "state": "planned"}, 0),
    ({"visited_on": TODAY - DAY, "state": "called_off"}, 0),
    ({"visited_on": TODAY - DAY, "state": "made"}, 1),
]


@pytest.mark.parametrize(("visit", "contacted"), VISITS)
def test_a_firm_that_somebody_visited_is_covered_one_that_somebody_will_is_not(
    desk: Desk, visit: dict[str, Any], contacted: int
) -> None:
    firm = add(desk, "company", name="湖州锐锂")
    target = add(desk, "target", name="湖州锐锂", company_id=firm, standing="not_yet")
    add(desk, "visit", subject="拜访", company_id=firm, **visit)
    found = covered(desk)
    assert (found.whole.total, found.whole.contacted) == (1, contacted)
    assert found.open_ids == (() if contacted else (target,))


def test_a_visit_deleted_covers_nobody_and_restored_does_again(desk: Desk) -> None:
    firm = add(desk, "company", name="湖州锐锂")
    add(desk, "target", name="湖州锐锂", company_id=firm)
    visit = add(desk, "visit", subject="拜访", company_id=firm, visited_on="2026-11-02")
    delete_records(desk, [("visit", visit)])
    assert covered(desk).whole.contacted == 0
    undo(desk)
    assert covered(desk).whole.contacted == 1


@pytest.mark.parametrize(
    ("standing", "after"),
    [
        (None, "contacted"),
        ("not_yet", "contacted"),
        ("contacted", "contacted"),
        ("talking", "talking"),
        ("landed", "landed"),
        ("dropped", "dropped"),
    ],
)
def test_being_in_touch_never_takes_a_target_back(desk: Desk, standing: str | None, after: str) -> None:
    id = add(desk, "target", name="锐锂", **({"standing": standing} if standing else {}))
    mark_contacted(desk, [id])
    row = required_row(desk, "target", id)
    assert (row["standing"], row["contacted_on"]) == (after, TODAY)
    assert covered(desk).whole.contacted == 1
    undo(desk)
    assert (required_row(desk, "target", id)["standing"], covered(desk).whole.total) == (standing, 1)


def test_a_unit_with_nothing_done_comes_before_one_with_half(desk: Desk) -> None:
    for unit, standing in (
        ("高新区", "landed"),
        ("高新区", "not_yet"),
        ("池口镇", "not_yet"),
        ("", "talking"),
    ):
        add(desk, "target", name="目标", standing=standing, **({"assigned_unit": unit} if unit else {}))
    told = [(one.name, one.contacted, one.total, one.landed) for one in covered(desk).groups["unit"]]
    assert told == [("池口镇", 0, 1, 0), ("高新区", 1, 2, 1), ("", 1, 1, 0)]


# ---- agents (A10, C9)
CONTRACTS: list[tuple[date | None, date | None, bool]] = [
    (None, None, True),
    (TODAY, None, True),
    (TODAY + DAY, None, False),
    (None, TODAY, True),
    (None, TODAY - DAY, False),
    (TODAY, TODAY, True),
    (TODAY - DAY, TODAY + DAY, True),
]


@pytest.mark.parametrize(("since", "until", "held"), CONTRACTS)
def test_a_contract_holds_on_its_first_day_and_its_last(
    desk: Desk, since: date | None, until: date | None, held: bool
) -> None:
    days = {"contract_on": since, "contract_until": until}
    given = {name: day for name, day in days.items() if day}
    add(desk, "organisation", name="启程", kind="agent_body", commissioned_by="高新区", **given)
    (unit,) = agents_kept(desk)
    assert (unit.unit, len(unit.agents), unit.enough) == ("高新区", int(held), False)


@pytest.mark.parametrize(("agents", "enough"), [(1, False), (2, True), (3, True)])
def test_two_agents_are_enough(desk: Desk, agents: int, enough: bool) -> None:
    """000 §4.3: each unit keeps two or more; persons count as bodies do."""
    for number in range(agents):
        kind = ("agent_body", "agent_person")[number % 2]
        add(desk, "organisation", name=f"机构{number}", kind=kind)
    (unit,) = agents_kept(desk)
    assert (unit.unit, unit.enough) == ("", enough)


REGISTERED = [
    (date(2026, 2, 28), date(2026, 3, 1), TODAY, "paid", 30),
    (date(2026, 3, 1), date(2026, 3, 1), TODAY, "paid", 30),
    (date(2026, 3, 2), date(2026, 3, 1), TODAY, "late", 0),
    (date(2026, 2, 28), date(2026, 3, 1), None, "not_producing", 0),
    (date(2026, 2, 28), date(2026, 3, 1), TODAY + DAY, "not_producing", 0),
]


@pytest.mark.parametrize(("registered", "signed", "produced", "row", "owed"), REGISTERED)
def test_what_is_due_to_an_introducer(
    desk: Desk, registered: date, signed: date, produced: date | None, row: str, owed: int
) -> None:
    body = add(desk, "organisation", name="启程", kind="agent_body")
    days = {"contract_on": signed, "completed_on": date(2026, 6, 1)} | (
        {"produced_on": produced} if produced and produced <= TODAY else {}
    )
    project = add(desk, "project", name="储能", stage="signed", **days)
    introduced = {"project_id": project, "organisation_id": body, "registered_on": registered}
    add(desk, "introduction", name="启程", award="30万", **introduced)
    (found,) = brought_by(desk)
    assert (found.reward.decision.row.id, found.owed) == (row, Decimal(owed))


def test_nothing_is_due_for_a_project_that_was_deleted(desk: Desk) -> None:
    project = add(desk, "project", name="储能")
    add(desk, "introduction", name="甲", project_id=project, registered_on="2026-02-01")
    delete_records(desk, [("project", project)])
    assert brought_by(desk) == []
    undo(desk)
    assert [one.row["name"] for one in brought_by(desk)] == ["甲"]


def test_what_is_owed_comes_first_then_by_name(desk: Desk) -> None:
    done = {"contract_on": "2026-03-01", "completed_on": "2026-05-01", "produced_on": "2026-06-01"}
    project = add(desk, "project", name="储能", stage="signed", **done)
    for name, award in (("丙", "5万"), ("乙", "40万"), ("甲", "5万")):
        add(desk, "introduction", name=name, project_id=project, registered_on="2026-02-01", award=award)
    add(desk, "introduction", name="未定", project_id=project, registered_on="2026-02-01")
    owed = [(one.row["name"], f"{one.owed:f}") for one in brought_by(desk)]
    assert owed[0] == ("乙", "40") and set(owed[1:3]) == {("甲", "5"), ("丙", "5")}
    assert owed[3] == ("未定", "0")


# ---- chains (A11)
def test_a_place_that_is_gone_is_not_named_in_a_lead(desk: Desk) -> None:
    gone = add(desk, "chain_node", name="锂矿", chain="电池")
    kept = add(desk, "chain_node", name="正极", chain="电池")
    cell = add(desk, "chain_node", name="电芯", chain="电池", from_ids=[gone, kept])
    add(desk, "chain_node", name="电池包", chain="电池", from_ids=[cell])
    add(desk, "chain_node", name="客车", chain="汽车", from_ids=[cell])

    def line() -> str:
        return str(beginning_of_lead(desk, required_row(desk, "chain_node", cell))["summary"])

    assert line() == "锂矿、正极 → 电芯 → 电池包"
    delete_records(desk, [("chain_node", gone)])
    assert line() == "正极 → 电芯 → 电池包"
    battery = next(chain for chain in chains(desk) if chain.name == "电池")
    assert [[place.row["name"] for place in layer] for layer in battery.layers] == [
        ["正极"],
        ["电芯"],
        ["电池包"],
    ]
    assert len(battery.links) == 2


def test_a_firm_may_fill_several_places_and_a_place_several_firms(desk: Desk) -> None:
    star, bus = add(desk, "company", name="星澜"), add(desk, "company", name="骏驰")
    cell = add(desk, "chain_node", name="电芯", chain="电池", company_ids=[star, bus])
    pack = add(desk, "chain_node", name="电池包", chain="电池", company_ids=[star], from_ids=[cell])
    (chain,) = chains(desk)
    assert chain.gaps == 0 and [len(place.firms) for place in chain.places] == [2, 1]
    assert {row.id for row in chain_of(desk, star)} == {cell, pack}
    delete_records(desk, [("company", star)])
    (chain,) = chains(desk)
    assert [[firm["name"] for firm in place.firms] for place in chain.places] == [["骏驰"], []]
    assert chain.gaps == 1


def test_a_circle_is_drawn_and_every_place_once(desk: Desk) -> None:
    first = add(desk, "chain_node", name="电芯", chain="电池")
    second = add(desk, "chain_node", name="回收", chain="电池", from_ids=[first])
    change_record(desk, "chain_node", first, {"from_ids": [second]})
    (chain,) = chains(desk)
    assert [place.row["name"] for place in chain.places] == ["电芯", "回收"]
    assert set(chain.links) == {(first, second), (second, first)}


def test_no_chain_at_all(desk: Desk) -> None:
    assert chains(desk) == []


# ---- people (A4, A15)
FULL = {
    "hometown": "池口镇",
    "city": "苏州",
    "occupation": "纺织",
    "phones": "13600770001",
    "chamber": "苏州云溪商会",
    "kept_by": "陈立",
}


@pytest.mark.parametrize("field", FULL)
def test_each_thing_a_directory_must_tell_is_missed(desk: Desk, field: str) -> None:
    told = {name: value for name, value in FULL.items() if name != field}
    id = add(desk, "contact", name="徐慧琴", circle="native", **told)
    found = directory(desk).whole
    assert [(one.id, one.fields) for one in found.lacking] == [(id, (field,))]
    assert {name: count for name, count in found.by_field.items() if count} == {field: 1}
    change_record(desk, "contact", id, {field: FULL[field]})
    assert directory(desk).whole.share == 1


@pytest.mark.parametrize(
    ("field", "instead", "value"),
    [
        ("occupation", "title", "厂长"),
        ("phones", "wechat", "xu_hq"),
        ("phones", "email", "xu@example.com"),
    ],
)
def test_one_thing_may_stand_for_another(desk: Desk, field: str, instead: str, value: str) -> None:
    told = {name: one for name, one in FULL.items() if name != field} | {instead: value}
    add(desk, "contact", name="徐慧琴", circle="native", **told)
    assert directory(desk).whole.lacking == ()


@pytest.mark.parametrize("circle", ["returned", "investor", "intermediary", "expert", "other", None])
def test_only_natives_are_in_the_directory(desk: Desk, circle: str | None) -> None:
    add(desk, "contact", name="徐慧琴", hometown="池口镇", **({"circle": circle} if circle else {}))
    assert (directory(desk).whole.total, directory(desk).by_hometown) == (0, ())


def test_the_sources_fair_from_the_store(desk: Desk) -> None:
    """004 text 5 at a tenth: 20 projects, 8 matched, 4 intents worth 120 万, 2 started."""
    library = [add(desk, "startup", name=f"项目{number}") for number in range(20)]
    for number in range(12):
        steps: dict[str, Any] = {"startup_id": library[number]} if number < 8 else {}
        steps |= {"intent_on": "2026-02-21", "intent_amount": "30万"} if number < 4 else {}
        steps |= {"started_on": "2026-05-01"} if number < 2 else {}
        add(desk, "returnee", name=f"返乡{number}", fair="春节对接会", **steps)
    found = fairs(desk).by_fair["春节对接会"]
    assert (found.projects, found.people, found.matched) == (20, 12, 8)
    assert (found.intents, found.intent_amount, found.unknown, found.started) == (4, Decimal(120), 0, 2)
