"""A plain list under a tab of the sync centre."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ui.components.page import column_layout
from ui.components.plain_table import PlainTable
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.pages import sync_lists
from ui.widgets.menu import Menu


class ListTab(QWidget):
    """A plain list of the centre; a row opens its record, or the details of a run."""

    def __init__(self, ctx: Context, monitor: SyncMonitor, name: str) -> None:
        super().__init__()
        self.ctx, self.monitor, self._name = ctx, monitor, name
        self.rows: dict[str, Mapping[str, object]] = {}
        self.list = PlainTable(ctx, sync_lists.COLUMNS[name](ctx), ctx.tr(f"ui.empty.{name}"))
        self.list.opened.connect(self.open)
        self.list.menu.verbs = self.add_verbs
        self.column = column_layout(self)
        self.column.addWidget(self.list)

    def refresh(self) -> None:
        """See ``TabPart``."""
        ctx, monitor = self.ctx, self.monitor
        ctx.read(
            lambda: sync_lists.READERS[self._name](ctx, monitor),
            self.take,
            key=("sync list", id(self)),
            owner=self,
        )

    def take(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Show these rows."""
        self.rows = {str(row["id"]): row for row in rows}
        self.list.show_rows(rows)

    def add_verbs(self, menu: Menu, id: str) -> None:
        """What can be done with a row, or with all that waits."""
        ctx, row = self.ctx, self.rows.get(id, {})
        if id:
            menu.add(
                ctx.tr("ui.sync.details" if "run" in row else "ui.action.open"),
                lambda: self.open(id),
                icon="info" if "run" in row else "chevron-right",
                hint="F2",
                enabled="run" in row or "kind" in row,
                why_not=ctx.tr("ui.sync.no_record"),
            )
        menu.add(
            ctx.tr("ui.sync.now"),
            lambda: ctx.sync_asked.emit(False),
            icon="refresh-cw",
            hint="F5",
            enabled=self.monitor.enrolled is not None and not self.monitor.syncing,
            why_not=ctx.tr("ui.sync.waits.alone" if self.monitor.enrolled is None else "ui.sync.waits.now"),
        )

    def open(self, id: str) -> None:
        """Open what a row stands for."""
        row = self.rows.get(id, {})
        if "run" in row:
            self.ctx.run_asked.emit(row["run"], str(row["outcome"]))
        elif "kind" in row:
            self.ctx.record_asked.emit(str(row["kind"]), str(row["record"]))
