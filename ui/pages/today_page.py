"""今日: what is due, whom to call, what was begun, how one stands; each line settled with one key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.services.drafts import FORM, Draft, begun_forms, drafts, drop_draft, drop_form, keep_draft
from app.services.news import NEWS_KINDS, news
from app.services.today import (
    DUE_KINDS,
    OF_PEOPLE,
    TO_GREET,
    Line,
    Today,
    Why,
    settle,
    snooze,
    today_at,
    wake,
)
from app.services.year_so_far import MONEY_KINDS, year_so_far
from ui.components.agenda_list import AgendaList
from ui.components.agenda_words import logs, opens, referred, told
from ui.components.capture_words import long_day
from ui.components.page import Page, column_layout
from ui.components.sync_monitor import SyncMonitor
from ui.components.today_cards import DraftsCard, FigureCard, SyncCard, TripCard
from ui.components.today_money import GapCard, Money, MoneyCard, MonthsCard, NewsCard
from ui.context.context import Context, Said
from ui.theme.type_scale import Role
from ui.widgets.card import Box, Card, EmptyState, Icon
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

SHOWN = 40
FEW = 12  # people to call shown before the rest
KINDS = (*DUE_KINDS, "company", "project", "trip")
LEADS = {"due": "steps", "visits": "visits", "calls": "contacts", "send": "sync"}
"""The page each figure leads to."""


@dataclass(frozen=True)
class Loaded:
    """What the page shows, read on the database thread."""

    today: Today
    names: dict[str, str]
    drafts: Sequence[Draft]
    forms: Sequence[str] = ()


class LineButton(Box):
    """The line of quick capture as it waits to be clicked."""

    clicked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme)
        px = ctx.theme.px
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(ctx.tr("ui.capture.title"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(10), px(8), px(10))
        row.setSpacing(px(10))
        row.addWidget(Icon(ctx.theme, "pencil", "text.2", 18))
        row.addWidget(ElidedLabel(ctx.tr("ui.today.line"), tone="text.2"), 1)
        row.addWidget(Label("Ctrl+N", Role.MICRO, "text.3"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


class TodayPage(Page):
    """Refreshes with every change; a new day is one too."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx, "today")
        self._monitor = monitor
        self.loaded: Loaded | None = None
        self.told: Money | None = None
        self._build()
        ctx.hub.subscribe(self, KINDS, self._changed)
        ctx.hub.subscribe(self, {*MONEY_KINDS, *NEWS_KINDS}, lambda _changes: self.refresh_money())
        ctx.drafts_changed.connect(self.refresh)
        self.refresh()

    # ---- building
    def _build(self) -> None:
        ctx, px = self.ctx, self.ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(8), px(20), px(16))
        column.setSpacing(px(12))
        nest(column, self._header())
        self.line = LineButton(ctx)
        self.line.clicked.connect(lambda: ctx.capture_asked.emit(None))
        column.addWidget(self.line)
        nest(column, self._figures())
        below = QHBoxLayout()
        below.setSpacing(px(12))
        nest(below, self._left(), 5)
        nest(below, self._right(), 3)
        nest(column, below)
        column.addStretch(1)
        area = Scrolled(content)
        self.area = area
        column_layout(self).addWidget(area)

    def _header(self) -> QHBoxLayout:
        ctx = self.ctx
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(12))
        self.title, self.year = Label("", Role.PAGE_TITLE), Label("", Role.META, "text.2")
        self.span = SegmentedControl(
            ctx.theme, [(key, ctx.tr(f"ui.today.span.{key}")) for key in ("week", "day")]
        )
        self.whose = SegmentedControl(
            ctx.theme, [(key, ctx.tr(f"ui.today.whose.{key}")) for key in ("mine", "all")]
        )
        for switch in (self.span, self.whose):
            switch.changed.connect(lambda _key: self.refresh())
        row.addWidget(self.title)
        row.addWidget(self.year)
        row.addStretch(1)
        row.addWidget(self.whose)
        row.addWidget(self.span)
        return row

    def _figures(self) -> QHBoxLayout:
        ctx = self.ctx
        row = QHBoxLayout()
        row.setSpacing(ctx.theme.px(12))
        self.money = MoneyCard(ctx)
        self.money.opened.connect(lambda: ctx.page_asked.emit("funds", ""))
        row.addWidget(self.money, 2)
        self.figures = {key: FigureCard(ctx, ctx.tr(f"ui.today.figure.{key}")) for key in LEADS}
        for key, card in self.figures.items():
            card.opened.connect(lambda name=LEADS[key]: ctx.page_asked.emit(name, ""))
            row.addWidget(card, 1)
        self._monitor.changed.connect(self._show_waiting)
        return row

    def _left(self) -> QVBoxLayout:
        ctx = self.ctx
        column = QVBoxLayout()
        column.setSpacing(ctx.theme.px(12))
        self.todo = Card(ctx.theme, ctx.tr("ui.today.todo"), link=ctx.tr("ui.today.all_steps"))
        self.todo.header.link_clicked.connect(lambda: ctx.page_asked.emit("steps", ""))
        self.empty = EmptyState(
            ctx.theme, ctx.tr("ui.today.empty"), ctx.tr("ui.capture.title"), hint="Ctrl+N"
        )
        self.empty.action_clicked.connect(lambda: ctx.capture_asked.emit(None))
        self.people = Card(ctx.theme, ctx.tr("ui.today.people"))
        self.lists = (AgendaList(ctx), AgendaList(ctx))
        for card, found in zip((self.todo, self.people), self.lists, strict=True):
            card.body.setSpacing(ctx.theme.px(4))
            card.body.addWidget(found)
            found.settled.connect(self.settle)
            found.put_off.connect(self.put_off)
            found.logged.connect(lambda line, how: ctx.new_asked.emit("visit", logs(ctx, line, how)))
            found.opened.connect(lambda line: ctx.record_asked.emit(*opens(line)))
            column.addWidget(card)
        self.todo.body.addWidget(self.empty)
        self.gap = GapCard(ctx)
        column.insertWidget(1, self.gap)
        column.addStretch(1)
        return column

    def _right(self) -> QVBoxLayout:
        ctx = self.ctx
        column = QVBoxLayout()
        column.setSpacing(ctx.theme.px(12))
        self.trip, self.begun, self.sync = TripCard(ctx), DraftsCard(ctx), SyncCard(ctx, self._monitor)
        self.begun.opened.connect(ctx.capture_asked)
        self.begun.dropped.connect(self.drop_draft)
        self.begun.form_opened.connect(lambda kind: ctx.new_asked.emit(kind, {}))
        self.begun.form_dropped.connect(self.drop_form)
        self.months, self.news = MonthsCard(ctx), NewsCard(ctx)
        for card in (self.begun, self.trip, self.months, self.news, self.sync):
            column.addWidget(card)
        column.addStretch(1)
        return column

    # ---- reading
    def arrive(self, tab: str = "") -> None:
        self.refresh()
        self.setFocus()

    def ready(self) -> bool:
        return self.loaded is not None

    def set_unit(self) -> None:
        self._show_money()

    def status(self) -> Sequence[tuple[str, bool]]:
        if self.loaded is None:
            return ()
        return ((self.ctx.tr("ui.today.status", count=len(self.loaded.today.lines)), True),)

    def refresh(self) -> None:
        """Read everything anew."""
        ctx = self.ctx
        week, mine = self.span.current() == "week", self.whose.current() == "mine"

        def load() -> Loaded:
            with ctx.desk.looking():
                today = today_at(ctx.desk, whole_week=week, mine=mine)
                names = ctx.names(referred(_shown(today)))
                return Loaded(today, names, drafts(ctx.desk), begun_forms(ctx.desk))

        ctx.read(load, self._take, key=("today", id(self)), owner=self)

    def refresh_money(self) -> None:
        """The money, behind what is due: the first time all projects are added up."""
        ctx = self.ctx

        def load() -> Money:
            with ctx.desk.looking():
                return Money(year_so_far(ctx.desk), news(ctx.desk))

        ctx.read(load, self._take_money, key=("today's money", id(self)), owner=self)

    def _changed(self, _changes: ChangeSet) -> None:
        self.refresh()

    # ---- showing
    def _take(self, loaded: Loaded) -> None:
        self.show_loaded(loaded)
        if self.told is None:
            self.refresh_money()

    def _take_money(self, told: Money) -> None:
        self.told = told
        self._show_money()

    def _show_money(self) -> None:
        told = self.told
        if told is None:
            return
        self.money.show_year(told.year)
        self.months.show_year(told.year)
        self.gap.show_year(told.year)
        self.news.show_news(told.news)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show what was read."""
        self.loaded = loaded
        ctx, today = self.ctx, loaded.today
        self.title.setText(long_day(ctx, today.day))
        gone = today.day.timetuple().tm_yday / date(today.day.year, 12, 31).timetuple().tm_yday
        self.year.setText(ctx.tr("ui.today.year_gone", percent=f"{gone * 100:.1f}"))
        tasks, people = _tasks(today), today.of(*OF_PEOPLE)
        for found, lines, most in zip(self.lists, (tasks, people), (SHOWN, FEW), strict=True):
            left = len(lines) - most
            more = ctx.tr("ui.card.more", count=left) if left > 0 else ""
            found.show_lines([(line, told(ctx, today, line, loaded.names)) for line in lines[:most]], more)
        self.todo.header.set_count(str(len(tasks)) if tasks else "")
        self.people.header.set_count(str(len(people)) if people else "")
        self.people.setVisible(bool(people))
        self.lists[0].setVisible(bool(tasks))
        self.empty.setVisible(not tasks)
        self.trip.show_trip(today)
        self.begun.show_drafts(loaded.drafts, loaded.forms)
        self._show_figures(today)
        self.status_changed.emit()

    def _show_figures(self, today: Today) -> None:
        tr, tasks = self.ctx.tr, _tasks(today)
        late = sum(line.due < today.day for line in tasks)
        below = tr("ui.today.late_count", count=late) if late else tr("ui.today.none_late")
        self.figures["due"].show_figure(
            str(len(tasks)), tr("ui.today.unit.items"), below, "danger" if late else "success"
        )
        firms = tr("ui.today.firms", count=today.week_firms)
        self.figures["visits"].show_figure(str(today.week_visits), tr("ui.today.unit.visits"), firms)
        silent, greet = len(today.of(Why.SILENT)), len(today.of(*TO_GREET))
        below = tr("ui.today.greetings", count=greet) if greet else tr("ui.today.cadence")
        self.figures["calls"].show_figure(str(silent), tr("ui.today.unit.people"), below)
        self._show_waiting()

    def _show_waiting(self) -> None:
        tr, counts = self.ctx.tr, self._monitor.counts
        waiting = counts.pending + counts.files_waiting
        below = (
            tr("ui.today.conflicts", count=counts.conflicts)
            if counts.conflicts
            else tr("ui.today.no_conflict")
        )
        self.figures["send"].show_figure(
            str(waiting), tr("ui.today.unit.items"), below, "warn" if counts.conflicts else "text.2"
        )

    # ---- acting
    def settle(self, line: Line) -> None:
        """Space: it is done."""
        self._act(
            line, lambda: settle(self.ctx.desk, line), self.ctx.tr("ui.said.completed", name=self._name(line))
        )

    def put_off(self, line: Line, until: date) -> None:
        """Ctrl+D, or a day of the menu."""
        day = long_day(self.ctx, until)
        said = self.ctx.tr("ui.today.put_off", name=self._name(line), day=day)
        self._act(line, lambda: snooze(self.ctx.desk, line, until), said)

    def _name(self, line: Line) -> str:
        return self.ctx.formats.title(line.row)

    def _act(self, line: Line, work: Callable[[], ChangeSet], said: str) -> None:
        """What only rests on this laptop is no step of undo: the toast itself wakes it."""
        ctx = self.ctx

        def done(changes: ChangeSet) -> None:
            if changes:
                ctx.hub.publish(changes)
                ctx.say(said, undo=True)
            else:
                ctx.said.emit(Said(said, link=ctx.tr("ui.undo"), act=lambda: self._wake(line)))
                self.refresh()

        ctx.read(work, done)

    def _wake(self, line: Line) -> None:
        desk = self.ctx.desk
        self.ctx.read(lambda: wake(desk, line), lambda _none: self.refresh())

    def drop_draft(self, draft: Draft) -> None:
        """Throw a begun line away; the toast brings it back."""
        desk = self.ctx.desk
        self.ctx.read(
            lambda: drop_draft(desk, draft), lambda _none: self._dropped(lambda: keep_draft(desk, draft))
        )

    def drop_form(self, kind: str) -> None:
        """The same for what was typed into a form."""
        desk = self.ctx.desk
        self.ctx.read(
            lambda: drop_form(desk, kind),
            lambda kept: self._dropped(lambda: desk.store.settings.set(FORM + kind, kept)),
        )

    def _dropped(self, keep: Callable[[], None]) -> None:
        ctx = self.ctx

        def back() -> None:
            ctx.read(keep, lambda _none: self.refresh())

        ctx.said.emit(Said(ctx.tr("ui.today.draft_dropped"), link=ctx.tr("ui.undo"), act=back))
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.ctx.theme.color("bg.app"))


def _tasks(today: Today) -> tuple[Line, ...]:
    return today.of(Why.STEP, Why.PROMISE, Why.NODE, Why.VISIT, Why.RECEPTION)


def _shown(today: Today) -> list[Line]:
    return [*_tasks(today)[:SHOWN], *today.of(*OF_PEOPLE)[:FEW]]
