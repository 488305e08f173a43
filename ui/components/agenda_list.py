"""The lines of the page of today: arrows move, Enter opens, Space settles, Ctrl+D puts off.

Ctrl+Enter writes down the call that settles it, Ctrl+Shift+Enter the visit.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.services.today import Line, Why, next_work_day
from ui.components.agenda_words import Told
from ui.components.record_menu import add_copy_line, words_of
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.chips import NeutralBadge
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box

WHEN_WIDTH = 72
LOGGED = ("call", "outward")  # kinds of visits that a line leads to
_MEETINGS = (Why.VISIT, Why.RECEPTION)  # which are written down themselves


class AgendaRow(Offering, QWidget):
    """One thing to do."""

    settled = Signal()
    opened = Signal()
    put_off = Signal(object)
    """Not before this day."""
    logged = Signal(str)
    """A call or a visit that settles it is to be written down: the kind of visit."""
    moved = Signal(int)
    """The keyboard goes up (-1) or down (1)."""

    def __init__(self, ctx: Context, line: Line, told: Told) -> None:
        super().__init__()
        self._ctx, self.line, self.told = ctx, line, told
        px = ctx.theme.px
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(
            " ".join(part for part in (told.when, told.title, told.detail, told.badge) if part)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(px(4), px(6), px(4), px(7))
        row.setSpacing(px(8))
        self.box = QCheckBox()
        self.box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box.setToolTip(ctx.tr("ui.today.settle"))
        self.box.setAccessibleName(ctx.tr("ui.today.settle"))
        self.box.clicked.connect(self.settled)
        when = ElidedLabel(told.when, tone=told.tone)
        when.setFixedWidth(px(WHEN_WIDTH))
        title = ElidedLabel(told.title, Role.BODY)
        title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        detail = ElidedLabel(told.detail, Role.META, "text.2")
        detail.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.more = IconButton(ctx.theme, "more-horizontal", ctx.tr("ui.action.more"), box=24)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.more.clicked.connect(lambda: self.offer_under(self.more))
        for widget, stretch in ((self.box, 0), (when, 0), (title, 3), (detail, 4)):
            row.addWidget(widget, stretch)
        if told.light is not None:
            row.addWidget(Light(ctx.theme, told.light, told.badge))
        elif told.badge:
            row.addWidget(NeutralBadge(ctx.theme, told.badge))
        row.addWidget(self.more)

    def menu(self) -> Menu:
        """What can be done with it."""
        tr, menu = self._ctx.tr, Menu(self._ctx.theme, self)
        menu.add(tr("ui.action.open"), self.opened.emit, icon="external-link", hint=tr("ui.key.enter"))
        menu.add(tr("ui.today.settle"), self.settled.emit, icon="check", hint=tr("ui.key.space"))
        if self.line.why not in _MEETINGS:
            hints = {LOGGED[0]: "Ctrl+Enter", LOGGED[1]: "Ctrl+Shift+Enter"}
            for how in LOGGED:
                log = partial(self.logged.emit, how)
                icon = "phone" if how == "call" else "map-pin"
                menu.add(tr(f"ui.today.log.{how}"), log, icon=icon, hint=hints[how])
        menu.addSeparator()
        for key, day, hint in self.days():
            put_off = partial(self.put_off.emit, day)
            menu.add(tr(f"ui.today.until.{key}"), put_off, icon="clock", hint=hint)
        menu.addSeparator()
        add_copy_line(self._ctx, menu, words_of(self))
        return menu

    def days(self) -> list[tuple[str, date, str]]:
        """The days it can be put off to."""
        today = self._ctx.today()
        monday = today + timedelta(days=7 - today.weekday())
        return [
            ("tomorrow", next_work_day(today), "Ctrl+D"),
            ("monday", monday, ""),
            ("week", today + timedelta(days=7), ""),
            ("month", today + timedelta(days=30), ""),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, steps = event.key(), {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            self.moved.emit(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Space:
            self.settled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event.modifiers())
        elif key == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.put_off.emit(next_work_day(self._ctx.today()))
        else:
            super().keyPressEvent(event)

    def _enter(self, held: Qt.KeyboardModifier) -> None:
        """Enter opens; with Ctrl it writes a call down, with Ctrl and Shift a visit."""
        if not held & Qt.KeyboardModifier.ControlModifier or self.line.why in _MEETINGS:
            self.opened.emit()
        else:
            self.logged.emit(LOGGED[bool(held & Qt.KeyboardModifier.ShiftModifier)])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._ctx.theme, QPainter(self)
        if self.underMouse():
            draw_box(painter, self.rect().adjusted(0, 0, 0, -1), theme.px(4), theme.color("bg.hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))


class AgendaList(QWidget):
    """Some lines; the keyboard stays at its place when one of them goes."""

    settled = Signal(object)
    opened = Signal(object)
    put_off = Signal(object, object)
    logged = Signal(object, str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[AgendaRow] = []

    def show_lines(self, lines: Sequence[tuple[Line, Told]], more: str = "") -> None:
        """Replace the lines; ``more`` says how many are left out."""
        place = next((n for n, row in enumerate(self.rows) if row.hasFocus()), -1)
        if place >= 0:
            self.setFocus()  # else the next list would get the keyboard as the row goes
        wanted = {line.mark: (line, told) for line, told in lines}
        held = self.rows[place] if place >= 0 else None
        kept = {row.line.mark: row for row in self.rows if wanted.get(row.line.mark) == (row.line, row.told)}
        for row in kept.values():  # a row takes longer to make than to read
            self._column.removeWidget(row)
        clear_layout(self._column)
        self.rows = [kept.get(line.mark) or self._row(line, told) for line, told in lines]
        for row in self.rows:
            self._column.addWidget(row)
        if more:
            self._column.addSpacing(self._ctx.theme.px(6))
            self._column.addWidget(Label(more, Role.META, "text.3"))
        if place >= 0 and self.rows:
            here = held if held in self.rows else self.rows[min(place, len(self.rows) - 1)]
            assert here is not None
            here.show()  # what is not shown yet does not take the keyboard
            here.setFocus()

    def _row(self, line: Line, told: Told) -> AgendaRow:
        row = AgendaRow(self._ctx, line, told)
        row.settled.connect(lambda: self.settled.emit(line))
        row.opened.connect(lambda: self.opened.emit(line))
        row.logged.connect(lambda how: self.logged.emit(line, how))
        row.put_off.connect(lambda day: self.put_off.emit(line, day))
        row.moved.connect(lambda step: self._move(row, step))
        return row

    def _move(self, row: AgendaRow, step: int) -> None:
        place = self.rows.index(row) + step
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
