"""行程日历: the month's trips as bars, and beside it what is on the day one stands on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.row import Row
from app.rules.visit_order import in_order
from app.rules.visits import took_place
from app.rules.working_days import WorkingDays, working_days
from app.services.calendar_file import write_ahead
from app.services.greetings import born_between
from app.services.policy import holidays_of
from app.services.reception_rows import receptions_between
from app.services.trips import last_day, trips_between
from ui.components.day_words import day_words
from ui.components.record_cards import LinkRow
from ui.components.record_menu import record_menu
from ui.components.saving import ask_where
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.card import Card
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.month_calendar import DayWords, MonthCalendar, Span
from ui.widgets.month_view import shifted
from ui.widgets.nesting import nest

DAY_WIDTH = 288
_BEGUN = (
    ("ui.trips.new_on", "trip", "starts_on"),
    ("ui.reception.on", "reception", "starts_on"),
    ("ui.trips.visit_on", "visit", "visited_on"),
)
_ICONS = {"trip": "luggage", "reception": "office", "visit": "pencil"}


@dataclass(frozen=True)
class MonthShown:
    """Trips, receptions and visits of the days on the page."""

    first: date
    trips: tuple[Row, ...]
    receptions: tuple[Row, ...]
    visits: tuple[Row, ...]
    days: WorkingDays
    born: Mapping[date, Sequence[Row]]


def load_month(ctx: Context, first: date, last: date) -> MonthShown:
    """Read what lies between two days."""
    store = ctx.desk.store
    visits = store.rows("visit", store.agenda.visited(first, last))
    kept = in_order(row for row in visits if row["state"] != "called_off")
    trips = tuple(trips_between(ctx.desk, first, last))
    received = tuple(receptions_between(ctx.desk, first, last))
    born: dict[date, list[Row]] = {}
    for person, day in born_between(ctx.desk, first, last):
        born.setdefault(day, []).append(person)
    return MonthShown(first, trips, received, tuple(kept), holidays_of(ctx.desk), born)


class TripCalendar(QWidget):
    """Arrows move by day; Enter opens the trip, or begins one on an empty day."""

    changed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._shown = MonthShown(date.min, (), (), (), working_days(), {})
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(4), px(20), px(12))
        column.setSpacing(px(8))
        nest(column, self._head())
        self.calendar = MonthCalendar(ctx.theme, ctx.today())
        self.calendar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.calendar.opened.connect(self._open)
        self.calendar.picked.connect(lambda day: ctx.new_asked.emit("trip", {"starts_on": day}))
        self.calendar.menu_of = self.menu
        self.calendar.words_of = self._words
        self.calendar.month_changed.connect(self.refresh)
        self.calendar.day_changed.connect(lambda _day: self._show_day())
        self.day = Card(ctx.theme, " ")
        self.day.setFixedWidth(px(DAY_WIDTH))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(2))
        nest(self.day.body, self._lines)
        self.day.body.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(px(12))
        below.addWidget(self.calendar, 1)
        below.addWidget(self.day)
        nest(column, below, 1)
        self.setFocusProxy(self.calendar)
        self._name()

    def _head(self) -> QHBoxLayout:
        ctx = self._ctx
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(4))
        self.month = Label("", Role.TITLE)
        words = ctx.theme.words
        back = IconButton(ctx.theme, "chevron-left", words.tr("widgets.month_before"))
        forward = IconButton(ctx.theme, "chevron-right", words.tr("widgets.month_after"))
        now = Button(ctx.theme, words.tr("widgets.today"), ButtonKind.QUIET)
        back.clicked.connect(lambda: self.calendar.set_day(shifted(self.calendar.day, -1)))
        forward.clicked.connect(lambda: self.calendar.set_day(shifted(self.calendar.day, 1)))
        now.clicked.connect(lambda: self.calendar.set_day(ctx.today()))
        for widget in (self.month, back, forward, now):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Label(ctx.tr("ui.trips.calendar_keys"), Role.META, "text.3"))
        row.addSpacing(ctx.theme.px(8))
        out = Button(ctx.theme, ctx.tr("ui.calendar.export"), ButtonKind.QUIET, icon="download")
        out.setToolTip(ctx.tr("ui.calendar.export_tip"))
        out.clicked.connect(self.export)
        row.addWidget(out)
        return row

    def refresh(self) -> None:
        """Read the days on the page again."""
        ctx, (first, last) = self._ctx, self.calendar.shown
        self._name()
        ctx.read(lambda: load_month(ctx, first, last), self._take, key=("trip month", id(self)), owner=self)

    def export(self) -> None:
        """Ask where to, and write what is ahead for the calendars of telephones and mail programs."""
        ctx = self._ctx
        day = ctx.formats.day(ctx.today())
        name = ctx.tr("ui.calendar.file_name", name=ctx.desk.actor, day=day) + ".ics"
        filters = (f"{ctx.tr('ui.calendar.files')} (*.ics)",)
        ask_where(self, ctx.tr("ui.calendar.export"), name, self.write, filters)

    def write(self, path: Path) -> None:
        """Write the calendar and say how much is in it."""
        ctx = self._ctx

        def done(count: int) -> None:
            ctx.say(ctx.tr("ui.calendar.exported", count=count, name=path.name))

        ctx.read(lambda: write_ahead(ctx.desk, path, ctx.words, ctx.formats.title), done)

    def menu(self, id: str) -> Menu:
        """Of a trip, and of the day one stands on."""
        ctx, day = self._ctx, self.calendar.day
        trip = next((row for row in self._spans() if row.id == id), None)
        if trip is not None:
            menu = record_menu(ctx, self.calendar, trip, words=ctx.formats.title(trip))
            menu.addSeparator()
        else:
            menu = Menu(ctx.theme, self.calendar)
        told = {"day": ctx.formats.short_day(day)}
        for key, kind, field in _BEGUN:
            begin = partial(ctx.new_asked.emit, kind, {field: day})
            menu.add(ctx.tr(key, **told), begin, icon=_ICONS[kind])
        today = partial(self.calendar.set_day, ctx.today())
        menu.add(ctx.theme.words.tr("widgets.today"), today, icon="calendar", hint="Home")
        return menu

    # ---- inside
    def _spans(self) -> tuple[Row, ...]:
        """What lies over days."""
        return (*self._shown.trips, *self._shown.receptions)

    def _open(self, id: str) -> None:
        row = next((one for one in self._spans() if one.id == id), None)
        if row is not None:
            self._ctx.record_asked.emit(row.kind, id)

    def _take(self, shown: MonthShown) -> None:
        ctx, today = self._ctx, self._ctx.today()
        self._shown = shown
        spans = [
            Span(row.id, ctx.formats.title(row), row["starts_on"], last_day(row), last_day(row) >= today)
            for row in self._spans()
        ]
        counts: dict[date, int] = {}
        for visit in shown.visits:
            counts[visit["visited_on"]] = counts.get(visit["visited_on"], 0) + 1
        marks = {day: ctx.tr("ui.trips.visits_of_day", count=count) for day, count in counts.items()}
        self.calendar.set_content(spans, marks)
        self._show_day()
        self.changed.emit()

    def _name(self) -> None:
        day = self.calendar.day
        self.month.setText(self._ctx.tr("widgets.month", year=day.year, month=day.month))

    def _show_day(self) -> None:
        ctx, day = self._ctx, self.calendar.day
        clear_layout(self._lines)
        trips = [row for row in self._spans() if row["starts_on"] <= day <= last_day(row)]
        visits = [row for row in self._shown.visits if row["visited_on"] == day]
        self.day.header.set_title(ctx.formats.day(day))
        told = self._words(day).whole
        if told:
            self._lines.addWidget(Label(told, Role.META, "text.2"))
        self._add(trips, lambda row: row["leader"] or "")
        self._add(
            visits, lambda row: ctx.tr("ui.trips.made" if took_place(row.values) else "ui.trips.planned")
        )
        born = self._shown.born.get(day, ())
        self._add(born, lambda _row: ctx.tr("ui.calendar.birthday"))
        if not (trips or visits or born):
            self._lines.addWidget(Label(ctx.tr("ui.trips.free_day"), tone="text.3", wrap=True))

    def _words(self, day: date) -> DayWords:
        """Of the calendar, unless somebody has a birthday."""
        words = day_words(self._ctx, day, self._shown.days)
        if day not in self._shown.born:
            return words
        return replace(words, text=self._ctx.tr("ui.calendar.birthday"), strong=True)

    def _add(self, rows: Sequence[Row], detail: Callable[[Row], str]) -> None:
        for row in rows:
            line = LinkRow(self._ctx, row, detail(row))
            line.opened.connect(lambda row=row: self._ctx.record_asked.emit(row.kind, row.id))
            self._lines.addWidget(line)
