"""The page of one record: header with figures, then overview, contacts over time, files and history."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.model.changes import DAY, ChangeSet
from app.services.ruled_credits import rulings
from ui.components.approval_cards import approval_columns
from ui.components.attachments_panel import AttachmentsPanel, files_of
from ui.components.contract_cards import ContractsCard
from ui.components.events import timeline_entries, timeline_of
from ui.components.fund_cards import CountsCard, FundsCard
from ui.components.history_list import HistoryList, told_of
from ui.components.kept_cards import KeptCards
from ui.components.life_cards import GanttCard, ListsCard, MovesCard, TeamCard
from ui.components.life_tab import LifeTab
from ui.components.page import Page, column_layout
from ui.components.project_life import ProjectLife
from ui.components.snapshot import Snapshot, load_snapshot
from ui.context.context import Context
from ui.pages.detail_header import DetailHeader
from ui.pages.overview import Overview
from ui.widgets.card import Card, EmptyState
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import Tab

TABS: Mapping[str, tuple[str, ...]] = {
    "project": ("overview", "plan", "approval", "funds", "team", "timeline", "attachments", "history"),
    "company": ("overview", "timeline", "attachments", "history"),
    "contact": ("overview", "timeline", "attachments", "history"),
}
REST = 30  # milliseconds, by when the tab in view is painted
_OF_ALL = {"rulebook"}
FEW_TABS = ("overview", "attachments", "history")


class DetailPage(Page):
    """Shows any record; ``around`` are the ids of the list one came from."""

    left = Signal()
    """The record is gone, or the user wants to go back."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "record")
        self.kind = self.id = ""
        self.around: list[str] = []
        self.snapshot: Snapshot | None = None
        self._build()
        ctx.hub.subscribe(self, (), self._changed)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.step(step))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _build(self) -> None:
        ctx = self.ctx
        self.header = DetailHeader(ctx)
        self.header.tab_changed.connect(self.show_tab)
        self.overview = Overview(ctx)
        self.timeline = timeline_of(ctx)
        timeline_card = Card(ctx.theme, ctx.tr("ui.tab.timeline"))
        timeline_card.body.addWidget(self.timeline)
        self.no_events = EmptyState(ctx.theme, ctx.tr("ui.empty.timeline"))
        timeline_card.body.addWidget(self.no_events)
        self.files, self.history = AttachmentsPanel(ctx), HistoryList(ctx)
        self.plan, self.team = LifeTab(ctx, _plan_cards), LifeTab(ctx, _team_cards)
        self.approval = LifeTab(ctx, _approval_cards)
        self.funds = LifeTab(ctx, _funds_cards)
        self.files.stale.connect(self.refresh)
        self._tabs: dict[str, QWidget] = {
            "overview": self.overview,
            "plan": self.plan,
            "approval": self.approval,
            "funds": self.funds,
            "team": self.team,
            "timeline": timeline_card,
            "attachments": self.files,
            "history": self.history,
        }
        self._fills: dict[str, Callable[[Snapshot], None]] = {
            "overview": self.overview.show_record,
            "plan": self.plan.show_life,
            "approval": self.approval.show_life,
            "funds": self.funds.show_life,
            "team": self.team.show_life,
            "timeline": self._show_events,
            "attachments": self.files.show_files,
            "history": self.history.show_history,
        }
        self._unfilled: list[str] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._fill_rest)
        self.stack = QStackedWidget()
        self._scrolls = {name: self._scrolling(widget) for name, widget in self._tabs.items()}
        for scroll in self._scrolls.values():
            self.stack.addWidget(scroll)
        column = column_layout(self)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)

    def _scrolling(self, widget: QWidget) -> Scrolled:
        px = self.ctx.theme.px
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.addWidget(widget)
        column.addStretch(1)
        scroll = Scrolled(content)
        return scroll

    # ---- page
    def status(self) -> Sequence[tuple[str, bool]]:
        parts: list[tuple[str, bool]] = []
        if self.id in self.around and len(self.around) > 1:
            parts.append((self.ctx.tr("ui.detail.steps"), False))
        if self.snapshot is not None and (at := self.snapshot.row.changed_at):
            by = self.snapshot.row.changed_by or self.ctx.tr("ui.history.somebody")
            parts.append((self.ctx.tr("ui.detail.changed", at=self.ctx.formats.moment(at), by=by), False))
        return parts

    def current_tab(self) -> str:
        return self.header.tabs.current()

    def set_unit(self) -> None:
        self._forget()
        self._show()

    def toggle_inspector(self) -> None:
        """F4 has nothing to show here."""

    def ready(self) -> bool:
        return self.snapshot is not None

    def filling(self) -> bool:
        """Whether tabs out of view have still to show what was read."""
        return bool(self._unfilled)

    # ---- which record
    def listed(self, kind: str) -> Sequence[str]:
        return self.around if kind == self.kind else ()

    def open_record(self, kind: str, id: str, around: Sequence[str] = ()) -> None:
        """Show a record; its first tab."""
        new = (kind, id) != (self.kind, self.id)
        self.kind, self.id, self.around = kind, id, list(around)
        self.files.follow(kind, id)
        tabs = TABS.get(kind, FEW_TABS)
        if new:
            self.snapshot = None
            self._forget()
            for scroll in self._scrolls.values():  # of another record one had read further down
                scroll.to_top()
        self.header.set_tabs([Tab(name, self.ctx.tr(f"ui.tab.{name}")) for name in tabs])
        self.show_tab("overview")
        self.setFocus()
        self.refresh()

    def step(self, by: int) -> None:
        """Alt+Up and Alt+Down: the neighbour in the list one came from."""
        if self.id not in self.around:
            return
        place = self.around.index(self.id) + by
        if 0 <= place < len(self.around):
            self.open_record(self.kind, self.around[place], self.around)

    def show_tab(self, name: str) -> None:
        self.header.tabs.set_current(name)
        self._fill(name)
        self.stack.setCurrentWidget(self._scrolls[name])

    def attach(self, files: Sequence[Path]) -> None:
        """Files dropped anywhere on the page."""
        self.show_tab("attachments")
        self.files.attach(files)

    def paste(self) -> None:
        """Files or a picture from the clipboard become attachments."""
        self._fill("attachments")
        if self.files.paste():
            self.show_tab("attachments")

    def refresh(self) -> None:
        """Read the record again on the database thread."""
        ctx, kind, id = self.ctx, self.kind, self.id
        ctx.read(lambda: load_snapshot(ctx, kind, id), self._take, key=("detail", id_of(self)), owner=self)

    # ---- inside
    def _changed(self, changes: ChangeSet) -> None:
        if changes.origin == DAY or changes.kinds & _OF_ALL:
            self._forget()
        if self.id:
            self.refresh()

    def _forget(self) -> None:
        """Keep no card: what they say of the same records is said otherwise from now on."""
        self.overview.forget()
        for tab in (self.plan, self.approval, self.funds, self.team):
            tab.kept.forget()

    def _take(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self.ctx.say(self.ctx.tr("ui.detail.gone"))
            self.left.emit()
            return
        self.snapshot = snapshot
        self._show()
        QTimer.singleShot(0, self, self.status_changed.emit)

    def _show(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        place = self.around.index(self.id) + 1 if self.id in self.around else 0
        self.header.show_record(snapshot, place, len(self.around))
        self._unfilled = list(self._fills)
        self._fill(self.current_tab())
        self._rest.start(REST)
        entries = timeline_entries(self.ctx, snapshot)
        life = snapshot.life
        counts = {
            "plan": len(life.nodes) if life else 0,
            "approval": len(snapshot.approval.agenda) if snapshot.approval else 0,
            "funds": len(life.funds.months) if life else 0,
            "team": sum(one.current for one in life.team) if life else 0,
            "timeline": len(entries),
            "attachments": len(files_of(snapshot)),
            "history": told_of(snapshot),
        }
        for name in TABS.get(self.kind, FEW_TABS):
            count = str(counts[name]) if counts.get(name) else ""
            self.header.tabs.set_tab(Tab(name, self.ctx.tr(f"ui.tab.{name}"), count))

    def _fill(self, name: str) -> None:
        """Have a tab show the record as it was read last."""
        if name in self._unfilled and self.snapshot is not None:
            self._unfilled.remove(name)
            self._fills[name](self.snapshot)

    def _fill_rest(self) -> None:
        """The tabs out of view, one at a time after what is in view was painted."""
        if self._unfilled and self.snapshot is not None:
            self._fill(self._unfilled[0])
        else:
            self._unfilled.clear()
        if self._unfilled:
            self._rest.start(0)
        else:
            self.overview.read_rest()

    def _show_events(self, snapshot: Snapshot) -> None:
        entries = timeline_entries(self.ctx, snapshot)
        self.timeline.set_entries(entries)
        self.no_events.setVisible(not entries)


Columns = list[list[QWidget]]


def _plan_cards(ctx: Context, snapshot: Snapshot, life: ProjectLife, kept: KeptCards) -> Columns:
    row, told = snapshot.row, (snapshot.row.id, life.nodes, life.counts)
    return [[kept.card("plan", told, lambda: GanttCard(ctx, row, life))]]


def _funds_cards(ctx: Context, snapshot: Snapshot, life: ProjectLife, kept: KeptCards) -> Columns:
    row, funds, deeds = snapshot.row, life.funds, life.deeds
    counted = row.id, row.values, funds, rulings(ctx.desk).credits(row)
    return [
        [
            kept.card("funds", (row.id, funds), lambda: FundsCard(ctx, row, funds)),
            kept.card("deeds", (row.id, row.values, deeds), lambda: ContractsCard(ctx, row, deeds)),
            kept.card("counts", counted, lambda: CountsCard(ctx, row, funds)),
        ]
    ]


def _approval_cards(ctx: Context, snapshot: Snapshot, life: ProjectLife, kept: KeptCards) -> Columns:
    row, found = snapshot.row, snapshot.approval
    if found is None:
        return []
    return kept.card("all", (row, found), lambda: approval_columns(ctx, row, found))


def _team_cards(ctx: Context, snapshot: Snapshot, life: ProjectLife, kept: KeptCards) -> Columns:
    row, id = snapshot.row, snapshot.row.id
    team = kept.card("team", (id, life.team), lambda: TeamCard(ctx, row, life))
    moves = kept.card("moves", (id, life.moves), lambda: MovesCard(ctx, life))
    return [[team, moves], [kept.card("lists", (id, life.listings), lambda: ListsCard(ctx, row, life))]]


def id_of(page: QWidget) -> int:
    """Names a page among the keyed queries of the database thread."""
    return id(page)
