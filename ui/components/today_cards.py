"""The cards at the right of today: the trip one is on, lines to tidy up, how one stands with headquarters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from app.services.drafts import Draft
from app.services.today import Today
from ui.components.record_menu import opening_menu
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.card import Card, Icon
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.opening_row import Opening, OpeningRow
from ui.widgets.progress_strip import ProgressBar

DRAFTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a card that leads somewhere."""

    icon: str
    text: str
    right: str = ""
    token: Token = "text.2"
    strong: bool = False  # the word at the right is what the line is about


class EntryRow(OpeningRow):
    """Icon, words, a word at the right; a click or Enter goes there, × (where there is one) takes it away."""

    dropped = Signal()

    def __init__(self, ctx: Context, entry: Entry, drop: str = "") -> None:
        super().__init__(ctx.theme)
        self._ctx, self._entry, self._drop = ctx, entry, drop
        px = ctx.theme.px
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(4), px(4), px(4), px(4))
        row.setSpacing(px(8))
        row.addWidget(Icon(ctx.theme, entry.icon, entry.token, 16))
        self._text = ElidedLabel(entry.text)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self._text, 1)
        role, tone = (Role.BODY_BOLD, entry.token) if entry.strong else (Role.META, "text.3")
        self._right = Label(entry.right, role, tone)
        if entry.right:
            row.addWidget(self._right)
        self.say(entry)
        if drop:
            self.drop = IconButton(ctx.theme, "x", drop, box=20, size=14)
            self.drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.drop.clicked.connect(self.dropped)
            row.addWidget(self.drop)

    def takes(self, entry: Entry) -> bool:
        """Whether another line looks like this one, but for its words."""
        now = self._entry
        same = (now.icon, now.token, now.strong) == (entry.icon, entry.token, entry.strong)
        return same and bool(now.right) == bool(entry.right)

    def say(self, entry: Entry) -> None:
        """Tell a line that it takes: quicker than a new row, and the keyboard stays."""
        self._entry = entry
        self._text.setText(entry.text)
        self._right.setText(entry.right)
        self.setAccessibleName(f"{entry.text} {entry.right}".strip())

    def menu(self) -> Menu:
        """Go there, copy it, take it away."""
        menu = opening_menu(self._ctx, self, icon=self._entry.icon)
        if self._drop:
            menu.addSeparator()
            menu.add(self._drop, self.dropped.emit, icon="x", hint="Del", danger=True)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._drop:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class FigureCard(Opening, Card):
    """A label, a key figure with its unit, and a line below; leads somewhere."""

    def __init__(self, ctx: Context, label: str) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body.setSpacing(ctx.theme.px(2))
        self._label = label
        self._figure, self._unit = Label("", Role.FIGURE), Label("", Role.META, "text.2")
        self._below = Label("", Role.META, "text.2", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(ctx.theme.px(6))
        line.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        self._title = ElidedLabel(label, Role.META, "text.2")
        self.body.addWidget(self._title)
        nest(self.body, line)
        self.body.addStretch(1)
        self.body.addWidget(self._below)

    def menu(self) -> Menu:
        """Go there, or copy what it says."""
        return opening_menu(self._ctx, self)

    def show_label(self, label: str) -> None:
        """What the figure is of."""
        self._label = label
        self._title.setText(label)

    @property
    def shown(self) -> tuple[str, str, str, str, Token]:
        """What it is of, the figure, its unit, the line below and its tone."""
        below = self._below
        return (self._label, self._figure.text(), self._unit.text(), below.text(), below.tone)

    def show_figure(self, figure: str, unit: str, below: str, tone: Token = "text.2") -> None:
        self._figure.setText(figure)
        self._unit.setText(unit)
        self._below.setText(below)
        self._below.set_tone(tone)
        self.setAccessibleName(f"{self._label} {figure} {unit} {below}".strip())


class TripCard(Card):
    """The trip under way: days gone, visits made."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.today.trip"), link=ctx.tr("ui.today.open_trip"))
        self._ctx, self._id = ctx, ""
        self.header.link_clicked.connect(lambda: ctx.record_asked.emit("trip", self._id))
        self.title = ElidedLabel("", Role.BODY_BOLD)
        self.when, self.visits = ElidedLabel("", Role.META, "text.2"), Label("", Role.META, "text.2")
        self.bar = ProgressBar(ctx.theme)
        line = QHBoxLayout()
        line.addWidget(self.when, 1)
        line.addWidget(self.visits)
        self.body.addWidget(self.title)
        nest(self.body, line)
        self.body.addWidget(self.bar)

    def show_trip(self, today: Today) -> None:
        trip = today.trip
        self.setVisible(trip is not None)
        if trip is None:
            return
        ctx, self._id = self._ctx, trip.id
        first, last = trip["starts_on"], trip["ends_on"] or today.day
        gone, all_days = (today.day - first).days + 1, max((last - first).days + 1, 1)
        self.title.setText(ctx.tr("ui.dot").join(trip["cities"] or ()) or ctx.formats.title(trip))
        days = ctx.tr("ui.today.span", first=ctx.formats.short_day(first), last=ctx.formats.short_day(last))
        self.when.setText(days + ctx.tr("ui.dot") + ctx.tr("ui.today.day_of", day=gone, days=all_days))
        self.visits.setText(ctx.tr("ui.today.visited", count=today.trip_visits))
        self.bar.set_share(gone / all_days)


class DraftsCard(Card):
    """Lines and forms that were begun and wait to be finished."""

    opened = Signal(object)
    dropped = Signal(object)
    form_opened = Signal(str)
    form_dropped = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.today.drafts"))
        self._ctx = ctx
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        nest(self.body, self._rows)
        self.rows: list[EntryRow] = []

    def show_drafts(self, drafts: Sequence[Draft], forms: Sequence[str]) -> None:
        ctx = self._ctx
        clear_layout(self._rows)
        self.rows = []
        count = len(drafts) + len(forms)
        self.setVisible(bool(count))
        self.header.set_count(str(count) if count else "")
        for draft in drafts[:DRAFTS_SHOWN]:
            words = " ".join(draft.text.split()) or ctx.tr("ui.today.only_files", count=len(draft.files))
            row = EntryRow(
                ctx, Entry("pencil", words, ctx.formats.clock(draft.moment)), ctx.tr("ui.today.drop_draft")
            )
            row.opened.connect(lambda draft=draft: self.opened.emit(draft))
            row.dropped.connect(lambda draft=draft: self.dropped.emit(draft))
            self.rows.append(row)
            self._rows.addWidget(row)
        for kind in (one for one in forms if ctx.words.has(f"ui.new.title.{one}")):
            words = ctx.tr("ui.today.form", title=ctx.tr(f"ui.new.title.{kind}"))
            row = EntryRow(ctx, Entry("file-text", words), ctx.tr("ui.today.drop_draft"))
            row.opened.connect(lambda kind=kind: self.form_opened.emit(kind))
            row.dropped.connect(lambda kind=kind: self.form_dropped.emit(kind))
            self.rows.append(row)
            self._rows.addWidget(row)
        if len(drafts) > DRAFTS_SHOWN:
            self._rows.addWidget(
                Label(ctx.tr("ui.card.more", count=len(drafts) - DRAFTS_SHOWN), Role.META, "text.3")
            )


class SyncCard(Card):
    """How this laptop stands towards headquarters; each line leads to its tab of the sync centre."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.page.sync"), link=ctx.tr("ui.today.sync_now"))
        self._ctx, self._monitor = ctx, monitor
        self.header.link_clicked.connect(monitor.sync_now)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        nest(self.body, self._rows)
        self.rows: list[EntryRow] = []
        monitor.changed.connect(self.show_standing)
        self.show_standing()

    def show_standing(self) -> None:
        """Say it anew."""
        ctx, counts = self._ctx, self._monitor.counts
        clear_layout(self._rows)
        self.rows = []
        waiting = counts.pending + counts.files_waiting
        last = ctx.formats.moment(counts.last_sync) if counts.last_sync else ctx.tr("ui.today.never_synced")
        self._add(Entry("history", ctx.tr("ui.today.last_sync"), last), "runs")
        words = ctx.tr("ui.today.waiting" if waiting else "ui.today.nothing_waiting", count=waiting)
        self._add(Entry("arrow-up", words), "pending")
        if counts.conflicts:
            words = ctx.tr("ui.today.conflicts", count=counts.conflicts)
            self._add(Entry("arrow-left-right", words, token="warn"), "conflicts")
        if counts.refused:
            words = ctx.tr("ui.today.refused", count=counts.refused)
            self._add(Entry("alert-triangle", words, token="danger"), "refused")

    def _add(self, entry: Entry, tab: str) -> None:
        row = EntryRow(self._ctx, entry)
        row.opened.connect(lambda: self._ctx.page_asked.emit("sync", tab))
        self.rows.append(row)
        self._rows.addWidget(row)
