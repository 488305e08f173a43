"""Two records that may be one: both names, what tells them apart, why, and what to do."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.registry import KINDS
from app.model.row import Row
from app.rules.names import Match
from app.services.duplicates import Candidate
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Box
from ui.widgets.label import ElidedLabel
from ui.widgets.nesting import nest

_TOLD = {"company": ("city", "credit_code", "phones"), "contact": ("company_id", "title", "phones")}


class DuplicateCard(Box):
    """One candidate of the scan."""

    compared = Signal(str, str)
    """Show these two side by side; the first is to be kept."""
    dismissed = Signal(str, str)
    """These two are not the same."""

    def __init__(self, ctx: Context, candidate: Candidate, names: dict[str, str]) -> None:
        super().__init__(ctx.theme)
        self._ctx, self._names, self.candidate = ctx, names, candidate
        px = ctx.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.reason = ElidedLabel(self._why(), Role.META, "text.2")
        head.addWidget(self.reason, 1)
        differ = Button(ctx.theme, ctx.tr("ui.duplicates.differ"), ButtonKind.QUIET, small=True)
        differ.clicked.connect(lambda: self.dismissed.emit(*candidate.pair))
        compare = Button(ctx.theme, ctx.tr("ui.duplicates.compare"), small=True, icon="merge")
        compare.clicked.connect(lambda: self.compared.emit(candidate.first.id, candidate.second.id))
        self.differ_button, self.compare_button = differ, compare
        head.addWidget(differ)
        head.addWidget(compare)
        nest(column, head)
        both = QHBoxLayout()
        both.setSpacing(px(16))
        for row in (candidate.first, candidate.second):
            both.addWidget(self._record(row), 1)
        nest(column, both)

    def _why(self) -> str:
        formats, reasons = self._ctx.formats, self.candidate.reasons
        words = " ".join(formats.reason(one.reason) for one in reasons)
        sure = "ui.duplicates.alike" if reasons[0].match is Match.SIMILAR else "ui.duplicates.same"
        return f"{formats.kind(self.candidate.kind)} · {self._ctx.tr(sure)} · {words}"

    def _record(self, row: Row) -> QWidget:
        ctx, holder = self._ctx, QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(2))
        column.addWidget(ElidedLabel(ctx.formats.title(row), Role.BODY_BOLD))
        column.addWidget(ElidedLabel(self._told(row), Role.META, "text.2"))
        return holder

    def _told(self, row: Row) -> str:
        fields = KINDS[row.kind].fields
        told = [self._ctx.formats.value(fields[name], row[name], self._names) for name in _TOLD[row.kind]]
        by = self._ctx.tr("ui.duplicates.by", by=row["created_by"] or row.changed_by or "—")
        return " · ".join([*(one for one in told if one), by])
