"""The cards of a trip: its visits day by day, companies added by typing, what came of it."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.outings import CALLED_OFF, MADE, PLANNED
from app.model.row import Row
from app.rules.visit_order import in_order
from app.rules.visits import took_place
from app.services.trips import last_day, mark_visit, move_visit
from app.store.reading import Filter
from ui.components.lookup import finder
from ui.components.record_cards import RecordsCard
from ui.components.snapshot import Snapshot
from ui.components.trip_adding import plan_on
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Card
from ui.widgets.fields.choice_field import RefField
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu

LONGEST_TRIP = 31  # days offered to move a visit to
_WHEN_WIDTH = 96


class VisitLine(QWidget):
    """One planned or made visit: ticked when it was made; Enter opens it, Shift+arrows move it by a day."""

    def __init__(self, ctx: Context, trip: Row, row: Row, firm: str) -> None:
        super().__init__()
        self._ctx, self._trip, self._row = ctx, trip, row
        px = ctx.theme.px
        made = took_place(row.values)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box = QCheckBox()
        self.box.setChecked(made)
        title = firm or ctx.formats.title(row)
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
        more.clicked.connect(lambda: self.menu().popup(more.mapToGlobal(QPoint(0, more.height()))))
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

    def menu(self) -> Menu:
        """What can be done with the visit."""
        ctx, row = self._ctx, self._row
        menu = Menu(ctx.theme, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add(ctx.tr("ui.action.open"), self.open, icon="chevron-right", hint=ctx.tr("ui.key.enter"))
        for day in self._days():
            text = ctx.tr("ui.trips.move_to", day=ctx.formats.short_day(day))
            menu.add(text, lambda day=day: self.move_to(day), icon="calendar")  # type: ignore[misc]
        if row["state"] == PLANNED:
            off = ctx.tr("ui.trips.call_off")
            menu.add(off, lambda: self._mark(CALLED_OFF), icon="x", danger=True)
        return menu

    def open(self) -> None:
        """Open the visit's page."""
        self._ctx.record_asked.emit("visit", self._row.id)

    def move_to(self, day: date) -> None:
        """Plan it for another day."""
        ctx, id = self._ctx, self._row.id
        said = ctx.tr("ui.trips.moved", day=ctx.formats.short_day(day))
        ctx.change(lambda: move_visit(ctx.desk, id, day), changes=lambda changes: changes, said=said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        elif key == Qt.Key.Key_Space:
            self.box.toggle()
        elif by and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.move_to(self._row["visited_on"] + timedelta(days=by))
        else:
            super().keyPressEvent(event)

    def _days(self) -> list[date]:
        first, last = self._trip["starts_on"], last_day(self._trip)
        days = [first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST_TRIP))]
        return [day for day in days if day != self._row["visited_on"]]

    def _mark(self, state: str) -> None:
        ctx, id = self._ctx, self._row.id
        said = ctx.tr(f"ui.trips.said.{state}", name=ctx.formats.title(self._row))
        ctx.change(lambda: mark_visit(ctx.desk, id, state), changes=lambda changes: changes, said=said)


class ItineraryCard(Card):
    """行程安排: type a company's name, pinyin or initials, Enter plans a visit to it."""

    def __init__(self, ctx: Context, snapshot: Snapshot) -> None:
        trip = snapshot.row
        rows = in_order(_visits(snapshot))
        made = sum(took_place(row.values) for row in rows)
        count = f"{made}/{len(rows)}" if rows else ""
        super().__init__(ctx.theme, ctx.tr("ui.trips.itinerary"), count=count)
        self._ctx, self._trip = ctx, trip
        firms = ctx.names([("company", row["company_id"]) for row in rows if row["company_id"]])
        self.lines = [VisitLine(ctx, trip, row, firms.get(row["company_id"] or "", "")) for row in rows]
        for line in self.lines:
            self.body.addWidget(line)
        if not rows:
            self.body.addWidget(Label(ctx.tr("ui.trips.no_visits"), tone="text.3", wrap=True))
        self.adder = RefField(ctx.theme, finder(ctx, "company", self), example=ctx.tr("ui.trips.add_firm"))
        self.adder.changed.connect(self._picked)
        self.adder.setAccessibleName(ctx.tr("ui.trips.add_firm"))
        targets = Button(ctx.theme, ctx.tr("ui.trips.from_list"), ButtonKind.QUIET, icon="target")
        targets.clicked.connect(lambda: self.ask_list(targets))
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(8))
        row.addWidget(self.adder, 1)
        row.addWidget(targets)
        self.body.addLayout(row)

    def plan(self, companies: list[str]) -> None:
        """Plan visits to these firms."""
        plan_on(self._ctx, self._trip, companies)

    def ask_list(self, anchor: QWidget) -> Menu:
        """The target lists; one plans a visit to every company of it that is not on the trip."""
        ctx, store = self._ctx, self._ctx.desk.store
        menu = Menu(ctx.theme, anchor)
        lists = store.rows("target_list", store.ids("target_list")[:20])
        for one in lists:
            found = store.rows("target", store.ids("target", filters=[Filter("list_id", "eq", one.id)]))
            firms = [row["company_id"] for row in found if row["company_id"]]
            text = ctx.tr("ui.trips.list", name=one["name"], count=len(firms))
            menu.add(text, lambda firms=firms: self.plan(firms), enabled=bool(firms))  # type: ignore[misc]
        if not lists:
            menu.add(ctx.tr("ui.trips.no_lists"), lambda: None, enabled=False)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
        return menu

    def _picked(self) -> None:
        if id := self.adder.value():
            self.adder.set_value(None)
            self.plan([id])


def _visits(snapshot: Snapshot) -> list[Row]:
    """What hangs on what was called off or deleted does not come of the trip."""
    return [row for row in snapshot.of_kind("visit") if row["state"] != CALLED_OFF and not row.deleted]


def result_card(ctx: Context, snapshot: Snapshot) -> QWidget:
    """What came of it: projects talked about on the trip."""
    ids = [row["project_id"] for row in _visits(snapshot) if row["project_id"]]
    rows = ctx.desk.store.rows("project", list(dict.fromkeys(ids)))
    begin = {"channel": "squad"}
    return RecordsCard(
        ctx,
        ctx.tr("ui.trips.results"),
        rows,
        link=ctx.tr("ui.card.add_project"),
        on_link=lambda: ctx.new_asked.emit("project", begin),
    )


def owed_cards(ctx: Context, snapshot: Snapshot) -> QWidget:
    """Next steps and promises that the trip's visits left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(ctx.theme.px(12))
    visits = tuple(row.id for row in _visits(snapshot))
    store = ctx.desk.store
    for kind, key in (("promise", "ui.card.promises"), ("next_step", "ui.card.steps")):
        ids = store.ids(kind, filters=[Filter("visit_id", "in", visits)]) if visits else []
        first = {"visit_id": visits[0]} if visits else {}
        column.addWidget(
            RecordsCard(
                ctx,
                ctx.tr(key),
                store.rows(kind, ids),
                link=ctx.tr(f"ui.card.add_{kind}"),
                on_link=lambda kind=kind, first=first: ctx.new_asked.emit(kind, first),  # type: ignore[misc]
            )
        )
    return holder
