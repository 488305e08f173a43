"""Says, while a company or a person is being typed, who it may be already."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.row import Row
from app.rules.names import DuplicateReason
from app.rules.phones import parse_phone
from app.rules.refusals import RuleError
from app.services.duplicates import likely_same
from ui.context.context import Context
from ui.widgets.card import Banner

KINDS_CHECKED = ("company", "contact")
SHOWN = 2


class DuplicateHint(QWidget):
    """A strip on warn.soft above the form; never in the way of saving."""

    asked = Signal(str)
    """Open the record with this id."""

    def __init__(self, ctx: Context, kind: str) -> None:
        super().__init__()
        self._ctx, self._kind = ctx, kind
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._banners: list[Banner] = []
        self.hide()

    def look(self, values: Mapping[str, Any]) -> None:
        """Compare what is typed so far with what is there, off the main thread."""
        ctx, kind = self._ctx, self._kind
        typed = {**values, "phones": _phones(values.get("phones"))}
        ctx.read(
            lambda: likely_same(ctx.desk, kind, typed, limit=SHOWN),
            self._show,
            key=("duplicates", id(self)),
            owner=self,
        )

    def sentences(self) -> list[str]:
        """What it says now."""
        return [banner.accessibleName() for banner in self._banners]

    def _show(self, found: list[tuple[Row, DuplicateReason]]) -> None:
        for banner in self._banners:
            banner.hide()
            banner.deleteLater()
        self._banners = []
        for row, why in found:
            title = self._ctx.tr("ui.form.maybe", name=self._ctx.formats.title(row))
            words = self._ctx.formats.reason(why.reason)
            banner = Banner(self._ctx.theme, title, words, action=self._ctx.tr("ui.action.open"))
            banner.setAccessibleName(f"{title} {words}")
            banner.action_clicked.connect(lambda id=row.id: self.asked.emit(id))
            self._banners.append(banner)
            self._column.addWidget(banner)
        self.setVisible(bool(found))


def _phones(typed: Any) -> tuple[str, ...]:
    found: list[str] = []
    for text in typed if isinstance(typed, list) else ():
        try:
            found.append(parse_phone(text).stored)
        except RuleError:
            continue  # still being typed; the form complains when it is saved
    return tuple(found)
