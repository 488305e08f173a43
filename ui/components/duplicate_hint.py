"""Says, while a company or a person is being typed, who it may be already."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.row import Row
from app.reasons import Reason
from app.rules.names import (
    CompanyFacts,
    PersonFacts,
    company_duplicate_reasons,
    company_key,
    person_duplicate_reasons,
)
from app.rules.people import split_honorific
from app.rules.phones import parse_phone
from app.rules.refusals import RuleError
from ui.context.context import Context
from ui.widgets.card import Banner

KINDS_CHECKED = ("company", "contact")
LOOKED_AT = 12
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
        ctx.read(lambda: likely_same(ctx, kind, values), self._show, key=("duplicates", id(self)), owner=self)

    def sentences(self) -> list[str]:
        """What it says now."""
        return [banner.accessibleName() for banner in self._banners]

    def _show(self, found: list[tuple[Row, Reason]]) -> None:
        for banner in self._banners:
            banner.hide()
            banner.deleteLater()
        self._banners = []
        for row, reason in found[:SHOWN]:
            title = self._ctx.tr("ui.form.maybe", name=self._ctx.formats.title(row))
            words = self._ctx.formats.reason(reason)
            banner = Banner(self._ctx.theme, title, words, action=self._ctx.tr("ui.action.open"))
            banner.setAccessibleName(f"{title} {words}")
            banner.action_clicked.connect(lambda id=row.id: self.asked.emit(id))
            self._banners.append(banner)
            self._column.addWidget(banner)
        self.setVisible(bool(found))


def likely_same(ctx: Context, kind: str, values: Mapping[str, Any]) -> list[tuple[Row, Reason]]:
    """Records of the kind that may be the one being typed, each with its strongest reason."""
    name = str(values.get("name") or "").strip()
    phones = _phones(values.get("phones"))
    store = ctx.desk.store
    core = company_key(name) if kind == "company" else split_honorific(name)[0]
    texts = dict.fromkeys((name, core, *phones, str(values.get("credit_code") or "")))
    wanted = [text for text in texts if len(text) > 1]
    hits = {hit.id: hit.row for text in wanted for hit in store.find(text, kinds=(kind,), limit=LOOKED_AT)}
    found: list[tuple[Row, Reason]] = []
    for row in hits.values():
        reasons = _reasons(ctx, kind, name, phones, values, row)
        if reasons:
            found.append((row, reasons[0].reason))
    return found


def _reasons(
    ctx: Context, kind: str, name: str, phones: tuple[str, ...], values: Mapping[str, Any], row: Row
) -> Any:
    if kind == "company":
        typed = CompanyFacts(
            name, str(values.get("credit_code") or ""), phones, str(values.get("city") or "")
        )
        there = CompanyFacts(
            row["name"] or "", row["credit_code"] or "", tuple(row["phones"] or ()), row["city"] or ""
        )
        return company_duplicate_reasons(typed, there)
    employers = ctx.names([("company", id) for id in (values.get("company_id"), row["company_id"]) if id])
    person = PersonFacts(name, phones, employers.get(str(values.get("company_id")), ""))
    known = PersonFacts(row["name"] or "", tuple(row["phones"] or ()), employers.get(row["company_id"], ""))
    return person_duplicate_reasons(person, known)


def _phones(typed: Any) -> tuple[str, ...]:
    found: list[str] = []
    for text in typed if isinstance(typed, list) else ():
        try:
            found.append(parse_phone(text).stored)
        except RuleError:
            continue  # still being typed; the form complains when it is saved
    return tuple(found)
