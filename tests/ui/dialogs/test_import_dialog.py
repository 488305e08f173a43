"""Importing the ledger that comes with the product: preview, correct, import, one undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.services.ledger.preview import CellRef, Choice
from tests.fakes.desktops import Desktop, said_by
from ui.dialogs.import_dialog import ImportDialog
from ui.scenes import sample_ledger

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ledger() -> Path:
    found = sample_ledger()
    assert found is not None
    return found


@pytest.fixture
def dialog(desktop: Desktop, ledger: Path) -> ImportDialog:
    return opened(desktop, ledger)


def opened(desktop: Desktop, file: Path) -> ImportDialog:
    desktop.window.desk_actions.import_file(file)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, ImportDialog)
    desktop.until(lambda: dialog.plan is not None or dialog.trouble.isVisible())
    return dialog


def texts(dialog: ImportDialog) -> list[str]:
    return [text for _, text in said_by(dialog)]


def test_the_preview_shows_columns_counts_and_warnings(desktop: Desktop, dialog: ImportDialog) -> None:
    assert dialog.plan is not None
    assert [table.kind for table in dialog.plan.tables] == ["project", "contact"]
    assert dialog.accept_button.isEnabled()
    assert "项目 新增" in dialog.note.text() and "联系人 新增" in dialog.note.text()
    assert any("2026.13.1" in text for text in texts(dialog))
    assert any("1.37E+10" in text for text in texts(dialog))
    header = dialog.grid.preview.columns
    assert [column.target for column in header[:3]] == ["serial", "name", "investor"]


def test_tabs_are_the_tables_of_the_file(desktop: Desktop, dialog: ImportDialog) -> None:
    assert dialog.plan is not None
    second = dialog.plan.tables[1]
    dialog.tabs.changed.emit(second.key)
    assert dialog.table.key == second.key and dialog.kinds.current() == "contact"
    assert dialog.grid.preview.rowCount() == len(second.rows)
    assert not dialog.units.isVisible()


def test_a_click_on_a_place_goes_to_its_cell(desktop: Desktop, dialog: ImportDialog) -> None:
    assert dialog.plan is not None
    damaged = next(n for n in dialog.plan.notices if "1.37E+10" in str(n.reason.params))
    dialog.notices.place_asked.emit(damaged.cells[0])
    index = dialog.grid.currentIndex()
    assert dialog.table.table.sheet == damaged.cells[0].sheet
    assert dialog.grid.preview.cell(index.row(), index.column()).problem != ""
    dialog.notices.place_asked.emit(CellRef("没有这张表", 3, "B"))
    assert dialog.grid.currentIndex() == index


def test_a_column_is_taken_for_something_else_and_remembered(
    desktop: Desktop, dialog: ImportDialog, ledger: Path
) -> None:
    column = next(one for one in dialog.table.columns if one.target == "industry")
    dialog.correct_column(column.number, "note")
    desktop.until(lambda: dialog.table.columns[column.number].target == "note")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    desktop.window.ctx.undo()
    desktop.settle()
    again = opened(desktop, ledger)
    assert again.table.columns[column.number].target == "note"


def test_the_menu_of_a_column_ticks_what_it_was_taken_for(desktop: Desktop, dialog: ImportDialog) -> None:
    menu = dialog.ask_column(2)
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["项目名称"]
    menu.close()


def test_a_row_is_skipped_by_key(desktop: Desktop, dialog: ImportDialog) -> None:
    before = len([row for row in dialog.table.rows if row.choice is Choice.NEW])
    dialog.grid.setFocus()
    dialog.grid.setCurrentIndex(dialog.grid.preview.index(0, 0))
    desktop.key(Qt.Key.Key_F2)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "不导入").trigger()
    menu.close()
    desktop.until(lambda: dialog.table.rows[0].choice is Choice.SKIP)
    assert len([row for row in dialog.table.rows if row.choice is Choice.NEW]) == before - 1
    assert "不导入" in dialog.note.text()


def test_the_unit_of_bare_figures_can_be_said(desktop: Desktop, dialog: ImportDialog) -> None:
    dialog.units.changed.emit("yi")
    desktop.until(lambda: bool(dialog.plan and dialog.plan.corrections.units))
    assert dialog.units.current() == "yi"


def test_another_kind_can_be_said(desktop: Desktop, dialog: ImportDialog) -> None:
    dialog.kinds.changed.emit("company")
    desktop.until(lambda: dialog.table.kind == "company")
    assert dialog.kinds.current() == "company" and not dialog.units.isVisible()


def test_import_and_one_undo(desktop: Desktop, dialog: ImportDialog) -> None:
    before = desktop.desk.store.content_hash()
    count = len(desktop.desk.store.ids("project"))
    dialog.grid.setFocus()
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.window.toast.text.startswith("已导入：项目 新增 ")
    assert len(desktop.desk.store.ids("project")) > count
    desktop.window.ctx.undo()
    desktop.until(lambda: desktop.desk.store.content_hash() == before)
    assert desktop.window.toast.text == "已撤销：导入台账"


def test_the_same_file_again_is_not_imported_by_default(
    desktop: Desktop, dialog: ImportDialog, ledger: Path
) -> None:
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    again = opened(desktop, ledger)
    assert not again.accept_button.isEnabled()
    assert any("导入过" in text for text in texts(again))


def test_a_file_that_is_no_table_is_said_in_the_dialog(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "照片.xlsx"
    file.write_bytes(b"\x89PNG not a workbook")
    dialog = opened(desktop, file)
    assert any("照片.xlsx" in text and "请" in text for text in texts(dialog))
    assert not dialog.accept_button.isEnabled()


def test_a_table_without_headings_says_what_is_missing(desktop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "空.csv"
    file.write_text("1,2\n3,4\n", encoding="utf-8")
    dialog = opened(desktop, file)
    assert any("项目名称" in text for text in texts(dialog))


def test_a_ledger_dropped_on_a_list_opens_the_preview(desktop: Desktop, ledger: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(ledger))])
    drop = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desktop.window.dropEvent(drop)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, ImportDialog))


def test_other_files_dropped_on_a_list_say_what_can_be_imported(desktop: Desktop, tmp_path: Path) -> None:
    desktop.window.desk_actions.take_files([str(tmp_path / "photo.jpg")])
    assert "xlsx" in desktop.window.toast.text
