"""A spreadsheet of ours comes back through the import: three colours, chosen lines, one undo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.i18n import Translator
from app.services.ledger.export import export_records
from app.services.records import change_record
from tests.fakes.desktops import Desktop
from ui.components.checked_table import Shown
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.returned_dialog import ReturnedDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def came_back(desktop: Desktop, folder: Path, work_on: Callable[[Any], None]) -> ReturnedDialog:
    """Export every project, change the sheet, and open the file as one would import it."""
    path = folder / "项目.xlsx"
    export_records(desktop.desk, "project", path, translator=Translator())
    book = load_workbook(path)
    work_on(book.worksheets[0])
    book.save(path)
    desktop.window.desk_actions.import_file(path)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, ReturnedDialog))
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, ReturnedDialog)
    return dialog


def put(sheet: Any, name: str, label: str, value: object) -> None:
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(
        row
        for row in range(2, sheet.max_row + 1)
        if str(sheet.cell(row, columns["项目名称"]).value).startswith(name)
    )
    sheet.cell(row, columns[label]).value = value


def lines(dialog: ReturnedDialog) -> dict[str, dict[str, Shown]]:
    """Title → heading → cell."""
    titles = dialog.table.lines.titles
    return {
        line.cells[0].text: dict(zip(titles, line.cells, strict=True)) for line in dialog.table.lines.lines
    }


def test_three_colours_and_what_is_chosen_to_begin_with(desktop: Desktop, tmp_path: Path) -> None:
    gangue = desktop.id("project", "煤矸石")

    def work_on(sheet: Any) -> None:
        put(sheet, "华夏", "责任单位", "南川工业园区")
        put(sheet, "煤矸石", "责任单位", "城南街道")
        last = sheet.max_row + 1
        sheet.cell(last, 2).value = "表中新增项目"
        change_record(desktop.desk, "project", gangue, {"responsible_unit": "科技工业园区", "place": "城北"})

    dialog = came_back(desktop, tmp_path, work_on)
    found = lines(dialog)
    assert found["华夏电动汽车项目"]["责任单位"].ground == "accent.soft"
    both = found["煤矸石及废旧轮胎综合利用项目"]
    assert (both["责任单位"].ground, both["责任单位"].light) == ("warn.soft", "yellow")
    assert both["落户地"].ground == "success.soft"
    chosen = {
        line.cells[0].text for line in dialog.table.lines.lines if line.key in dialog.table.lines.chosen
    }
    assert chosen == {"华夏电动汽车项目", "表中新增项目"}, "what both changed waits for a person"
    assert "2 条有修改" in dialog.summary.text() and "1 条两边都改" in dialog.summary.text()


def test_chosen_lines_are_written_and_undone_together(desktop: Desktop, tmp_path: Path) -> None:
    def work_on(sheet: Any) -> None:
        put(sheet, "华夏", "责任单位", "南川工业园区")
        put(sheet, "天香", "责任单位", "南川工业园区")

    dialog = came_back(desktop, tmp_path, work_on)
    dialog.choose_all(False)
    assert not dialog.accept_button.isEnabled()
    dialog.choose_all(True)
    dialog.table.lines.toggle(0)
    dialog.table.lines.toggle(0)
    desktop.key(Qt.Key.Key_Return, CTRL)
    assert desktop.window.sheets.top is None
    assert desktop.window.toast.text == "已从表格写入 2 条"
    assert desktop.row("project", "天香食品")["responsible_unit"] == "南川工业园区"
    desktop.window.ctx.undo()
    desktop.settle()
    assert desktop.row("project", "天香食品")["responsible_unit"] is None


def test_a_line_that_cannot_be_taken_says_why_and_has_no_box(desktop: Desktop, tmp_path: Path) -> None:
    dialog = came_back(desktop, tmp_path, lambda sheet: put(sheet, "华夏", "总投资（万元）", "很多"))
    (line,) = dialog.table.lines.lines
    assert line.chosen is None
    cell = lines(dialog)["华夏电动汽车项目"]["总投资 亿元"]
    assert (cell.ground, cell.light) == ("danger.soft", "red") and "很多" in cell.text


def test_our_export_on_a_laptop_without_its_records_is_imported(desktop: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "项目.xlsx"
    export_records(desktop.desk, "project", path, translator=Translator())
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2, max_col=1):
        row[0].value = None
    del book["_outpost"]
    book.save(path)
    desktop.window.desk_actions.import_file(path)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, ImportDialog)
    desktop.until(lambda: dialog.plan is not None)
