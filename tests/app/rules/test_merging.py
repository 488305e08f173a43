"""What two records become together."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.merging import DROP, KEEP, How, differences, joined_source, joined_text, merged_values

OLD, NEW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def row(kind: str, id: str, at: datetime = OLD, **values: Any) -> Row:
    return Row(kind, id, dict.fromkeys(KINDS[kind].fields) | values, changed_at=at)


@pytest.mark.parametrize(
    ("first", "second", "how", "side", "value"),
    [
        ({"city": "苏州"}, {}, How.FILLED, KEEP, "苏州"),
        ({}, {"city": "苏州"}, How.FILLED, DROP, "苏州"),
        ({"name": "恒力"}, {"name": "恒力石化"}, How.CHOSEN, DROP, "恒力石化"),
        ({"name": "恒力石化"}, {"name": "恒力"}, How.CHOSEN, KEEP, "恒力石化"),
        ({"city": "苏州"}, {"city": "吴江"}, How.CHOSEN, DROP, "吴江"),
        ({"phones": ["1", "2"]}, {"phones": ["2", "3"]}, How.JOINED, KEEP, ["1", "2", "3"]),
        ({"note": "甲"}, {"note": "乙"}, How.JOINED, KEEP, "甲\n乙"),
        ({"parent_id": "drop"}, {"parent_id": "other"}, How.FILLED, DROP, "other"),
    ],
)
def test_fields_that_differ(
    first: dict[str, Any], second: dict[str, Any], how: How, side: str, value: Any
) -> None:
    (found,) = differences(
        KINDS["company"], row("company", "keep", **first), row("company", "drop", NEW, **second)
    )
    assert (found.how, found.side, found.value) == (how, side, value)


def test_the_later_contact_counts() -> None:
    keep = row("contact", "keep", name="张三", last_contact_on=date(2026, 1, 1))
    drop = row("contact", "drop", name="张三", last_contact_on=date(2026, 3, 1))
    assert merged_values(KINDS["contact"], keep, drop) == {"last_contact_on": date(2026, 3, 1)}


def test_what_is_alike_or_headquarters_own_is_not_asked() -> None:
    keep = row("company", "keep", name="恒力", unit_id="u1", created_by="甲", merged_into=None)
    drop = row("company", "drop", name="恒力", unit_id="u2", created_by="乙", merged_into="elsewhere")
    assert differences(KINDS["company"], keep, drop) == ()


def test_fields_stand_in_the_order_of_the_form() -> None:
    keep = row("company", "keep", name="甲", note="a", source={"row": 1})
    drop = row("company", "drop", name="乙", note="b", source={"row": 2}, city="苏州", batch_id="b1")
    found = [one.field.name for one in differences(KINDS["company"], keep, drop)]
    assert found == ["name", "city", "note", "batch_id", "source"]


def test_two_that_name_each_other_do_not_name_themselves() -> None:
    keep, drop = row("company", "keep", parent_id="drop"), row("company", "drop", parent_id="keep")
    assert merged_values(KINDS["company"], keep, drop) == {"parent_id": None}


def test_a_choice_outranks_the_rules() -> None:
    keep, drop = row("company", "keep", city="苏州"), row("company", "drop", NEW, city="吴江", note="乙")
    choices = {"city": "苏州", "note": None}
    assert merged_values(KINDS["company"], keep, drop, choices) == {}


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("甲\n乙", "乙\n丙", "甲\n乙\n丙"),
        ("甲", "甲", "甲"),
        ("甲", "乙\n\n丙", "甲\n乙\n\n丙"),
        ("甲\n\n乙", "甲\n\n乙\n\n", "甲\n\n乙"),
    ],
)
def test_notes_are_joined_by_paragraph(first: str, second: str, joined: str) -> None:
    assert joined_text(first, second) == joined


def test_origins_are_joined_each_once() -> None:
    first = {"sheet": "表", "row": 1, "more": [{"row": 2}]}
    assert joined_source(first, {"row": 2, "more": [{"row": 3}]}) == {
        **first,
        "more": [{"row": 2}, {"row": 3}],
    }
    assert joined_source(first, {"sheet": "表", "row": 1}) == first
    assert joined_source({"row": 1}, {"row": 1}) == {"row": 1}
    assert joined_source("手写", {"row": 1}) == "手写"
