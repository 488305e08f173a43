"""The directory of natives elsewhere."""

from fractions import Fraction

from app.services.desk import Desk
from app.services.natives import directory
from app.services.records import create_record, delete_records

FULL = {
    "circle": "native",
    "hometown": "池口镇",
    "city": "苏州",
    "occupation": "纺织",
    "phones": "13900551206",
    "chamber": "苏州云溪商会",
    "kept_by": "陈立",
}


def test_who_is_missing_what_and_who_is_there_twice(desk: Desk) -> None:
    first, _ = create_record(desk, "contact", {"name": "徐慧芳", **FULL})
    second, _ = create_record(
        desk, "contact", {"name": "徐慧芳", "circle": "native", "phones": "13900551206"}
    )
    create_record(desk, "contact", {"name": "客商甲"})
    found = directory(desk)
    assert found.whole.share == Fraction(1, 2)
    assert [(one.id, one.fields) for one in found.whole.lacking] == [
        (second, ("hometown", "city", "occupation", "chamber", "kept_by"))
    ]
    assert [(town, one.total) for town, one in found.by_hometown] == [("池口镇", 1), ("", 1)]
    assert {frozenset(pair) for pair in found.twice} == {frozenset({first, second})}
    assert directory(desk, hometown="池口镇").whole.share == 1


def test_deleted_people_are_nobodys_gap(desk: Desk) -> None:
    id, _ = create_record(desk, "contact", {"name": "无名", "circle": "native"})
    delete_records(desk, [("contact", id)])
    assert directory(desk).whole.share is None
