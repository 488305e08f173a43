"""以往通报: what headquarters published before, the latest first, and the figures of the one chosen."""

from collections.abc import Mapping
from typing import Any

from app.model.registry import KINDS
from app.services.scores.bulletins import BULLETIN, Bulletin, bulletins, readable
from ui.components.bulletin_cards import bulletin_title, order_name
from ui.components.city_strip import CityStrip
from ui.components.plain_table import PlainTable
from ui.context.context import Context
from ui.models.columns import CellKind, Column, plain
from ui.theme.type_scale import Role
from ui.widgets.dialog import Dialog
from ui.widgets.label import Label

_FIELDS = KINDS[BULLETIN].fields
HEIGHT = 260


class BulletinsDialog(Dialog):
    """Moving in the list shows the totals of the city and the places of the units."""

    def __init__(self, ctx: Context) -> None:
        title, close = ctx.tr("ui.bulletins.title"), ctx.tr("ui.bulletins.close")
        super().__init__(ctx.theme, title, accept=close, width=720)
        self._ctx = ctx
        self.cancel_button.hide()
        self.rows = {row.id: row for row in bulletins(ctx.desk)}
        names = (("day", 120), ("period", 96), ("by", 120), ("at", 180))
        columns = [
            Column(name, ctx.tr(f"ui.bulletins.column.{name}"), plain(name), width, sortable=False)
            for name, width in names
        ]
        columns[2] = Column("by", columns[2].title, plain("by"), 120, CellKind.NAME, sortable=False)
        self.table = PlainTable(ctx, columns, ctx.tr("ui.bulletins.none"))
        self.table.setFixedHeight(ctx.theme.px(HEIGHT))
        self.table.grid.setAccessibleName(title)
        self.body.addWidget(self.table)
        self.city = CityStrip(ctx)
        self.ranks = Label("", Role.BODY, "text.2", wrap=True)
        self.body.addWidget(self.city)
        self.body.addWidget(self.ranks)
        self.table.show_rows([self._row(id) for id in self.rows])
        self.table.grid.current_changed.connect(self.show_bulletin)
        self.show_bulletin(next(iter(self.rows), ""))

    def show_bulletin(self, id: str) -> None:
        """Show the figures of the one of this id."""
        row = self.rows.get(id)
        found = readable(row) if row is not None else None
        self.city.setVisible(found is not None)
        if found is not None:
            self.city.show_city(found.told.city, bulletin_title(self._ctx, found))
            self.ranks.setText(self._ranks(found))
        else:
            self.ranks.setText(self._ctx.tr("ui.bulletins.unreadable") if row is not None else "")

    def _ranks(self, found: Bulletin) -> str:
        tr, lines = self._ctx.tr, list[str]()
        units = found.told.boards.get("unit")
        for order in units.orders if units is not None else ():
            ranked = [one for one in order.places if one.rank is not None]
            places = "  ".join(tr("ui.bulletins.place", rank=one.rank, owner=one.owner) for one in ranked)
            lines.append(tr("ui.bulletins.ranks", name=order_name(self._ctx, order), places=places or "—"))
        return "\n".join(lines)

    def _row(self, id: str) -> Mapping[str, Any]:
        row, formats = self.rows[id], self._ctx.formats
        return {
            "id": id,
            "day": formats.day(row["as_of"]),
            "period": formats.choice(_FIELDS["period"], str(row["period"])),
            "by": row["created_by"] or "—",
            "at": formats.moment(row["created_at"]),
        }
