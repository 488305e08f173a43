"""A plain list under a tab of the sync centre."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ui.components.page import column_layout
from ui.components.plain_table import PlainTable
from ui.components.sync_monitor import SyncMonitor
from ui.context.context import Context
from ui.pages import sync_lists


class ListTab(QWidget):
    """A plain list of the centre; a row opens its record, or the details of a run."""

    def __init__(self, ctx: Context, monitor: SyncMonitor, name: str) -> None:
        super().__init__()
        self.ctx, self.monitor, self._name = ctx, monitor, name
        self.rows: dict[str, Mapping[str, object]] = {}
        self.list = PlainTable(ctx, sync_lists.COLUMNS[name](ctx), ctx.tr(f"ui.empty.{name}"))
        self.list.opened.connect(self.open)
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

    def open(self, id: str) -> None:
        """Open what a row stands for."""
        row = self.rows.get(id, {})
        if "run" in row:
            self.ctx.run_asked.emit(row["run"], str(row["outcome"]))
        elif "kind" in row:
            self.ctx.record_asked.emit(str(row["kind"]), str(row["record"]))
