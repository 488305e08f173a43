"""The merge rules: each value of both sides ends in the result or in a clash that a person will see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.field import Field, Merge, Type
from app.model.registry import KINDS
from sync.protocol.merge import Merged, merge_value, overlay, put
from sync.protocol.messages import Action, Operation

NOTE = KINDS["project"].fields["note"]
TAGS = KINDS["project"].fields["tags"]
NAME = KINDS["project"].fields["name"]
LAST = KINDS["contact"].fields["last_contact_on"]
DONE = KINDS["next_step"].fields["done_on"]
UNIT = KINDS["project"].fields["unit_id"]

LINES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", ""]), max_size=6)
TEXTS = LINES.map("\n".join)
LISTS = st.lists(st.sampled_from("abcdef"), max_size=5, unique=True)
RULES = st.sampled_from([NOTE, TAGS, NAME, LAST, DONE, UNIT, None])


def operation(action: Action = "update", fields: dict[str, tuple[object, object]] | None = None) -> Operation:
    return Operation("0" * 32, "project", "p1", action, 0, 0, fields or {})


@given(RULES, st.booleans())
def test_an_edit_that_only_one_side_made_stands(field: Field | None, later: bool) -> None:
    before, edited = ("2026-01-01", "2026-02-02") if field in (LAST, DONE) else ("旧", "新")
    if field is TAGS:
        return
    mine = merge_value(field, before, edited, before, mine_later=later)
    theirs = merge_value(field, before, before, edited, mine_later=later)
    assert theirs == Merged(edited)
    assert mine == Merged(before if field is UNIT else edited)


@given(RULES, st.sampled_from([None, "x", ["a"]]), st.sampled_from([None, "y", ["b"]]))
def test_the_same_edit_on_both_sides_is_no_clash(field: Field | None, before: object, both: object) -> None:
    assert merge_value(field, before, both, both) == Merged(both)


def test_what_has_no_rule_is_asked_and_headquarters_stands() -> None:
    assert merge_value(NAME, "旧", "甲", "乙", mine_later=True) == Merged("乙", clash=True)
    assert merge_value(None, 1, {"a": 2}, [3]) == Merged([3], clash=True)


@given(LISTS, LISTS, LISTS)
def test_lists_keep_additions_and_removals_of_both(
    before: list[str], mine: list[str], current: list[str]
) -> None:
    result = merge_value(TAGS, before, mine, current).value or []
    assert len(result) == len(set(result))
    for item in set("abcdef"):
        if item in before:
            assert (item in result) == (item in mine and item in current)
        else:
            assert (item in result) == (item in mine or item in current)


@given(LISTS, LISTS, LISTS)
def test_lists_hold_the_same_whoever_comes_first(before: list[str], one: list[str], two: list[str]) -> None:
    first = merge_value(TAGS, before, one, two).value or []
    second = merge_value(TAGS, before, two, one).value or []
    assert sorted(first) == sorted(second)


def test_an_emptied_list_is_no_value() -> None:
    assert merge_value(TAGS, ["a", "b"], ["b"], ["a"]) == Merged(None)
    assert merge_value(TAGS, None, ["a"], ["b"]) == Merged(["b", "a"])


def test_a_list_that_is_none_clashes() -> None:
    assert merge_value(TAGS, ["a"], "text", ["b"]) == Merged(["b"], clash=True)


@pytest.mark.parametrize(
    ("before", "mine", "current", "merged"),
    [
        ("一\n二\n三", "一改\n二\n三", "一\n二\n三改", "一改\n二\n三改"),  # apart
        ("一\n二", "一改\n二", "一\n二改", "一改\n二改"),  # side by side
        ("一", "一\n甲", "一\n乙", "一\n乙\n甲"),  # both added at the end: headquarters' first
        ("一\n二", "二", "一\n二\n三", "二\n三"),  # one removed, the other added
        ("一\n二\n三", "一\n三", "一\n三", "一\n三"),  # the same removal
        ("一\n二\n三", "一\n新\n二\n三", "一\n二\n三改", "一\n新\n二\n三改"),
        ("一\n二", "头\n一\n二", "一改\n二", "头\n一改\n二"),  # added in front of a changed one
        ("一\n一\n一", "一\n一\n一\n甲", "乙\n一\n一\n一", "乙\n一\n一\n一\n甲"),
    ],
)
def test_texts_merge_by_paragraph(before: str, mine: str, current: str, merged: str) -> None:
    assert merge_value(NOTE, before, mine, current) == Merged(merged)


@pytest.mark.parametrize(
    ("before", "mine", "current"),
    [
        ("一", "甲", "乙"),
        (None, "甲", "乙"),  # both wrote into the empty field
        ("一\n二\n三", "一\n二甲\n三", "一\n二乙\n三"),
        ("一\n二", None, "一改\n二"),  # cleared against changed
        ("一\n二\n三", "一\n三", "一\n二改\n三"),  # removed against changed
        ("一\n二\n三", "新", "一\n插\n二\n三"),  # added inside what the other rewrote
    ],
)
def test_a_paragraph_that_both_changed_clashes(before: str | None, mine: str | None, current: str) -> None:
    assert merge_value(NOTE, before, mine, current) == Merged(current, clash=True)


@given(TEXTS, TEXTS, TEXTS)
def test_no_new_paragraph_is_lost_without_a_clash(before: str, mine: str, current: str) -> None:
    merged = merge_value(NOTE, before, mine, current)
    if merged.clash:
        assert merged.value == current
        return
    result = (merged.value or "").split("\n")
    for side in (mine, current):
        for line in set(side.split("\n")) - set(before.split("\n")):
            assert line in result or not line


@given(TEXTS, TEXTS, TEXTS)
def test_whether_texts_clash_does_not_depend_on_the_order(before: str, one: str, two: str) -> None:
    first, second = merge_value(NOTE, before, one, two), merge_value(NOTE, before, two, one)
    assert first.clash == second.clash
    if not first.clash:
        assert sorted((first.value or "").split("\n")) == sorted((second.value or "").split("\n"))


def test_texts_too_long_to_compare_are_asked() -> None:
    before = "\n".join(f"第{n}段" for n in range(4000))
    mine = "\n".join(f"甲{n}" for n in range(4000))
    assert merge_value(NOTE, before, mine, before + "\n完") == Merged(before + "\n完", clash=True)


def test_long_texts_with_small_edits_are_quick() -> None:
    lines = ["同一段"] * 50_000
    before = "\n".join(lines)
    merged = merge_value(NOTE, before, "\n".join(["开头", *lines]), "\n".join([*lines, "结尾"]))
    assert merged == Merged("\n".join(["开头", *lines, "结尾"]))


@given(*[st.none() | st.dates().map(str)] * 3)
def test_the_later_date_stands(before: str | None, mine: str | None, current: str | None) -> None:
    merged = merge_value(LAST, before, mine, current)
    assert not merged.clash
    if mine != before and current != before:
        assert merged.value == (max(mine or "", current or "") or None)


def test_numbers_compare_as_numbers() -> None:
    largest = Field(Type.MONEY, merge=Merge.MAX)
    smallest = Field(Type.INTEGER, merge=Merge.MIN)
    assert merge_value(largest, "1", "9.5", "10") == Merged("10")
    assert merge_value(smallest, 5, 3, 4) == Merged(3)
    assert merge_value(largest, "1", "nonsense", "10") == Merged("10", clash=True)


def test_the_later_edit_stands_where_the_field_says_so() -> None:
    assert merge_value(DONE, None, "2026-01-01", "2026-01-02", mine_later=True) == Merged("2026-01-01")
    assert merge_value(DONE, None, "2026-01-01", "2026-01-02", mine_later=False) == Merged("2026-01-02")


def test_headquarters_own_fields_are_never_taken() -> None:
    assert merge_value(UNIT, "u1", "u2", "u1", mine_later=True) == Merged("u1")


def test_a_laptop_shows_its_own_edits_on_top() -> None:
    doc = {"name": "总部改名", "tags": ["总部"], "note": "一\n总部加", "future": {"kept": True}}
    edits = operation(
        fields={"name": ("旧名", "我的名"), "tags": (None, ["我的"]), "note": ("一", "我加\n一")}
    )
    shown, deleted = overlay("project", doc, [edits])
    assert not deleted
    assert shown == {
        "name": "我的名",
        "tags": ["总部", "我的"],
        "note": "我加\n一\n总部加",
        "future": {"kept": True},
    }
    assert doc["name"] == "总部改名"


def test_edits_apply_in_their_order() -> None:
    first = operation(fields={"name": (None, "一")})
    second = operation(fields={"name": ("一", None)})
    assert overlay("project", {}, [first, second]) == ({}, False)
    assert overlay("project", {}, [first]) == ({"name": "一"}, False)


def test_deleting_and_restoring_show() -> None:
    delete, restore = operation("delete"), operation("restore", {"name": ("旧", "新")})
    assert overlay("project", {"name": "旧"}, [delete]) == ({"name": "旧"}, True)
    assert overlay("project", {"name": "旧"}, [restore], deleted=True) == ({"name": "新"}, False)
    edit = operation(fields={"name": ("旧", "新")})
    assert overlay("project", {"name": "旧"}, [edit], deleted=True) == ({"name": "新"}, True)


def test_headquarters_own_fields_show_as_headquarters_has_them() -> None:
    made = operation("create", {"created_by": (None, "张三"), "name": (None, "新")})
    assert overlay("project", {}, [made])[0]["created_by"] == "张三"
    assert overlay("project", {"created_by": "总部"}, [made])[0]["created_by"] == "总部"


def test_unknown_kinds_are_carried() -> None:
    edit = Operation("0" * 32, "from_the_future", "x", "update", 0, 0, {"power": (1, 2)})
    assert overlay("from_the_future", {"power": 1, "other": [1]}, [edit]) == (
        {"power": 2, "other": [1]},
        False,
    )


def test_empty_fields_are_absent() -> None:
    doc: dict[str, object] = {"a": 1, "b": 2}
    put(doc, "a", None)
    put(doc, "b", [])
    put(doc, "c", 0)
    assert doc == {"c": 0}
