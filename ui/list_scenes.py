"""States of a list worth a picture: sorted, as a board, in edit, pasted into, back from a spreadsheet."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import resources
from app.model.row import Row
from app.rules.three_way import Standing
from app.services.cells import CheckedCell
from app.services.ledger.outgoing import Sent
from app.services.ledger.returned import CHANGED, Comparison, ReturnedCell, ReturnedRow
from app.store.reading import Filter
from ui.components.grade_signs import GradeFilter
from ui.dialogs.returned_dialog import ReturnedDialog
from ui.main_window import MainWindow
from ui.pages.list_layouts import BOARD, PIVOT, TIMELINE
from ui.pages.list_page import ListPage

ListScene = Callable[[MainWindow, ListPage], QWidget]


def _selection(window: MainWindow, page: ListPage) -> QWidget:
    def choose(_none: None) -> None:
        page.table.choose(page.table.ids()[1:4])

    # Behind what the list itself has asked for.
    window.ctx.read(lambda: None, lambda none: QTimer.singleShot(0, page, lambda: choose(none)), owner=page)
    return window


def _sorted(window: MainWindow, page: ListPage) -> QWidget:
    """Filter chips that combine, and two columns in the order."""
    stages = page.kind.fields["stage"].choices[2:8]
    page.table.order_by((("stage", False), ("investment", True)))
    page.filters.set_filters([Filter("stage", "in", stages[:4]), Filter("investment", "ge", Decimal(20_000))])
    return window


def _board(window: MainWindow, page: ListPage) -> QWidget:
    page.set_scope("all")
    page.scopes.set_current("all")
    page.layouts.choose(BOARD, keep=False)
    return window


def _timeline(window: MainWindow, page: ListPage) -> QWidget:
    page.set_scope("all")
    page.scopes.set_current("all")
    page.layouts.choose(TIMELINE, keep=False)
    return window


def _pivot(window: MainWindow, page: ListPage) -> QWidget:
    page.set_scope("all")
    page.scopes.set_current("all")
    page.layouts.choose(PIVOT, "responsible_unit/stage/", keep=False)
    return window


def _pivot_of_money(window: MainWindow, page: ListPage) -> QWidget:
    """Money by months, more of them than there is room for."""
    page.set_scope("all")
    page.scopes.set_current("all")
    page.layouts.choose(PIVOT, "responsible_unit/contract_on:month/investment", keep=False)
    return window


def _cell(window: MainWindow, page: ListPage) -> QWidget:
    """A cell in edit, with what cannot be taken."""

    def begin() -> None:
        id = page.table.id_at(2)
        page.grid.set_current_id(id)
        page.grid.cells.go_to(id, "investment")
        page.editing.edit_current()
        if page.editing.cells.editor is not None:
            page.editing.cells.try_text(_sample()["amount"])

    QTimer.singleShot(0, page, begin)
    return window


def _paste(window: MainWindow, page: ListPage) -> QWidget:
    """A block with headings over the first rows; one cell of it cannot be taken."""
    headings = {column.key: column.title for column in page.table.columns}
    block = _sample()["block"]
    texts = [[headings["investment"], headings["responsible_unit"]], *block]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in texts))

    def paste() -> None:
        page.grid.set_current_id(page.table.id_at(0))
        page.editing.paste()

    QTimer.singleShot(0, page, paste)
    return window


def _bulk(window: MainWindow, page: ListPage) -> QWidget:

    def change() -> None:
        page.table.choose(page.table.ids()[1:4])
        dialog = page.editing.change_chosen("responsible_unit")
        if dialog is not None and dialog.binding is not None:
            dialog.binding.editor.set_raw(_sample()["unit"])
            dialog.binding.editor.changed.emit()

    QTimer.singleShot(0, page, change)
    return window


def _returned(window: MainWindow, page: ListPage) -> QWidget:
    """An export that came back changed, with a record changed here meanwhile; nothing of it is kept."""
    ctx, kind = window.ctx, page.spec.kind
    ids = ctx.desk.store.ids(kind, filters=page.source.scope.filters)[:12]
    fields = ("name", "stage", "investment", "responsible_unit", "place")
    unit = _sample()["unit"]
    rows = [
        ReturnedRow(row.id, CHANGED, str(row["name"]), number, row, _cells(row, number, unit))
        for number, row in enumerate(ctx.desk.store.rows(kind, ids), start=2)
    ]
    comparison = Comparison(Sent(kind, ctx.words.language, fields), tuple(rows), 28)
    name = f"{ctx.tr('ui.page.projects')}.xlsx"
    window.sheets.show(ReturnedDialog(ctx, name, comparison, {}))
    return window


def _cells(row: Row, number: int, unit: str) -> tuple[ReturnedCell, ...]:
    changed = CheckedCell("responsible_unit", unit, row["responsible_unit"], unit, {"": 1})
    found = [ReturnedCell(changed, Standing.THERE)] if row["responsible_unit"] != unit else []
    if number % 4 == 0:
        doubled = (row["investment"] or 1) * 2
        found.append(
            ReturnedCell(CheckedCell("investment", "", row["investment"], doubled, {"": 1}), Standing.BOTH)
        )
    if number % 3 == 0:
        found.append(ReturnedCell(CheckedCell("place", "", unit, unit), Standing.HERE))
    return tuple(found)


def _sample() -> Any:
    path = Path(resources.__file__).parent / "samples" / "list.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _graded(window: MainWindow, page: ListPage) -> QWidget:
    """The projects of one grade, where the rules grade any."""
    for tool in page.findChildren(GradeFilter):
        tool.choose(list(tool.choices())[1])
    return window


LIST_SCENES: tuple[tuple[str, ListScene], ...] = (
    ("projects-selection", _selection),
    ("projects-graded", _graded),
    ("projects-sorted", _sorted),
    ("projects-board", _board),
    ("projects-timeline", _timeline),
    ("projects-pivot", _pivot),
    ("projects-pivot-money", _pivot_of_money),
    ("projects-cell", _cell),
    ("projects-paste", _paste),
    ("projects-bulk", _bulk),
    ("projects-returned", _returned),
)
