"""Attachments on their way: what waits, what moves, what headquarters would not take; retry and pause."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.page import Surface
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.context.headquarters import FILES_PAUSED
from ui.pages.list_tab import ListTab
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.menu import Menu


class FilesTab(ListTab):
    """Files travel after the records and never hold them up; pausing keeps only files back."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__(ctx, monitor, "files")
        self._paused = False
        bar = Surface(ctx, line=True)
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(ctx.theme.px(n) for n in (20, 6, 20, 6)))
        row.setSpacing(ctx.theme.px(8))
        self._words = Label("", Role.META, "text.2")
        row.addWidget(self._words, 1)
        self.retry_button = Button(ctx.theme, ctx.tr("ui.queue.retry"), icon="refresh-cw", small=True)
        self.retry_button.clicked.connect(self.retry)
        self.pause_button = Button(ctx.theme, "", small=True)
        self.pause_button.clicked.connect(lambda: self.pause(not self._paused))
        row.addWidget(self.retry_button)
        row.addWidget(self.pause_button)
        self._bar: QWidget = bar
        self.column.insertWidget(0, bar)
        monitor.pulse.timeout.connect(self._beat)

    def refresh(self) -> None:
        """See ``TabPart``."""
        ctx = self.ctx
        ctx.read(
            lambda: bool(ctx.settings.get(FILES_PAUSED, False)),
            self._take_paused,
            key=("files paused", id(self)),
            owner=self,
        )
        super().refresh()

    def take(self, rows: Sequence[Mapping[str, object]]) -> None:
        """See ``ListTab``; says how many wait and how many came back."""
        super().take(rows)
        refused = sum(bool(row.get("refused")) for row in rows)
        key = "ui.files.words.refused" if refused else "ui.files.words"
        self._words.setText(self.ctx.tr(key, count=len(rows) - refused, refused=refused))
        self.retry_button.setVisible(refused > 0)

    def add_verbs(self, menu: Menu, id: str) -> None:
        """See ``ListTab``; and what the buttons above the list do."""
        super().add_verbs(menu, id)
        tr = self.ctx.tr
        menu.add(
            tr("ui.queue.retry"),
            self.retry,
            icon="upload",
            enabled=any(row.get("refused") for row in self.rows.values()),
            why_not=tr("ui.queue.none_refused"),
        )
        paused = self._paused
        words = tr("ui.files.resume" if paused else "ui.files.pause")
        menu.add(words, lambda: self.pause(not paused), icon="clock")

    def retry(self) -> None:
        """Send every refused file again with the next sync."""
        ctx = self.ctx
        ids = [id for id, row in self.rows.items() if row.get("refused")]

        def again() -> None:
            for sha256 in ids:
                ctx.desk.store.file_cache.retry(sha256)

        def done(_none: None) -> None:
            ctx.say(ctx.tr("ui.said.files_again", count=len(ids)))
            self.refresh()

        ctx.read(again, done)

    def pause(self, paused: bool) -> None:
        """Keep files back from the next sync on, or let them go again; kept with the profile."""
        self.ctx.keep(FILES_PAUSED, True if paused else None)
        self._take_paused(paused)

    def _take_paused(self, paused: bool) -> None:
        self._paused = paused
        self.pause_button.setText(self.ctx.tr("ui.files.resume" if paused else "ui.files.pause"))

    def _beat(self) -> None:
        if self.isVisible() and self.monitor.watch.file is not None:
            super().refresh()
