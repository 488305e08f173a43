"""The clashes at the left of their page."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from app.services.clashes import Case
from ui.components.case_list import LEFT, CaseItem, CaseList
from ui.components.claim_words import case_light, party_name
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.painting import LIGHT_TONES, draw_light

SHOWN = 200


class _Item(CaseItem):
    def __init__(self, ctx: Context, case: Case) -> None:
        self._units = ctx.formats.listed([party_name(ctx, party) for party in case.parties])
        self._level, word = case_light(case)
        self._word = ctx.tr(f"ui.clash.list.{word}")
        when = ctx.formats.clock(case.row["opened_at"])
        super().__init__(ctx, case.id, str(case.row["title"] or ""), when, f"{self._word} {self._units}")

    def paint_low(self, painter: QPainter, low: QRect) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        side = px(11)
        spot = QRectF(low.left(), low.top() + (low.height() - side) // 2, side, side)
        draw_light(painter, theme, self._level, spot)
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color(LIGHT_TONES[self._level]))
        low.setLeft(low.left() + side + px(6))
        painter.drawText(low, LEFT, self._word)
        low.setLeft(low.left() + painter.fontMetrics().horizontalAdvance(self._word) + px(8))
        painter.setPen(theme.color("text.2"))
        units = painter.fontMetrics().elidedText(self._units, Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, LEFT, units)


class ClashList(CaseList):
    """Every clash with its light, its state in a word and its parties."""

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Replace the list."""
        self.show_items(_Item(self._ctx, case) for case in cases[:SHOWN])
