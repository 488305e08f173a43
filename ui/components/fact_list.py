"""Label and value per line, edited in place: click or Enter to edit, Enter keeps, Esc leaves it as it was."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.model.row import Row
from app.services.errors import InvalidRecord
from app.services.records import change_record
from ui.components.field_binding import FieldBinding
from ui.components.table_menu import copy_words
from ui.context.context import Context
from ui.context.formats import Names
from ui.theme.type_scale import Role
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box

LABEL_WIDTH = 84
WIDEST_LABEL = 136
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GO_TO = 6  # of the records that a value names, in a menu
_CTRL = Qt.KeyboardModifier.ControlModifier


class _Value(QWidget):
    """The value as words; Tab reaches it, a click or Enter or F2 asks to edit."""

    asked = Signal()

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__()
        self._ctx, self._name = ctx, name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row = QHBoxLayout(self)
        pad = ctx.theme.px(4)
        row.setContentsMargins(pad, ctx.theme.px(2), pad, ctx.theme.px(2))
        self.label = Label("", tone="text.1", wrap=True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self.label)

    def tell(self, text: str) -> None:
        """Show these words, or that there are none."""
        self.label.setText(text or "—")
        self.label.set_tone("text.1" if text else "text.3")
        self.setAccessibleName(f"{self._name} {text or '—'}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_ENTER, Qt.Key.Key_F2) and not event.modifiers() & _CTRL:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            draw_box(QPainter(self), self.rect(), self._ctx.theme.px(4), self._ctx.theme.color("bg.hover"))


class FactRow(Offering, QWidget):
    """One field of one record."""

    def __init__(self, ctx: Context, row: Row, field: Field, names: Names, label_width: int) -> None:
        super().__init__()
        self._ctx, self._row, self.field, self._names = ctx, row, field, names
        self.binding: FieldBinding | None = None
        self._saving = False
        ctx.closing.connect(self._committed)
        label = ctx.formats.label(field)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(ctx.theme.px(4))
        self._label = ElidedLabel(label, tone="text.3")
        self._label.setFixedWidth(ctx.theme.px(label_width))
        self._label.setMinimumHeight(ctx.theme.px(24))
        line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._right = QVBoxLayout()
        self._right.setSpacing(ctx.theme.px(4))
        nest(line, self._right, 1)
        self._text = self._words()
        self.value = _Value(ctx, label)
        self.value.tell(self._text)
        self.value.asked.connect(self.edit)
        self._right.addWidget(self.value)
        self._error = Label("", Role.META, "danger", wrap=True)
        self._error.hide()
        self._right.addWidget(self._error)

    def show_record(self, row: Row, names: Names) -> None:
        """Show what the record holds now."""
        self._row, self._names = row, names
        if (text := self._words()) != self._text:
            self._text = text
            self.value.tell(text)

    def _words(self) -> str:
        field, row = self.field, self._row
        text = self._ctx.formats.value(field, row[field.name], self._names)
        written = row.values.get(field.words) if field.words else None
        return self._ctx.tr("ui.fact.with_words", value=text, words=written) if written else text

    @property
    def editing(self) -> bool:
        return self.binding is not None

    @property
    def error(self) -> str:
        """The sentence under the editor, or ""."""
        return "" if self._error.isHidden() else self._error.text()

    def menu(self) -> Menu | None:
        """Edit, go to what it names, copy, empty; the editor has a menu of its own."""
        if self.editing:
            return None
        ctx, row, field, held = self._ctx, self._row, self.field, self._row[self.field.name]
        menu, empty = Menu(ctx.theme, self), held in (None, "", [])
        gone, nothing = ctx.tr("ui.fact.deleted"), ctx.tr("ui.fact.empty")
        enter, live = ctx.tr("ui.key.enter"), not row.deleted
        menu.add(ctx.tr("ui.fact.edit"), self.edit, icon="pencil", hint=enter, enabled=live, why_not=gone)
        for id in self._named()[:_GO_TO]:
            to = ctx.tr("ui.fact.go_to", name=self._names.get(id) or ctx.tr("ui.gone"))
            menu.add(to, partial(ctx.record_asked.emit, field.target, id), icon="chevron-right")
        menu.addSeparator()
        copy = partial(copy_words, ctx, self.value.label.text())
        menu.add(ctx.tr("ui.fact.copy"), copy, icon="copy", enabled=not empty, why_not=nothing)
        told = gone if row.deleted else nothing if empty else ctx.tr("ui.fact.required")
        can = live and not (empty or field.required)
        menu.add(ctx.tr("ui.fact.clear"), self.clear, icon="x", enabled=can, why_not=told, danger=True)
        return menu

    def clear(self) -> None:
        """Empty the field; undo brings back what stood there."""
        ctx, row, field = self._ctx, self._row, self.field
        said = ctx.tr("ui.fact.cleared", field=ctx.formats.label(field))
        given: dict[str, Any] = {field.name: [] if isinstance(row[field.name], list) else ""}
        ctx.change(
            lambda: change_record(ctx.desk, row.kind, row.id, given), changes=lambda done: done, said=said
        )

    def _named(self) -> list[str]:
        """The ids of the records that the value names."""
        held, field = self._row[self.field.name], self.field
        if field.target not in KINDS or not held:
            return []
        return [held] if field.type is Type.REFERENCE else list(held) if field.type is Type.REFERENCES else []

    def edit(self) -> None:
        """Put the editor in place of the words."""
        if self.binding is not None or self._row.deleted:
            return
        binding = self.binding = FieldBinding(self._ctx, self.field)
        binding.show_value(self._row[self.field.name])
        binding.editor.set_name(self._ctx.formats.label(self.field))
        binding.editor.committed.connect(self._committed)
        self._right.insertWidget(0, binding.editor)
        self.value.hide()
        target = binding.editor.focusProxy() or binding.editor
        target.installEventFilter(self)
        binding.editor.setFocus()

    def leave(self) -> None:
        """Back to the words; what was typed and not kept is dropped."""
        binding, self.binding = self.binding, None
        if binding is None:
            return
        had_focus = _inside(binding.editor, self.window().focusWidget())
        binding.editor.hide()
        binding.editor.deleteLater()
        self._error.hide()
        self.value.show()
        if had_focus:
            self.value.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.binding is None:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
            several = self.field.type in (Type.LONG_TEXT, Type.TEXTS, Type.REFERENCES)
            if event.key() in _ENTER and (event.modifiers() & _CTRL or not several):
                QTimer.singleShot(0, self, self._committed)
        elif isinstance(event, QFocusEvent) and event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._left)
        return super().eventFilter(watched, event)

    # ---- keeping
    def _left(self) -> None:
        """The focus went elsewhere: keep what was changed, or go back to the words."""
        binding = self.binding
        if binding is None or _inside(binding.editor, self.window().focusWidget()):
            return
        if self.error and binding.touched:
            return
        self._committed()

    def _committed(self) -> None:
        binding = self.binding
        if binding is None or self._saving:
            return
        if not binding.touched:
            self.leave()
            return
        if problem := binding.problem():
            self._complain(problem)
            return
        ctx, row, given = self._ctx, self._row, {self.field.name: binding.given()}
        self._saving = True
        ctx.change(
            lambda: change_record(ctx.desk, row.kind, row.id, given),
            changes=lambda changes: changes,
            done=lambda _changes: self._kept(),
            refused=self._refused,
        )

    def _kept(self) -> None:
        self._saving = False
        self.leave()

    def _refused(self, error: InvalidRecord) -> None:
        self._saving = False
        self._complain(self._ctx.formats.reason(error.problems[0].reason))

    def _complain(self, sentence: str) -> None:
        if self.binding is not None:
            self.binding.editor.set_invalid(True)
        self._error.setText(f"● {sentence}")
        self._error.show()


class FactList(QWidget):
    """The given fields of a record, one per line."""

    def __init__(
        self,
        ctx: Context,
        row: Row,
        names: Mapping[str, str],
        fields: Sequence[Field],
        *,
        label_width: int = LABEL_WIDTH,
    ) -> None:
        """``label_width`` px at 100 % at least, more where the labels need it."""
        super().__init__()
        words = [ctx.theme.metrics().horizontalAdvance(ctx.formats.label(field)) for field in fields]
        needed = max(words, default=0) * 100 // ctx.theme.percent + 8
        label_width = min(max(label_width, needed), WIDEST_LABEL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(2))
        self.rows = {field.name: FactRow(ctx, row, field, names, label_width) for field in fields}
        for one in self.rows.values():
            column.addWidget(one)

    def show_record(self, row: Row, names: Mapping[str, str]) -> None:
        """Show what the same record holds now."""
        for one in self.rows.values():
            one.show_record(row, names)

    @property
    def editing(self) -> bool:
        """Whether some line is being edited: then it must not be rebuilt under the user's hands."""
        return any(one.editing for one in self.rows.values())


def _inside(editor: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and editor.isAncestorOf(widget)
