"""A quiet line under the name of a company, or the investor of a project, that says who has reported it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.services.claims import FREE, Checked, check_claim
from ui.components.claim_words import check_words
from ui.components.record_form import RecordForm
from ui.context.context import Context

FIELDS = {"company": "name", "project": "investor_id"}


class ClaimHint(QObject):
    """Asks the registry on this laptop, off the main thread; never in the way of typing or saving."""

    def __init__(self, ctx: Context, kind: str, form: RecordForm) -> None:
        super().__init__(form)
        self._ctx, self._kind, self._form = ctx, kind, form
        self.checked: Checked = FREE

    def look(self, values: Mapping[str, Any]) -> None:
        """Ask about what is typed so far."""
        ctx, kind = self._ctx, self._kind
        typed = str(values.get(FIELDS[kind]) or "").strip()
        code = str(values.get("credit_code") or "")

        def asked() -> Checked:
            if kind == "company":
                return check_claim(ctx.desk, typed, code)
            company = ctx.desk.store.get("company", typed) if typed else None
            if company is None:
                return FREE
            return check_claim(ctx.desk, company["name"] or "", company["credit_code"] or "")

        ctx.read(
            asked, lambda found: self._show(found, bool(typed)), key=("claim hint", id(self)), owner=self
        )

    def _show(self, checked: Checked, typed: bool) -> None:
        self.checked = checked
        # An enterprise that nobody has needs no line: the form does not move while one types.
        words, tone = (
            check_words(self._ctx, checked) if typed and checked.verdict != "free" else ("", "text.3")
        )
        self._form.rows[FIELDS[self._kind]].set_help(words, tone)
