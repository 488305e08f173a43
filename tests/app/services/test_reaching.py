"""How we reach somebody, read from the store."""

from app.services.desk import Desk
from app.services.reaching import ways_to
from app.services.records import create_record, delete_records


def person(desk: Desk, name: str, **values: str) -> str:
    return create_record(desk, "contact", {"name": name, **values})[0]


def told(desk: Desk, kind: str, id: str) -> list[str]:
    found = ways_to(desk, kind, id)
    return [
        one.rows[0]["name"]
        + "".join(f" {why} {row['name']}" for why, row in zip(one.whys, one.rows[1:], strict=True))
        for one in found
    ]


def test_a_firm_is_reached_through_a_classmate_of_its_head(desk: Desk) -> None:
    firm, _ = create_record(desk, "company", {"name": "宁德新能源"})
    boss = person(desk, "曾总", company_id=firm)
    friend = person(desk, "徐慧芳", kept_by="陈立")
    create_record(desk, "relation", {"tie": "classmate", "contact_id": friend, "to_contact_id": boss})
    assert told(desk, "company", firm) == ["徐慧芳 classmate 曾总 company 宁德新能源"]
    assert told(desk, "contact", boss) == ["徐慧芳 classmate 曾总"]
    assert told(desk, "contact", friend) == ["徐慧芳"]


def test_one_chamber_and_its_office(desk: Desk) -> None:
    sought = person(desk, "欧阳秉文", chamber="北京云溪商会")
    person(desk, "查敏", chamber="北京云溪商会", last_contact_on="2026-10-22")
    create_record(desk, "organisation", {"name": "北京云溪商会", "kind": "chamber", "kept_by": "李强"})
    assert told(desk, "contact", sought) == [
        "查敏 chamber 欧阳秉文",
        "北京云溪商会 member 欧阳秉文",
    ]


def test_whoever_sat_at_one_table_can_introduce(desk: Desk) -> None:
    sought, friend = person(desk, "朴在勋"), person(desk, "仇总", kept_by="陈立")
    visit = {"visited_on": "2026-09-01", "subject": "洽谈", "contact_ids": [sought, friend]}
    create_record(desk, "visit", visit)
    # The visit itself tells that we have met: the service notes the day on both.
    assert told(desk, "contact", sought)[0] == "朴在勋"


def test_nobody_deleted_introduces(desk: Desk) -> None:
    sought, gone = person(desk, "朴在勋"), person(desk, "旧友", kept_by="陈立")
    create_record(desk, "relation", {"tie": "knows", "contact_id": gone, "to_contact_id": sought})
    delete_records(desk, [("contact", gone)])
    assert told(desk, "contact", sought) == []
