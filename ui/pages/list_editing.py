"""Changing rows from the list itself: in a cell, by pasting a block, or all ticked ones at once."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.rules.blocks import Block, read_block
from app.services.cells import STAGE, editable_fields
from ui.components.cell_editing import CellEditing
from ui.context.context import Context
from ui.dialogs.bulk_dialog import BulkDialog
from ui.dialogs.paste_dialog import PasteDialog, Target, laid_over
from ui.models.window_table import WindowTable
from ui.widgets.grid.grid import Grid

MOST_LINES = 20_000


class ListEditing(QObject):
    """Belongs to one list page."""

    def __init__(self, ctx: Context, grid: Grid, table: WindowTable, kind: str) -> None:
        super().__init__(grid)
        self._ctx, self._grid, self._table, self._kind = ctx, grid, table, kind
        self.cells = CellEditing(ctx, grid, table, kind)
        self.shows_deleted = False
        grid.edit_asked.connect(self.edit)
        grid.paste_asked.connect(self.paste)

    def edit(self, id: str, key: str) -> None:
        """F2: the editor in the cell; a stage asks for its day and reason."""
        if self.shows_deleted:
            self._grid.opened.emit(id)
        elif self._kind == "project" and key == STAGE:
            row = self._ctx.desk.store.get(self._kind, id)
            self._ctx.stage_asked.emit(id, row[STAGE] or "" if row is not None else "")
        else:
            self.cells.begin(id, key)

    def edit_current(self) -> None:
        """Edit the current cell."""
        self.edit(self._grid.current_id(), self._grid.cells.key())

    def paste(self) -> PasteDialog | None:
        """Lay what was copied in a spreadsheet over the list, and show what would come of it."""
        block = read_block(QGuiApplication.clipboard().text())
        if not block or self.shows_deleted or not self._grid.current_id():
            self._ctx.say(self._ctx.tr("ui.paste.nothing"))
            return None
        pasted = laid_over(block[:MOST_LINES], self._target(block))
        if not pasted.texts:
            self._ctx.say(self._ctx.tr("ui.paste.not_here"))
            return None
        dialog = PasteDialog(self._ctx, self._kind, pasted)
        self._ctx.dialog_asked.emit(dialog)
        return dialog

    def change_chosen(self, field: str = "") -> BulkDialog | None:
        """Set a field of all ticked rows (or the current one)."""
        ids = self._grid.target_ids()
        if not ids or self.shows_deleted:
            return None
        dialog = BulkDialog(self._ctx, self._kind, ids, field)
        self._ctx.dialog_asked.emit(dialog)
        return dialog

    def _target(self, block: Block) -> Target:
        table, grid = self._table, self._grid
        start = max(table.row_of(grid.current_id()), 0)
        return Target(
            kind=self._kind,
            ids=table.ids()[start : start + len(block)],
            columns=grid.cells.keys(),
            headings={" ".join(column.title.split()): column.key for column in table.columns if column.key},
            editable=frozenset(editable_fields(self._kind)),
            fill=grid.target_ids() if table.chosen() else (),
        )
