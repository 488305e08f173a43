"""The published months of 到位资金: as they were published and as they come out now; opening one again."""

from app.services.headquarters import writes_for_headquarters
from app.services.month_locks import Recomputed, recomputed
from ui.components import fund_columns
from ui.components.fund_columns import lock_rows
from ui.components.fund_table import LinesTable
from ui.context.context import Context
from ui.dialogs.reopen_dialog import ReopenDialog


class PublishedMonths(LinesTable):
    """One row for each unit's month."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, fund_columns.lock_columns(ctx), ctx.tr("ui.empty.funds.locks"))
        self._found: dict[str, Recomputed] = {}

    def refresh(self) -> None:
        """Compute them again on the database thread."""
        ctx = self._ctx
        ctx.read(lambda: recomputed(ctx.desk), self._take, key=("fund locks", id(self)), owner=self)

    def _take(self, found: list[Recomputed]) -> None:
        self._found = {one.lock.id: one for one in found}
        self.show_lines(lock_rows(found))

    def published(self, id: str) -> Recomputed | None:
        """One of them."""
        return self._found.get(id)

    def reopen(self) -> ReopenDialog | None:
        """Open the current one again; one that is open is left alone."""
        found = self._found.get(self.grid.current_id())
        if found is None or found.reopening is not None or not writes_for_headquarters(self._ctx.desk):
            return None
        dialog = ReopenDialog(self._ctx, found)
        self._ctx.dialog_asked.emit(dialog)
        return dialog
