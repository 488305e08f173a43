"""What the ticked rows of a list add up to, in words for the bottom bar."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from app.model.field import Type
from app.model.registry import KINDS
from app.services.lists import groups_of
from ui.context.context import Context


class ListSums(QObject):
    """Belongs to one list; adds on the database thread, however many rows are ticked."""

    changed = Signal()

    def __init__(self, ctx: Context, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx, self._kind = ctx, KINDS[kind]
        self.fields = tuple(
            field.name for field in self._kind.list_fields if field.type in (Type.MONEY, Type.LAND)
        )
        self._sums: Mapping[str, Decimal] = {}

    def add_up(self, ids: Sequence[str]) -> None:
        """Sum the figures of these records."""
        ctx, kind, fields = self._ctx, self._kind.name, self.fields
        if not ids or not fields:
            self._take({})
            return

        def work() -> Mapping[str, Decimal]:
            return next((g.sums for g in groups_of(ctx.desk, kind, ids, "", fields)), {})

        ctx.read(work, self._take, key=("sums", id(self)), owner=self)

    def words(self) -> list[tuple[str, bool]]:
        """(“总投资 3.45 亿元”, not bold) for every figure there is."""
        return [
            (f"{self._ctx.formats.label(self._kind.fields[name])} {self._amount(name, value)}", False)
            for name in self.fields
            if (value := self._sums.get(name))
        ]

    def _amount(self, name: str, value: Decimal) -> str:
        field, formats = self._kind.fields[name], self._ctx.formats
        land = field.type is Type.LAND
        return formats.land(value) if land else formats.amount_with_unit(value, field)

    def _take(self, sums: Mapping[str, Decimal]) -> None:
        self._sums = sums
        self.changed.emit()
