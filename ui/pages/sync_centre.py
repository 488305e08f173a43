"""The sync centre: what waits, files, conflicts, what came back, how the last runs went, the laptops."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.model.changes import ChangeSet
from app.store.notices import Notice
from sync.client.errors import DeletionBrake
from ui.components.page import Page, PageHeader, column_layout, tab_strip
from ui.components.plain_table import PlainTable
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.pages.conflict_inbox import ConflictInbox
from ui.pages.devices_tab import DevicesTab
from ui.pages.files_tab import FilesTab
from ui.pages.list_tab import ListTab
from ui.pages.packages_tab import PackagesTab
from ui.pages.refused_tray import RefusedTray
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Banner
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.nesting import nest
from ui.widgets.progress_strip import ProgressStrip
from ui.widgets.switches import Tab, TabBar


class TabPart(Protocol):
    """What is under one tab: a widget that reads itself again."""

    def refresh(self) -> None:
        """Read what it shows on the database thread."""
        ...


# Every tab in its order; another kind of tab is one more line here.
MAKERS: Mapping[str, Callable[[Context, SyncMonitor], QWidget]] = {
    "pending": lambda ctx, monitor: ListTab(ctx, monitor, "pending"),
    "files": FilesTab,
    "conflicts": lambda ctx, monitor: ConflictInbox(ctx),
    "refused": lambda ctx, monitor: RefusedTray(ctx),
    "runs": lambda ctx, monitor: ListTab(ctx, monitor, "runs"),
    "packages": PackagesTab,
    "devices": DevicesTab,
}
TABS = tuple(MAKERS)


class SyncCentre(Page):
    """Tabs with counts; F5 syncs now; the last error in plain words with what to do."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx, "sync")
        self.monitor = monitor
        self._tab = "pending"
        self.parts = {name: make(ctx, monitor) for name, make in MAKERS.items()}
        self._build()
        monitor.changed.connect(self._show_standing)
        monitor.pulse.timeout.connect(self._show_progress)
        ctx.hub.subscribe(self, (), self._changed)
        self._show_standing()

    @property
    def inbox(self) -> ConflictInbox:
        """The conflicts."""
        return cast(ConflictInbox, self.parts["conflicts"])

    @property
    def tray(self) -> RefusedTray:
        """What came back."""
        return cast(RefusedTray, self.parts["refused"])

    def list_of(self, name: str) -> PlainTable:
        """The list under a tab that is one."""
        return cast(ListTab | FilesTab, self.parts[name]).list

    def _build(self) -> None:
        ctx, px = self.ctx, self.ctx.theme.px
        self._told: Sequence[Notice] = ()
        self.tabs = TabBar(ctx.theme, [Tab(name, ctx.tr(f"ui.sync.tab.{name}")) for name in TABS])
        self.tabs.changed.connect(self.show_tab)
        self._notices = QVBoxLayout()
        self._notices.setSpacing(px(8))
        self.stack = QStackedWidget()
        for part in self.parts.values():
            self.stack.addWidget(part)
        column = column_layout(self)
        column.addWidget(self._header())
        column.addWidget(tab_strip(ctx, self.tabs))
        nest(column, self._notices)
        column.addWidget(self.stack, 1)

    def _header(self) -> PageHeader:
        ctx = self.ctx
        header = PageHeader(ctx, ctx.tr("ui.page.sync"))
        self._last = Label("", Role.META, "text.2")
        self.progress = ProgressStrip(ctx.theme, cancel=ctx.tr("ui.sync.cancel"))
        self.progress.setFixedWidth(ctx.theme.px(420))
        self.progress.cancelled.connect(self.monitor.cancel)
        self.progress.hide()
        self.sync_button = Button(ctx.theme, ctx.tr("ui.sync.now"), icon="refresh-cw", hint="F5")
        self.sync_button.clicked.connect(lambda: ctx.sync_asked.emit(False))
        for widget in (self.progress, self._last, self.sync_button):
            header.right.addWidget(widget)
        return header

    # ---- page
    def arrive(self, tab: str = "") -> None:
        self.show_tab(tab if tab in TABS else self._tab)
        self.setFocus()

    def current_tab(self) -> str:
        return self._tab

    def has_amounts(self) -> bool:
        return self._tab == "conflicts"

    def set_unit(self) -> None:
        self.inbox.show_again()

    def status(self) -> Sequence[tuple[str, bool]]:
        tr, counts = self.ctx.tr, self.monitor.counts
        parts = [(tr("ui.sync.status.pending", count=counts.pending), False)]
        if counts.conflicts:
            parts.insert(0, (tr("ui.sync.status.conflicts", count=counts.conflicts), True))
        if counts.files_waiting:
            parts.append((tr("ui.sync.status.files", count=counts.files_waiting), False))
        return parts

    def show_tab(self, name: str) -> None:
        """Go to a tab and read what it shows."""
        self._tab = name
        self.tabs.set_current(name)
        self.stack.setCurrentWidget(self.parts[name])
        self.refresh()
        self.status_changed.emit()

    def refresh(self) -> None:
        """Read the current tab again, and what the store has to tell."""
        self._read_notices()
        cast(TabPart, self.parts[self._tab]).refresh()

    # ---- inside
    def _changed(self, changes: ChangeSet) -> None:
        self.refresh()

    def _show_standing(self) -> None:
        ctx, counts, syncing = self.ctx, self.monitor.counts, self.monitor.syncing
        numbers = {
            "pending": counts.pending,
            "files": counts.files_waiting,
            "conflicts": counts.conflicts,
            "refused": counts.refused,
        }
        for name in TABS:
            count = numbers.get(name, 0)
            alert = name in ("conflicts", "refused") and count > 0
            self.tabs.set_tab(Tab(name, ctx.tr(f"ui.sync.tab.{name}"), str(count) if count else "", alert))
        when = ctx.formats.moment(counts.last_sync) if counts.last_sync else ctx.tr("ui.sync.never")
        self._last.setText(ctx.tr("ui.sync.last", when=when))
        self._last.setVisible(not syncing)
        self.progress.setVisible(syncing)
        self.sync_button.setEnabled(not syncing)
        self._show_progress()
        self._show_notices()
        if not syncing and self.isVisible() and self._tab in ("pending", "files", "runs"):
            self.refresh()
        self.status_changed.emit()

    def _show_progress(self) -> None:
        """How much has moved; how much is to come nobody knows before it has come."""
        watch = self.monitor.watch
        waiting = max(self.monitor.counts.pending, 1)
        self.progress.set_progress(min(watch.pages, waiting), waiting + 1, self.monitor.progress())

    def _show_notices(self) -> None:
        clear_layout(self._notices)
        banners = [*(self._notice(one) for one in self._told), *self._standing_notices()]
        side = self.ctx.theme.px(20)
        edge = self.ctx.theme.px(12) if banners else 0
        self._notices.setContentsMargins(side if banners else 0, edge, side if banners else 0, edge)
        for banner in banners:
            self._notices.addWidget(banner)

    def _notice(self, notice: Notice) -> Banner:
        """What the store has to tell once; it stays until it was read."""
        ctx, reason = self.ctx, notice.reason
        text = ctx.tr(reason.key, **reason.params) if ctx.words.has(reason.key) else reason.key
        title = ctx.tr("ui.notice.title", when=ctx.formats.moment(notice.at))
        banner = Banner(ctx.theme, title, text, action=ctx.tr("ui.notice.read"))
        banner.action_clicked.connect(lambda: self._dismiss(notice.seq))
        return banner

    def _dismiss(self, seq: int) -> None:
        store = self.ctx.desk.store
        self.ctx.read(lambda: store.dismiss_notice(seq), lambda _none: self._read_notices())

    def _read_notices(self) -> None:
        store = self.ctx.desk.store
        self.ctx.read(store.notices, self._take_notices, key=("notices", id(self)), owner=self)

    def _take_notices(self, told: Sequence[Notice]) -> None:
        if told != self._told:
            self._told = told
            self._show_notices()

    def _standing_notices(self) -> list[Banner]:
        """Working alone, or the last trouble with what to do."""
        ctx, error = self.ctx, self.monitor.error
        if self.monitor.enrolled is None:
            title, text = ctx.tr("ui.sync.alone"), ctx.tr("ui.sync.alone.why")
            join = ctx.tr("ui.sync.join")
            banner = Banner(
                ctx.theme, title, text, tone="accent", ground="accent.soft", icon="info", action=join
            )
            banner.action_clicked.connect(lambda: ctx.page_asked.emit("settings", "headquarters"))
            return [banner]
        if error is None:
            return []
        action = ctx.tr("ui.sync.allow_deletions") if isinstance(error, DeletionBrake) else ""
        banner = Banner(ctx.theme, ctx.tr("ui.sync.failed"), ctx.sentence(error), action=action)
        banner.action_clicked.connect(lambda: ctx.sync_asked.emit(True))
        return [banner]
