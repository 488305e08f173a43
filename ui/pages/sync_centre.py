"""The sync centre: what waits, files, conflicts, what came back, and how the last runs went."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.model.changes import ChangeSet
from sync.client.errors import DeletionBrake
from ui.components.page import Page, PageHeader, Surface, column_layout
from ui.components.plain_table import PlainTable
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.pages import sync_lists
from ui.pages.conflict_inbox import ConflictInbox
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.card import Banner
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.switches import Tab, TabBar

TABS = ("pending", "files", "conflicts", "refused", "runs")


class SyncCentre(Page):
    """Tabs with counts; F5 syncs now; the last error in plain words with what to do."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx, "sync")
        self.monitor = monitor
        self._tab = "pending"
        self._records: dict[str, tuple[str, str]] = {}
        self._build()
        monitor.changed.connect(self._show_standing)
        ctx.hub.subscribe(self, (), self._changed)
        self._show_standing()

    def _build(self) -> None:
        ctx, px = self.ctx, self.ctx.theme.px
        header = PageHeader(ctx, ctx.tr("ui.page.sync"))
        self._last = Label("", Role.META, "text.2")
        header.right.addWidget(self._last)
        self.sync_button = Button(ctx.theme, ctx.tr("ui.sync.now"), icon="refresh-cw", hint="F5")
        self.sync_button.clicked.connect(lambda: ctx.sync_asked.emit(False))
        header.right.addWidget(self.sync_button)
        self.tabs = TabBar(ctx.theme, [Tab(name, ctx.tr(f"ui.sync.tab.{name}")) for name in TABS])
        self.tabs.changed.connect(self.show_tab)
        strip = Surface(ctx, line=True)
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(20), 0, px(20), 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self._trouble = QHBoxLayout()
        self._trouble.setContentsMargins(px(20), 0, px(20), 0)
        self.inbox = ConflictInbox(ctx)
        self.lists = {
            name: PlainTable(ctx, columns(ctx), ctx.tr(f"ui.empty.{name}"))
            for name, columns in sync_lists.COLUMNS.items()
        }
        self.stack = QStackedWidget()
        for name in TABS:
            self.stack.addWidget(self._tab_widget(name))
        for name, table in self.lists.items():
            table.opened.connect(lambda id, name=name: self._open(id))
        column = column_layout(self)
        column.addWidget(header)
        column.addWidget(strip)
        column.addLayout(self._trouble)
        column.addWidget(self.stack, 1)

    def _tab_widget(self, name: str) -> QWidget:
        return self.inbox if name == "conflicts" else self.lists[name]

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
        self.stack.setCurrentWidget(self._tab_widget(name))
        self.refresh()
        self.status_changed.emit()

    def refresh(self) -> None:
        """Read the current tab again."""
        ctx, name = self.ctx, self._tab
        if name == "conflicts":
            self.inbox.refresh()
            return
        ctx.read(
            lambda: sync_lists.READERS[name](ctx),
            lambda rows: self._take(name, rows),
            key=("sync centre", id(self), name),
            owner=self,
        )

    # ---- inside
    def _changed(self, changes: ChangeSet) -> None:
        self.refresh()

    def _take(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        for row in rows:
            if "kind" in row:
                self._records[str(row["id"])] = (str(row["kind"]), str(row["record"]))
        self.lists[name].show_rows(rows)

    def _open(self, id: str) -> None:
        if id in self._records:
            self.ctx.record_asked.emit(*self._records[id])

    def _show_standing(self) -> None:
        ctx, counts = self.ctx, self.monitor.counts
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
        self._last.setText(
            ctx.tr("ui.sync.running") if self.monitor.syncing else ctx.tr("ui.sync.last", when=when)
        )
        self.sync_button.setEnabled(not self.monitor.syncing)
        self._show_trouble()
        if not self.monitor.syncing and self.isVisible() and self._tab == "runs":
            self.refresh()
        self.status_changed.emit()

    def _show_trouble(self) -> None:
        clear_layout(self._trouble)
        ctx, error = self.ctx, self.monitor.error
        self._trouble.setContentsMargins(
            *(ctx.theme.px(n) for n in ((20, 12, 20, 12) if self._says() else (0,) * 4))
        )
        if self.monitor.enrolled is None:
            banner = Banner(
                ctx.theme,
                ctx.tr("ui.sync.alone"),
                ctx.tr("ui.sync.alone.why"),
                tone="accent",
                ground="accent.soft",
                icon="info",
                action=ctx.tr("ui.sync.join"),
            )
            banner.action_clicked.connect(lambda: ctx.page_asked.emit("settings", "headquarters"))
            self._trouble.addWidget(banner)
        elif error is not None:
            action = ctx.tr("ui.sync.allow_deletions") if isinstance(error, DeletionBrake) else ""
            banner = Banner(ctx.theme, ctx.tr("ui.sync.failed"), ctx.sentence(error), action=action)
            banner.action_clicked.connect(lambda: ctx.sync_asked.emit(True))
            self._trouble.addWidget(banner)

    def _says(self) -> bool:
        return self.monitor.enrolled is None or self.monitor.error is not None
