"""Duplicates on the desktop: found, compared, merged with one key, undone, put aside."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.duplicates import dismissed, find_duplicates
from app.services.records import create_record, delete_records
from tests.fakes.desktops import Desktop, said_by
from ui.dialogs.duplicates_dialog import DuplicatesDialog
from ui.dialogs.merge_dialog import MergeDialog
from ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def pair(desktop: Desktop) -> tuple[str, str]:
    """A company that is there already, once more, with a visit and a person."""
    keep = desktop.id("company", "青岛啤酒")
    values: dict[str, Any] = {
        "name": "青岛啤酒",
        "city": "青岛市",
        "phones": ["13900000009"],
        "note": "又来一次",
    }
    drop, _ = create_record(desktop.desk, "company", values)
    create_record(desktop.desk, "visit", {"visited_on": "2026-11-01", "subject": "再访", "company_id": drop})
    return keep, drop


def value(desktop: Desktop, id: str, field: str) -> Any:
    row = desktop.desk.store.get("company", id)
    assert row is not None
    return row[field]


def top(desktop: Desktop) -> Any:
    dialog = desktop.window.sheets.top
    assert dialog is not None
    return dialog


def opened(desktop: Desktop, keep: str, drop: str) -> MergeDialog:
    desktop.window.ctx.merge_asked.emit("company", keep, drop)
    desktop.until(lambda: desktop.window.sheets.top is not None)
    dialog = top(desktop)
    assert isinstance(dialog, MergeDialog)
    return dialog


def test_the_dialog_shows_both_and_what_will_follow(desktop: Desktop, pair: tuple[str, str]) -> None:
    dialog = opened(desktop, *pair)
    assert set(dialog.groups) == {"name", "short_name", "city", "phones", "note"}
    assert dialog.choices()["name"] == "青岛啤酒股份有限公司", "the fuller one"
    texts = [text for _, text in said_by(dialog)]
    assert any("1 条走访" in text and "青岛啤酒股份有限公司" in text for text in texts)
    assert any("139 0000 0009" in text for text in texts)


def test_lists_and_notes_are_joined(desktop: Desktop) -> None:
    first, _ = create_record(desktop.desk, "company", {"name": "甲", "phones": ["13900000001"], "note": "一"})
    second, _ = create_record(
        desktop.desk, "company", {"name": "甲", "phones": ["13900000002"], "note": "二"}
    )
    dialog = opened(desktop, first, second)
    assert dialog.groups == {}
    texts = " ".join(text for _, text in said_by(dialog))
    assert "139 0000 0001、139 0000 0002" in texts and "没有别的记录" in texts


def test_two_that_say_the_same(desktop: Desktop) -> None:
    ids = [create_record(desktop.desk, "company", {"name": "甲"})[0] for _ in range(2)]
    dialog = opened(desktop, ids[0], ids[1])
    assert "两条记录的内容相同。" in [text for _, text in said_by(dialog)]


def test_ctrl_enter_merges_and_ctrl_z_takes_it_back(desktop: Desktop, pair: tuple[str, str]) -> None:
    keep, drop = pair
    before = desktop.desk.store.content_hash()
    dialog = opened(desktop, keep, drop)
    dialog.groups["city"].button(1).setChecked(True)
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert (value(desktop, keep, "city"), value(desktop, keep, "note")) == ("青岛市", "又来一次")
    assert drop not in desktop.desk.store.ids("company")
    assert "并入" in desktop.window.toast.text
    desktop.window.ctx.undo()
    desktop.settle()
    assert desktop.desk.store.content_hash() == before


def test_the_sides_can_be_swapped(desktop: Desktop, pair: tuple[str, str]) -> None:
    keep, drop = pair
    dialog = opened(desktop, keep, drop)
    desktop.click(dialog.swap_button)
    assert dialog.prepared.preview.keep.id == drop
    desktop.click(dialog.accept_button)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert keep not in desktop.desk.store.ids("company") and drop in desktop.desk.store.ids("company")


def test_what_was_deleted_meanwhile_is_said_and_the_dialog_stays(
    desktop: Desktop, pair: tuple[str, str]
) -> None:
    dialog = opened(desktop, *pair)
    delete_records(desktop.desk, [("company", pair[1])])
    for _ in range(2):
        desktop.click(dialog.accept_button)
        assert dialog.isVisible() and "删除" in desktop.window.toast.text


def scan(desktop: Desktop, kind: str = "", id: str = "") -> DuplicatesDialog:
    desktop.window.ctx.duplicates_asked.emit(kind, id)
    desktop.settle()
    dialog = top(desktop)
    assert isinstance(dialog, DuplicatesDialog)
    return dialog


def test_the_scan_lists_compares_and_goes_on(desktop: Desktop, pair: tuple[str, str]) -> None:
    dialog = scan(desktop)
    (card,) = dialog.cards
    assert set(card.candidate.pair) == set(pair)
    assert "名称相同" in card.reason.text()
    desktop.click(card.compare_button)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, MergeDialog))
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is dialog)
    assert dialog.cards == [] and dialog.empty.isVisible()
    desktop.window.ctx.undo()
    desktop.settle()
    assert len(dialog.cards) == 1


def test_the_scan_is_narrowed_to_a_kind(desktop: Desktop, pair: tuple[str, str]) -> None:
    dialog = scan(desktop, "contact")
    assert dialog.kind == "contact" and dialog.cards == []
    dialog.scopes.set_current("company")
    dialog.set_scope("company")
    desktop.settle()
    assert len(dialog.cards) == 1


def test_not_the_same_is_remembered_and_taken_back(desktop: Desktop, pair: tuple[str, str]) -> None:
    dialog = scan(desktop)
    desktop.click(dialog.cards[0].differ_button)
    desktop.settle()
    assert dialog.cards == [] and find_duplicates(desktop.desk) == []
    assert len(dismissed(desktop.desk)) == 1
    toast = desktop.window.toast
    assert toast.text == "已记为不是重复"
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, pos=toast._link_area().center())
    desktop.settle()
    assert len(dialog.cards) == 1


def test_the_page_of_a_company_says_that_it_may_be_there_twice(
    desktop: Desktop, pair: tuple[str, str]
) -> None:
    keep, drop = pair
    page = desktop.record("company", "青岛啤酒股份")
    button = next(one for one in page.header.findChildren(Button) if "可能重复 1" in one.text())
    desktop.click(button)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, MergeDialog))
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert not any("可能重复" in text for _, text in said_by(page.header))
    desktop.window.open_record("company", drop)
    desktop.settle()
    gone = next(one for one in page.header.findChildren(Button) if "已并入" in one.text())
    desktop.click(gone)
    desktop.settle()
    assert page.id == keep


def test_several_likes_are_listed(desktop: Desktop, pair: tuple[str, str]) -> None:
    create_record(desktop.desk, "company", {"name": "青岛啤酒（集团）"})
    page = desktop.record("company", "青岛啤酒股份")
    button = next(one for one in page.header.findChildren(Button) if "可能重复 2" in one.text())
    desktop.click(button)
    desktop.settle()
    dialog = top(desktop)
    assert isinstance(dialog, DuplicatesDialog) and len(dialog.cards) == 2 and not dialog.scopes.isVisible()


def test_two_ticked_rows_are_merged_from_the_menu(desktop: Desktop, pair: tuple[str, str]) -> None:
    page = desktop.listed("companies")
    assert page.scan_button.isVisible()
    page.table.choose([pair[0]])
    line = next(one for one in page.row_actions.menu(pair[0]).actions() if "合并" in one.text())
    assert not line.isEnabled() and "两条" in line.toolTip()
    page.table.choose(list(pair))
    line = next(one for one in page.row_actions.menu(pair[0]).actions() if "合并" in one.text())
    line.trigger()
    desktop.until(lambda: isinstance(desktop.window.sheets.top, MergeDialog))
    assert {top(desktop).prepared.preview.keep.id, top(desktop).prepared.preview.drop.id} == set(pair)


def test_projects_are_not_merged(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    assert not any("合并" in one.text() for one in page.row_actions.menu(page.table.ids()[0]).actions())
    assert not any("查重" in text for _, text in said_by(page))
