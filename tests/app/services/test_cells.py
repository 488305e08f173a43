"""Cells of a list: texts as people write them, checked one by one, written as one step of undo."""

from datetime import date
from decimal import Decimal

import pytest

from app.rules.amounts import Unit
from app.services.cells import (
    ADD,
    REMOVE,
    change_cells,
    check_for_all,
    check_given,
    check_texts,
    editable_fields,
)
from app.services.desk import Desk
from app.services.records import create_record, delete_records, undo


def project(desk: Desk, name: str, **values: object) -> str:
    return create_record(desk, "project", {"name": name, **values})[0]


def checked(desk: Desk, id: str, field: str, text: str, unit: Unit = Unit.YI) -> tuple[object, str]:
    """(what it would hold, the key of the reason)."""
    cell = check_texts(desk, "project", {id: {field: text}}, unit=unit)[0].cells[0]
    return cell.after, cell.reason.key if cell.reason else ""


@pytest.mark.parametrize(
    ("field", "text", "after"),
    [
        ("investment", "3.5", Decimal(35_000)),
        ("investment", "1,200万元", Decimal(1_200)),
        ("investment", "—", None),
        ("land", "50", Decimal(50)),
        ("reported_on", "2026/3/5", date(2026, 3, 5)),
        ("channel", "驻点招商", "stationed"),
        ("tags", "外资、省重点，外资", ["外资", "省重点"]),
        ("responsible_unit", "  县功镇 ", "县功镇"),
        ("responsible_unit", "", None),
    ],
)
def test_texts_are_read_as_people_write_them(desk: Desk, field: str, text: str, after: object) -> None:
    id = project(desk, "光热采暖", investment="1亿", responsible_unit="城南街道", tags=["旧"])
    assert checked(desk, id, field, text) == (after, "")


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("name", "", "rules.value.required"),
        ("reported_on", "明年吧", "rules.date.unreadable"),
        ("investor_id", "无此企业", "rules.value.nobody_of_that_name"),
        ("channel", "不知道", "rules.value.choice"),
    ],
)
def test_what_cannot_be_taken_is_refused_cell_by_cell(desk: Desk, field: str, text: str, key: str) -> None:
    id = project(desk, "光热采暖")
    after, reason = checked(desk, id, field, text)
    row = desk.store.get("project", id)
    assert row is not None and (after, reason) == (row[field], key)


def test_links_are_named_by_exactly_one_record(desk: Desk) -> None:
    id = project(desk, "光热采暖")
    firm, _ = create_record(desk, "company", {"name": "恒力电子"})
    create_record(desk, "company", {"name": "恒力电子科技"})
    assert checked(desk, id, "investor_id", "恒力电子") == (firm, "")
    create_record(desk, "company", {"name": "恒力电子"})
    assert checked(desk, id, "investor_id", "恒力电子") == (None, "rules.value.several_of_that_name")


def test_a_new_figure_drops_the_words_of_the_old_one(desk: Desk) -> None:
    id = project(desk, "光热采暖", investment="2亿元以上")
    same, new = (
        check_texts(desk, "project", {id: {"investment": text}}, unit=Unit.YI)[0].cells[0]
        for text in ("2", "3")
    )
    assert not same.changes
    assert new.values == {"investment": Decimal(30_000), "investment_words": None}


def test_many_cells_are_one_undo_and_refused_ones_stay(desk: Desk) -> None:
    ids = [project(desk, f"项目{n}", responsible_unit="旧") for n in range(3)]
    texts = {
        id: {"responsible_unit": "新", "reported_on": "乱" if n == 1 else "2026-03-05"}
        for n, id in enumerate(ids)
    }
    rows = check_texts(desk, "project", texts, unit=Unit.YI)
    changes = change_cells(desk, "project", rows)
    assert changes.ids == {("project", id) for id in ids}
    after = desk.store.rows("project", ids)
    assert [row["responsible_unit"] for row in after] == ["新"] * 3
    assert [row["reported_on"] for row in after] == [date(2026, 3, 5), None, date(2026, 3, 5)]
    undo(desk)
    assert [row["responsible_unit"] for row in desk.store.rows("project", ids)] == ["旧"] * 3


def test_records_that_are_gone_are_left_out(desk: Desk) -> None:
    id = project(desk, "光热采暖")
    delete_records(desk, [("project", id)])
    assert check_texts(desk, "project", {id: {"name": "甲"}, "nobody": {"name": "乙"}}, unit=Unit.YI) == []
    assert not change_cells(desk, "project", [])


def test_one_value_for_all_says_who_already_has_it(desk: Desk) -> None:
    ids = [project(desk, "甲", responsible_unit="县功镇"), project(desk, "乙")]
    rows = check_for_all(desk, "project", ids, "responsible_unit", "县功镇")
    assert [row.cells[0].changes for row in rows] == [False, True]
    refused = check_for_all(desk, "project", ids, "reported_on", "乱")
    assert all(row.cells[0].reason is not None for row in refused)


def test_items_are_added_and_removed_without_touching_the_others(desk: Desk) -> None:
    ids = [project(desk, "甲", tags=["外资"]), project(desk, "乙", tags=["省重点", "外资"])]
    change_cells(desk, "project", check_for_all(desk, "project", ids, "tags", ["省重点"], how=ADD))
    assert [set(row["tags"]) for row in desk.store.rows("project", ids)] == [{"外资", "省重点"}] * 2
    change_cells(desk, "project", check_for_all(desk, "project", ids, "tags", ["外资"], how=REMOVE))
    assert [row["tags"] for row in desk.store.rows("project", ids)] == [["省重点"]] * 2


def test_the_stage_is_not_a_cell_like_others(desk: Desk) -> None:
    assert "stage" not in editable_fields("project") and "investment" in editable_fields("project")
    id = project(desk, "甲")
    row = desk.store.get("project", id)
    assert row is not None
    assert check_given(desk, row, "name", "乙").values == {"name": "乙"}
