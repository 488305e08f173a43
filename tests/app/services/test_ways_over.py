"""What leads to somebody and what does not: visits made, offices in chambers, relations that were deleted."""

from typing import Any

import pytest

from app.services.desk import Desk
from app.services.reaching import ways_to
from app.services.records import change_record, create_record, delete_records, undo


def add(desk: Desk, made: str, /, **values: Any) -> str:
    return create_record(desk, made, values)[0]


def told(desk: Desk, kind: str, id: str) -> list[str]:
    found = ways_to(desk, kind, id)
    return [
        one.rows[0]["name"]
        + "".join(f" {why} {row['name']}" for why, row in zip(one.whys, one.rows[1:], strict=True))
        for one in found
    ]


@pytest.mark.parametrize(
    ("day", "state", "met"),
    [("2026-11-02", "made", True), ("2026-12-02", "planned", False), ("2026-11-02", "called_off", False)],
)
def test_only_a_visit_that_was_made_brings_people_together(
    desk: Desk, day: str, state: str, met: bool
) -> None:
    firm = add(desk, "company", name="锐锂")
    friend = add(desk, "contact", name="徐慧琴", kept_by="陈立")
    add(desk, "visit", visited_on=day, subject="洽谈", company_id=firm, contact_ids=[friend], state=state)
    assert told(desk, "company", firm) == (["徐慧琴 visit 锐锂"] if met else [])


def test_a_relation_deleted_leads_nowhere_until_it_is_restored(desk: Desk) -> None:
    friend = add(desk, "contact", name="徐慧琴", kept_by="陈立")
    boss = add(desk, "contact", name="单志远")
    tie = add(desk, "relation", tie="classmate", contact_id=friend, to_contact_id=boss)
    delete_records(desk, [("relation", tie)])
    assert told(desk, "contact", boss) == []
    undo(desk)
    assert told(desk, "contact", boss) == ["徐慧琴 classmate 单志远"]


def test_an_officer_leads_to_the_chamber_and_the_chamber_to_its_officers(desk: Desk) -> None:
    head = add(desk, "contact", name="徐慧芳")
    chamber = add(desk, "organisation", name="苏州云溪商会", kind="chamber", officer_ids=[head])
    assert told(desk, "organisation", chamber) == []
    change_record(desk, "organisation", chamber, {"kept_by": "陈立"})
    assert told(desk, "contact", head) == ["苏州云溪商会 officer 徐慧芳"]
    change_record(desk, "organisation", chamber, {"kept_by": None})
    change_record(desk, "contact", head, {"kept_by": "王芳"})
    assert told(desk, "organisation", chamber) == ["徐慧芳 officer 苏州云溪商会"]


def test_the_best_three_of_many_and_the_nearest_first(desk: Desk) -> None:
    boss = add(desk, "contact", name="单志远", chamber="苏州云溪商会")
    for name, tie in (("丙", "townsman"), ("甲", "relative"), ("乙", "comrade")):
        friend = add(desk, "contact", name=name, kept_by="陈立")
        add(desk, "relation", tie=tie, contact_id=friend, to_contact_id=boss)
    add(desk, "contact", name="丁", chamber="苏州云溪商会", kept_by="陈立")
    ways = told(desk, "contact", boss)
    assert set(ways[:2]) == {"甲 relative 单志远", "乙 comrade 单志远"} and len(ways) == 3
    assert len(ways_to(desk, "contact", boss, most=9)) == 4


def test_a_competitor_introduces_nobody_a_subsidiary_does(desk: Desk) -> None:
    sought, other = add(desk, "company", name="锐锂"), add(desk, "company", name="恒熙")
    add(desk, "contact", name="徐慧琴", company_id=other, kept_by="陈立")
    tie = add(desk, "relation", tie="competitor", company_id=other, to_company_id=sought)
    assert told(desk, "company", sought) == []
    change_record(desk, "relation", tie, {"tie": "subsidiary"})
    assert told(desk, "company", sought) == ["徐慧琴 company 恒熙 subsidiary 锐锂"]


def test_a_firm_itself_is_nobody_we_know(desk: Desk) -> None:
    assert told(desk, "company", add(desk, "company", name="锐锂")) == []
    assert ways_to(desk, "contact", "0190") == []
