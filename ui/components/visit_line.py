"""One visit of a trip's plan: its keys, its menu, and what it is while it is carried to another place."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from app.model.changes import ChangeSet
from app.model.outings import CALLED_OFF, MADE, PLANNED
from app.model.row import Row
from app.rules.visits import took_place
from app.services.trips import last_day, mark_visit, move_visit
from app.services.visit_order import order_by_hour, shift_visit
from ui.components.record_menu import add_copy_line, add_deleting, words_of
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering

LONGEST_TRIP = 31  # days offered to move a visit to
VISIT_MIME = "application/x-outpost-visit"
_WHEN_WIDTH = 96
_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class VisitLine(Offering, QWidget):
    """One planned or made visit: ticked when it was made; Enter opens it, Shift+arrows move it by a day.

    Alt+arrows and the mouse move it among the visits of its day; ``ends`` says whether it is the first there,
    and the last.
    """

    def __init__(
        self, ctx: Context, trip: Row, row: Row, firm: str, ends: tuple[bool, bool] = (False, False)
    ) -> None:
        super().__init__()
        self._ctx, self._trip, self._row, self._ends = ctx, trip, row, ends
        self._pressed: QPoint | None = None
        px = ctx.theme.px
        made = took_place(row.values)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box = QCheckBox()
        self.box.setChecked(made)
        self.title = title = firm or ctx.formats.title(row)
        self.box.setAccessibleName(ctx.tr("ui.trips.tick", name=title))
        self.box.setToolTip(ctx.tr("ui.trips.tick", name=title))
        self.box.toggled.connect(lambda on: self._mark(MADE if on else PLANNED))
        when = " ".join(filter(None, (ctx.formats.short_day(row["visited_on"]), row["time"])))
        day = Label(when, Role.META, "text.2")
        day.setFixedWidth(px(_WHEN_WIDTH))
        name = ElidedLabel(title)
        name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        subject = ctx.formats.title(row) if firm and ctx.formats.title(row) != firm else ""
        what = ElidedLabel(" · ".join(filter(None, (row["place"] or "", subject))), Role.META, "text.2")
        what.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        more = IconButton(ctx.theme, "more-horizontal", ctx.tr("ui.action.more"), box=24, size=14)
        more.clicked.connect(lambda: self.offer_under(more))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, px(2), 0, px(2))
        line.setSpacing(px(8))
        for widget in (self.box, day):
            line.addWidget(widget)
        line.addWidget(name, 1)
        line.addWidget(what)
        late = not made and row["visited_on"] < ctx.today()
        state = "made" if made else "unwritten" if late else "planned"
        line.addWidget(
            Label(ctx.tr(f"ui.trips.{state}"), Role.META, "success" if made else "warn" if late else "text.3")
        )
        line.addWidget(more)
        self.setAccessibleName(f"{when} {title} {ctx.tr(f'ui.trips.{state}')}")

    @property
    def visit_id(self) -> str:
        """The record it stands for."""
        return self._row.id

    def menu(self) -> Menu:
        """What can be done with the visit."""
        ctx, row = self._ctx, self._row
        menu = Menu(ctx.theme, self)
        menu.add(ctx.tr("ui.action.open"), self.open, icon="chevron-right", hint=ctx.tr("ui.key.enter"))
        made, space = self.box.isChecked(), ctx.tr("ui.key.space")
        tick = ctx.tr("ui.trips.untick" if made else "ui.trips.tick_it")
        menu.add(tick, self.box.toggle, icon="check", hint=space)
        first, last = self._ends
        for key, by, icon, hint, end in (
            ("up", -1, "arrow-up", "Alt+↑", first),
            ("down", 1, "arrow-down", "Alt+↓", last),
        ):
            why_not = ctx.tr(f"ui.trips.{key}.end")
            move = partial(self.shift, by)
            menu.add(ctx.tr(f"ui.trips.{key}"), move, icon=icon, hint=hint, enabled=not end, why_not=why_not)
        if not (first and last):
            menu.add(ctx.tr("ui.trips.by_hour"), self.order_by_hour, icon="clock")
        for day in self._days():
            text = ctx.tr("ui.trips.move_to", day=ctx.formats.short_day(day))
            menu.add(text, lambda day=day: self.move_to(day), icon="calendar")  # type: ignore[misc]
        if row["state"] == PLANNED:
            off = ctx.tr("ui.trips.call_off")
            menu.add(off, lambda: self._mark(CALLED_OFF), icon="x", danger=True)
        menu.addSeparator()
        add_copy_line(ctx, menu, words_of(self))
        add_deleting(ctx, menu, row)
        return menu

    def open(self) -> None:
        """Open the visit's page."""
        self._ctx.record_asked.emit("visit", self._row.id)

    def move_to(self, day: date) -> None:
        """Plan it for another day."""
        ctx, id = self._ctx, self._row.id
        said = ctx.tr("ui.trips.moved", day=ctx.formats.short_day(day))
        ctx.change(lambda: move_visit(ctx.desk, id, day), changes=lambda changes: changes, said=said)

    def shift(self, by: int) -> None:
        """Up (-1) or down (1) among the visits of its day."""
        ctx, id = self._ctx, self._row.id
        said = ctx.tr("ui.trips.ordered", name=self.title)
        change_order(ctx, lambda: shift_visit(ctx.desk, id, by), said)

    def order_by_hour(self) -> None:
        """Let the hour decide for the whole day again."""
        ctx, id = self._ctx, self._row.id
        change_order(ctx, lambda: order_by_hour(ctx.desk, id), ctx.tr("ui.trips.ordered_by_hour"))

    def event(self, event: QEvent) -> bool:
        """On a line Alt and an arrow is the line's, not the page's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and shifts(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if by := shifts(event):
            self.shift(by)
            return
        by = _ARROWS.get(Qt.Key(key), 0)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        elif key == Qt.Key.Key_Space:
            self.box.toggle()
        elif by and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_to(self._row["visited_on"] + timedelta(days=by))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None
        self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed
        if start is None:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(visit_data(self._row.id))
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.MoveAction)

    def _days(self) -> list[date]:
        first, last = self._trip["starts_on"], last_day(self._trip)
        days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST_TRIP))]
        return [day for day in days if day != self._row["visited_on"]]

    def _mark(self, state: str) -> None:
        ctx, id = self._ctx, self._row.id
        said = ctx.tr(f"ui.trips.said.{state}", name=ctx.formats.title(self._row))
        ctx.change(lambda: mark_visit(ctx.desk, id, state), changes=lambda changes: changes, said=said)


def change_order(ctx: Context, work: Callable[[], ChangeSet], said: str) -> None:
    """Change the order of a day; where nothing moved there is nothing to say or to take back."""

    def say(changes: ChangeSet) -> None:
        if changes:
            ctx.say(said, undo=True)

    ctx.change(work, changes=lambda changes: changes, done=say)


def visit_data(id: str) -> QMimeData:
    """A visit on its way to another place."""
    data = QMimeData()
    data.setData(VISIT_MIME, QByteArray(id.encode()))
    return data


def shifts(event: QKeyEvent) -> int:
    """-1 for Alt+Up, 1 for Alt+Down, else 0: what moves a line among its own."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier  # arrows of a Mac carry it
    return _ARROWS.get(Qt.Key(event.key()), 0) if held == Qt.KeyboardModifier.AltModifier else 0
