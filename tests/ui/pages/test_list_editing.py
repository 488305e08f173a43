"""Changing rows from the list: in a cell, by pasting from Excel or WPS, and all ticked ones at once."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.fakes.desktops import Desktop
from ui.dialogs.bulk_dialog import BulkDialog
from ui.dialogs.paste_dialog import PasteDialog
from ui.dialogs.stage_dialog import StageDialog
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import DELETED

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def stand(desktop: Desktop, name: str, words: str, key: str) -> ListPage:
    """On the cell ``key`` of the record found by ``words``."""
    page = desktop.listed(name)
    kind = page.spec.kind
    if page.inspector.isVisible():
        page.toggle_inspector()  # room for every column
        desktop.settle()
    page.grid.setFocus()
    assert page.grid.cells.go_to(desktop.id(kind, words), key)
    desktop.settle()
    return page


def editing(page: ListPage) -> bool:
    """Whether a cell is in edit."""
    return page.editing.cells.editor is not None


def in_cells(page: ListPage) -> bool:
    """Whether the keyboard is among the cells."""
    return page.grid.cells.inside


def value(desktop: Desktop, words: str, field: str) -> object:
    return desktop.row("project", words)[field]


# ---- in a cell
def test_f2_edits_enter_keeps_and_goes_down(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "华夏", "responsible_unit")
    below = page.table.id_at(page.grid.currentIndex().row() + 1)
    desktop.key(KEY.Key_F2)
    editor = page.editing.cells.editor
    assert editor is not None and editor.isVisible()
    desktop.write("南川工业园区")
    desktop.key(KEY.Key_Return)
    assert value(desktop, "华夏", "responsible_unit") == "南川工业园区"
    assert page.grid.current_id() == below and editing(page)
    desktop.key(KEY.Key_Escape)
    assert not editing(page) and page.grid.hasFocus()
    desktop.key(KEY.Key_Z, CTRL)
    assert value(desktop, "华夏", "responsible_unit") is None


def test_tab_keeps_and_goes_right_past_what_cannot_be_edited(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "name")
    desktop.key(KEY.Key_F2)
    desktop.key(KEY.Key_Tab)
    assert page.grid.cells.key() == "investment", "the stage between has a dialog of its own"
    editor = page.editing.cells.editor
    assert editor is not None
    desktop.write("3")
    desktop.key(KEY.Key_Backtab)
    assert page.grid.cells.key() == "name"
    assert value(desktop, "煤矸石", "investment") == Decimal(30_000), "in 亿元, as the heading says"


def test_what_cannot_be_taken_stays_in_the_cell_with_a_sentence(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "investment")
    desktop.key(KEY.Key_F2)
    desktop.write("很多")
    desktop.key(KEY.Key_Return)
    cells = page.editing.cells
    assert cells.editor is not None and cells.editor.raw() == "很多"
    assert cells.complaint.startswith("● ")
    desktop.write("3亿")
    assert cells.complaint == ""
    desktop.key(KEY.Key_Escape)
    assert value(desktop, "煤矸石", "investment") == Decimal(225_100)


def test_leaving_a_cell_by_the_mouse_keeps_it(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "华夏", "industry")
    desktop.key(KEY.Key_F2)
    desktop.write("汽车")
    page.filters.find_line.setFocus()
    desktop.settle()
    assert value(desktop, "华夏", "industry") == "汽车"
    assert not editing(page)


def test_enter_belongs_to_the_input_method_while_it_composes(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "华夏", "industry")
    desktop.key(KEY.Key_F2)
    target = QApplication.focusWidget()
    assert target is not None
    QApplication.sendEvent(target, QInputMethodEvent("qi'che", []))
    desktop.key(KEY.Key_Return)
    assert editing(page) and page.grid.cells.key() == "industry"
    assert value(desktop, "华夏", "industry") is None


def test_a_link_and_several_items_in_a_cell(desktop: Desktop) -> None:
    page = stand(desktop, "contacts", "仇志远", "phones")
    desktop.key(KEY.Key_F2)
    editor = page.editing.cells.editor
    assert editor is not None and editor.raw() == "138 0013 8000"
    desktop.write("13900139000、0532-88881234")
    desktop.key(KEY.Key_Return)
    phones = desktop.row("contact", "仇志远")["phones"]
    assert [phone[-8:] for phone in phones] == ["00139000", "88881234"]


def test_f2_on_a_stage_asks_for_its_day_and_reason(desktop: Desktop) -> None:
    stand(desktop, "projects", "煤矸石", "stage")
    desktop.key(KEY.Key_F2)
    assert isinstance(desktop.window.sheets.top, StageDialog)


def test_arrows_and_enter_move_by_cells_and_esc_goes_back_to_rows(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.setFocus()
    page.grid.set_current_id(page.table.id_at(0))
    desktop.key(KEY.Key_Right)
    assert in_cells(page) and page.grid.cells.key() == "name"
    desktop.key(KEY.Key_Right)
    desktop.key(KEY.Key_Return)
    assert (page.grid.currentIndex().row(), page.grid.cells.key()) == (1, "stage")
    desktop.key(KEY.Key_Escape)
    assert not in_cells(page)
    desktop.key(KEY.Key_Return)
    assert desktop.window.page is not page, "on a row as a whole Enter opens it"


# ---- pasting
def pasted(desktop: Desktop, page: ListPage, text: str) -> PasteDialog:
    QApplication.clipboard().setText(text)
    desktop.key(KEY.Key_V, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, PasteDialog)
    return dialog


def test_a_block_is_checked_shown_and_written_as_one_step(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "responsible_unit")
    page.grid.sort_by([column.key for column in page.table.columns].index("name"))
    desktop.settle()
    start = page.table.row_of(desktop.id("project", "煤矸石"))
    ids = page.table.ids()[start : start + 2]
    assert page.grid.cells.keys()[:2] == ["responsible_unit", "industry"]
    dialog = pasted(desktop, page, "南川\t汽车\n科技园\t食品\n")
    desktop.settle()
    changed, _, refused = dialog.counts()
    assert changed == 4 and refused == 0 and dialog.accept_button.isEnabled()
    assert "→ 南川" in dialog.table.lines.lines[0].cells[1].text
    desktop.key(KEY.Key_Return, CTRL)
    assert [row["responsible_unit"] for row in desktop.desk.store.rows("project", ids)] == ["南川", "科技园"]
    assert desktop.window.toast.text == "已改 4 格"
    desktop.key(KEY.Key_Z, CTRL)
    assert value(desktop, "煤矸石", "responsible_unit") == "县功镇"


def test_refused_cells_are_shown_with_their_reason_and_left_alone(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "investment")
    dialog = pasted(desktop, page, "总投资 亿元\t责任单位\n很多\t南川\n")
    desktop.settle()
    assert dialog.counts() == (1, 0, 1)
    bad = dialog.table.lines.lines[0].cells[1]
    assert bad.light == "red" and "很多" in bad.text and bad.tooltip
    desktop.key(KEY.Key_Return, CTRL)
    assert value(desktop, "煤矸石", "investment") == Decimal(225_100)
    assert value(desktop, "煤矸石", "responsible_unit") == "南川"


def test_one_copied_value_fills_all_ticked_rows(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "responsible_unit")
    page.table.choose_all(True)
    dialog = pasted(desktop, page, "南川")
    desktop.settle()
    assert dialog.counts()[0] == page.table.rowCount() == 6
    desktop.key(KEY.Key_Escape)
    assert value(desktop, "煤矸石", "responsible_unit") == "县功镇"


def test_lines_beyond_the_end_are_said(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "responsible_unit")
    page.grid.cells.go_to(page.table.id_at(5), "responsible_unit")
    dialog = pasted(desktop, page, "甲\n乙\n丙")
    desktop.settle()
    assert "有 2 行超出列表末尾" in dialog.summary.text()


def test_what_the_list_copied_goes_back_into_the_same_cells(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "name")
    page.grid.set_current_id(page.table.id_at(0))
    page.table.choose_all(True)
    page.grid.copy()
    page.table.choose_all(False)
    dialog = pasted(desktop, page, QApplication.clipboard().text())
    desktop.settle()
    assert dialog.counts()[0] == 0 and dialog.counts()[2] == 0, dialog.summary.text()


def test_nothing_to_paste_is_said(desktop: Desktop) -> None:
    page = stand(desktop, "projects", "煤矸石", "stage")
    QApplication.clipboard().clear()
    assert page.editing.paste() is None
    assert desktop.window.toast.text.startswith("剪贴板里没有表格")
    QApplication.clipboard().setText("签约")
    page.table.choose_all(True)
    assert page.editing.paste() is None
    assert desktop.window.toast.text.startswith("这一列不能粘贴")


def test_deleted_rows_are_not_changed_in_the_list(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.table.choose_all(True)
    page.row_actions.delete()
    desktop.settle()
    page.set_scope(DELETED)
    desktop.settle()
    QApplication.clipboard().setText("a")
    assert page.editing.paste() is None and page.editing.change_chosen() is None


# ---- all ticked rows
def bulk(desktop: Desktop, page: ListPage, field: str) -> BulkDialog:
    dialog = page.editing.change_chosen(field)
    assert dialog is not None
    desktop.settle()
    return dialog


def test_all_ticked_rows_get_a_value_in_one_step(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.table.choose_all(True)
    page.grid.setFocus()
    desktop.key(KEY.Key_E, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, BulkDialog) and not dialog.accept_button.isEnabled()
    dialog.field.set_value("responsible_unit")
    dialog.field.changed.emit()
    assert dialog.binding is not None
    dialog.binding.editor.setFocus()
    desktop.write("县功镇")
    assert dialog.counts() == (4, 2)
    desktop.key(KEY.Key_Return, CTRL)
    assert desktop.window.toast.text == "已改 4 条项目"
    rows = desktop.desk.store.rows("project", list(page.table.ids()))
    assert {row["responsible_unit"] for row in rows} == {"县功镇"}
    desktop.key(KEY.Key_Z, CTRL)
    rows = desktop.desk.store.rows("project", list(page.table.ids()))
    assert sum(row["responsible_unit"] == "县功镇" for row in rows) == 2


def test_a_value_that_is_none_says_why(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.table.choose_all(True)
    dialog = bulk(desktop, page, "investment")
    assert dialog.binding is not None
    dialog.binding.editor.setFocus()
    desktop.write("很多")
    assert dialog.summary.text().startswith("● ") and not dialog.accept_button.isEnabled()


@pytest.mark.parametrize(("how", "expected"), [("add", 5), ("remove", 1), ("set", 6)])
def test_items_can_be_added_and_removed(desktop: Desktop, how: str, expected: int) -> None:
    page = desktop.listed("projects")
    page.table.choose_all(True)
    dialog = bulk(desktop, page, "tags")
    dialog.how.set_current(how)
    assert dialog.binding is not None
    dialog.binding.editor.set_value(["外资"])
    dialog.binding.editor.changed.emit()
    desktop.settle()
    assert dialog.counts()[0] == expected
