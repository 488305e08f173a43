"""Syncing by files where there is no network: write one for headquarters, read its answer (sync.md)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from sync.client.packages import SUFFIX, Sent, package_in, read_package, save_package, sent_packages
from sync.client.report import SyncReport
from ui.components.page import Surface, column_layout
from ui.components.plain_table import PlainTable
from ui.components.saving import ask_where
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.type_scale import Role
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest

STEPS = ("write", "carry", "read")


class PackagesTab(QWidget):
    """What to do in three steps, the two that happen here as buttons, and the packages without an answer."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__()
        self.ctx, self.monitor = ctx, monitor
        self.shown: Sequence[Mapping[str, object]] = ()
        columns = [
            _column(ctx, "when", 160),
            _column(ctx, "count", 120, CellKind.AMOUNT),
            _column(ctx, "answer", 320, CellKind.NAME),
        ]
        self.list = PlainTable(ctx, columns, ctx.tr("ui.empty.packages"))
        self.list.menu.verbs = self._add_verbs
        column = column_layout(self)
        column.addWidget(self._make_steps())
        column.addWidget(self.list, 1)

    def _make_steps(self) -> QWidget:
        ctx, px = self.ctx, self.ctx.theme.px
        strip = Surface(ctx, line=True)
        rows = QVBoxLayout(strip)
        rows.setContentsMargins(px(20), px(12), px(20), px(12))
        rows.setSpacing(px(8))
        rows.addWidget(Label(ctx.tr("ui.packages.about"), Role.BODY, "text.2", wrap=True))
        for number, step in enumerate(STEPS, start=1):
            text = f"{number}. {ctx.tr(f'ui.packages.step.{step}')}"
            rows.addWidget(Label(text, Role.BODY, "text.1", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        self.write_button = Button(ctx.theme, ctx.tr("ui.packages.write"), icon="send")
        self.write_button.clicked.connect(self.ask_write)
        self.read_button = Button(ctx.theme, ctx.tr("ui.packages.read"), icon="download")
        self.read_button.clicked.connect(self.ask_read)
        buttons.addWidget(self.write_button)
        buttons.addWidget(self.read_button)
        buttons.addStretch(1)
        nest(rows, buttons)
        return strip

    def _add_verbs(self, menu: Menu, _id: str) -> None:
        tr, enrolled = self.ctx.tr, self.monitor.enrolled is not None
        why_not = tr("ui.sync.waits.alone")
        for key, run, icon in (("write", self.ask_write, "send"), ("read", self.ask_read, "download")):
            menu.add(tr(f"ui.packages.{key}"), run, icon=icon, enabled=enrolled, why_not=why_not)

    # ---- showing
    def refresh(self) -> None:
        """See ``TabPart``."""
        ctx = self.ctx
        for button in (self.write_button, self.read_button):
            button.setEnabled(self.monitor.enrolled is not None)
        ctx.read(lambda: sent_packages(ctx.desk.store), self._take, key=("packages", id(self)), owner=self)

    def _take(self, sent: Sequence[Sent]) -> None:
        self.shown = [self._row(one) for one in reversed(sent)]
        self.list.show_rows(self.shown)

    def _row(self, one: Sent) -> Mapping[str, object]:
        ctx = self.ctx
        written = datetime.fromtimestamp(one.at / 1000, tz=UTC)
        return {
            "id": one.number,
            "when": ctx.formats.moment(written),
            "count": str(one.operations),
            "answer": ctx.tr("ui.packages.unanswered"),
        }

    # ---- writing
    def ask_write(self) -> None:
        """Ask where the file for headquarters is to be."""
        ctx = self.ctx
        name = ctx.tr("ui.packages.name", day=ctx.today().isoformat()) + SUFFIX
        filters = (ctx.tr("ui.packages.filter", suffix=SUFFIX),)
        ask_where(self, ctx.tr("ui.packages.write"), name, self.write, filters)

    def write(self, target: Path) -> None:
        """Write the file and say how much is in it."""
        ctx, store = self.ctx, self.ctx.desk.store

        def done(sent: Sent) -> None:
            ctx.say(ctx.tr("ui.packages.written", name=target.name, count=sent.operations))
            self.refresh()

        ctx.read(lambda: save_package(store, target, store.clock, store.randomness), done)

    # ---- reading
    def ask_read(self) -> None:
        """Ask for the file that headquarters answered with."""
        ctx = self.ctx
        dialog = QFileDialog(self, ctx.tr("ui.packages.read"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(ctx.tr("ui.packages.filter", suffix=SUFFIX))
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.open()

    def read(self, source: Path) -> None:
        """Take the answer in, tell the screens, and say what came of it."""
        ctx, store = self.ctx, self.ctx.desk.store

        def work() -> SyncReport:
            return read_package(store, package_in(source), store.clock, store.randomness)

        def done(report: SyncReport) -> None:
            ctx.hub.publish(report.changes)
            if report.error is not None:
                ctx.trouble(report.error)
            else:
                tally = report.tally
                ctx.say(ctx.tr("ui.packages.taken", sent=tally.sent, received=tally.received))
            self.refresh()

        ctx.read(work, done)


def _column(ctx: Context, key: str, width: int, kind: CellKind = CellKind.TEXT) -> Column:
    def show(row: RowValues) -> Cell:
        return Cell(str(row.get(key, "")), tone="text.1" if kind is CellKind.NAME else "text.2")

    return Column(key, ctx.tr(f"ui.packages.column.{key}"), show, width, kind, 0)
