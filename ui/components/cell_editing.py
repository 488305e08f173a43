"""Editing in the cells of a list: F2 begins, Enter keeps and goes down, Tab right, Esc gives up."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row
from app.services.cell_texts import CellTexts
from app.services.cells import CheckedCell, CheckedRow, change_cells, check_given, check_text, editable_fields
from ui.components.columns import names_of, row_of
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.context.formats import Names
from ui.models.window_table import WindowTable
from ui.theme.type_scale import Role
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.text_field import TextField
from ui.widgets.grid.grid import Grid
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.painting import draw_box

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LISTS = (Type.TEXTS, Type.REFERENCES)
NARROWEST = 168
_STAY, _DOWN, _RIGHT, _LEFT = (0, 0), (1, 0), (0, 1), (0, -1)


class _Complaint(QWidget):
    """Why the cell is not taken, under it."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(4), px(8), px(4))
        self.label = Label("", Role.META, "danger", wrap=True)
        row.addWidget(self.label)
        self.setFixedWidth(px(280))
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._ctx.theme.color
        draw_box(
            QPainter(self), self.rect(), self._ctx.theme.px(6), color("bg.panel"), color("danger"), width=1
        )


class CellEditing(QObject):
    """Belongs to one list; at most one cell is in edit. Each cell kept is one step of undo."""

    # On the class, because Qt still sends a dying editor events after Python has cleared its attributes.
    editor: FieldEditor | None = None
    _viewport: QWidget | None = None

    def __init__(self, ctx: Context, grid: Grid, table: WindowTable, kind: str) -> None:
        super().__init__(grid)
        self._ctx, self._grid, self._table, self._kind = ctx, grid, table, KINDS[kind]
        self.fields = frozenset(editable_fields(kind))
        self._row: Row | None = None
        self._key = ""
        self._binding: FieldBinding | None = None
        self._touched = False
        self._complaint = _Complaint(ctx, grid.viewport())
        grid.verticalScrollBar().valueChanged.connect(self._place)
        table.loaded.connect(self._place)
        self._viewport = grid.viewport()
        self._viewport.installEventFilter(self)

    @property
    def complaint(self) -> str:
        """The sentence under the cell, or ""."""
        return "" if self._complaint.isHidden() else self._complaint.label.text()

    def begin(self, id: str, key: str) -> None:
        """Put the editor of a cell in its place."""
        self.leave()
        if key not in self.fields or self._table.row_of(id) < 0:
            return
        found = self._table.values_at(self._table.row_of(id))
        if found is None:
            self._table.fetch()
            found = self._table.values_at(self._table.row_of(id))
        if found is None or row_of(found).deleted:
            return
        self._row, self._key, self._touched = row_of(found), key, False
        self.editor = editor = self._make(names_of(found))
        editor.setParent(self._grid.viewport())
        editor.set_name(self._ctx.formats.label(self._kind.fields[key]))
        editor.changed.connect(self._changed)
        self._place()
        editor.show()
        target = editor.focusProxy() or editor
        target.installEventFilter(self)
        target.setFocus()
        if isinstance(target, LineEdit):
            target.selectAll()

    def leave(self) -> None:
        """Take the editor away; what was typed and not kept is dropped."""
        editor, self.editor, self._binding = self.editor, None, None
        self._complaint.hide()
        if editor is None:
            return
        had_focus = _inside(editor, self._grid.window().focusWidget())
        (editor.focusProxy() or editor).removeEventFilter(self)
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self._grid.setFocus()

    def try_text(self, text: str) -> None:
        """Type a text into the cell in edit, and have it checked."""
        if self.editor is not None:
            self.editor.set_raw(text)
            self.editor.changed.emit()
            self._keep(_STAY)

    # ---- keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.editor is None:
            return False
        if watched is self._viewport:
            if event.type() is QEvent.Type.Resize:
                self._place()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(watched, event)
        elif isinstance(event, QFocusEvent) and event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._left)
        return False

    def _take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(watched, LineEdit) and watched.guard.composing:
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.leave()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._keep(_RIGHT if key == Qt.Key.Key_Tab else _LEFT)
            return True
        if key in _ENTER:  # a list of choices takes it first
            QTimer.singleShot(0, self, lambda: self._keep(_DOWN))
        return False

    def _left(self) -> None:
        """The focus went elsewhere: keep what was changed, unless it was refused."""
        if self.editor is None or _inside(self.editor, self._grid.window().focusWidget()):
            return
        if not (self.complaint and self._touched):
            self._keep(_STAY)

    # ---- keeping
    def _keep(self, move: tuple[int, int]) -> None:
        row = self._row
        if self.editor is None or row is None:
            return
        if self._touched:
            if problem := self._binding.problem() if self._binding is not None else "":
                self._complain(problem)
                return
            cell = self._checked(row)
            if cell.reason is not None:
                self._complain(self._ctx.formats.reason(cell.reason))
                return
            if cell.changes:
                self._write(CheckedRow(row, (cell,)))
        goal = self._goal(move)
        self.leave()
        if goal is not None:
            self._grid.cells.go_to(*goal)
            self.begin(*goal)

    def _goal(self, move: tuple[int, int]) -> tuple[str, str] | None:
        """The cell to go on to: the next one that can be edited; None at the end of the table."""
        if move == _STAY or self._row is None:
            return None
        down, right = move
        cells = self._grid.cells
        if not cells.go_to(self._row.id, self._key):
            return None
        while cells.step(down=down, right=right):
            if cells.key() in self.fields:
                return self._grid.current_id(), cells.key()
        return None

    def _checked(self, row: Row) -> CheckedCell:
        assert self.editor is not None
        ctx = self._ctx
        if self._binding is None:
            reader = CellTexts(ctx.desk, row.kind, ctx.formats.unit)
            return check_text(reader, row, self._key, self.editor.raw())
        return check_given(ctx.desk, row, self._key, self._binding.given())

    def _write(self, checked: CheckedRow) -> None:
        ctx, kind = self._ctx, self._kind.name
        ctx.change(lambda: change_cells(ctx.desk, kind, [checked]), changes=lambda changes: changes)

    def _complain(self, sentence: str) -> None:
        if self.editor is not None:
            self.editor.set_invalid(True)
            self._complaint.label.setText(f"● {sentence}")
            self._complaint.adjustSize()
            self._complaint.show()
            self._place()

    def _changed(self) -> None:
        self._touched = True
        self._complaint.hide()
        if self.editor is not None:
            self.editor.set_invalid(False)

    # ---- the editor
    def _make(self, names: Names) -> FieldEditor:
        assert self._row is not None
        field = self._kind.fields[self._key]
        if field.type in _LISTS:
            editor = TextField(self._ctx.theme)
            editor.set_value(self._ctx.formats.value(field, self._row[field.name], names))
            return editor
        self._binding = FieldBinding(self._ctx, field)
        self._binding.show_value(self._row[field.name])
        return self._binding.editor

    def _place(self) -> None:
        """Lay the editor over its cell, wherever the cell is by now."""
        if self.editor is None or self._row is None:
            return
        row = self._table.row_of(self._row.id)
        column = next((n for n, one in enumerate(self._table.columns) if one.key == self._key), -1)
        if row < 0 or column < 0:
            return
        cell = self._grid.visualRect(self._table.index(row, column))
        width = max(cell.width(), self._ctx.theme.px(NARROWEST))
        left = min(cell.left(), self._grid.viewport().width() - width)
        self.editor.setGeometry(QRect(left, cell.top(), width, cell.height()))
        self.editor.raise_()
        below = cell.bottom() + self._ctx.theme.px(2)
        if below + self._complaint.height() > self._grid.viewport().height():
            below = cell.top() - self._complaint.height() - self._ctx.theme.px(2)
        left = min(left, self._grid.viewport().width() - self._complaint.width())
        self._complaint.move(max(left, 0), below)
        self._complaint.raise_()


def _inside(editor: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is editor or editor.isAncestorOf(widget))
