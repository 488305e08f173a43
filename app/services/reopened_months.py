"""Opening a published month again: by headquarters' people, for a reason that its unit sees (C1)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta, timezone

from app.i18n import Translator
from app.model.changes import ChangeSet
from app.model.row import Row
from app.reasons import Reason
from app.rules.fund_ledger import month_of
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_records import LOCK, REOPENING, reopenings
from app.services.headquarters import require_headquarters

_CHINA = timezone(timedelta(hours=8))


def reopen_month(desk: Desk, month: date, reason: str, *, units: Iterable[str] | None = None) -> ChangeSet:
    """Open a published month again for the units (ids; all of them unless told). What was published stays.

    Several locks of one unit's month are all opened: none of them is to hold it.

    Raises:
        WrittenByHeadquarters: not this person. InvalidRecord: no reason, or nothing of it is published.
    """
    require_headquarters(desk)
    month, why = month_of(month), reason.strip()
    if not why:
        raise InvalidRecord([Problem("reason", Reason("rules.value.required"))])
    wanted, known = None if units is None else set(units), reopenings(desk)
    found = [
        row
        for row in desk.store.rows(LOCK, desk.store.ids(LOCK))
        if month_of(row["month"]) == month and row.id not in known
        if wanted is None or (row["unit_id"] or "") in wanted
    ]
    if not found:
        told = {"month": f"{month:%Y-%m}"}
        raise InvalidRecord([Problem("month", Reason("funds.why.not_published", told))])
    with desk.store.write(actor=desk.actor, label="reopen.month") as work:
        for lock in found:
            values = {"lock_id": lock.id, "month": month, "unit": lock["unit"], "reason": why}
            work.create(REOPENING, values | ({"unit_id": lock["unit_id"]} if lock["unit_id"] else {}))
    return work.changes


def reopened(desk: Desk, month: date) -> list[Row]:
    """How a month was opened again, the latest first."""
    rows = [row for row in reopenings(desk).values() if month_of(row["month"]) == month_of(month)]
    return sorted(rows, key=lambda row: (row["created_at"], row.id), reverse=True)


def reopened_on(row: Row) -> date:
    """The day that a month was opened again on, in China."""
    day: date = row["created_at"].astimezone(_CHINA).date()
    return day


def reopened_in(desk: Desk, month: date, translator: Translator) -> str:
    """The words of a month, "" where it never was opened again."""
    return reopened_words(reopened(desk, month), translator)


def reopened_words(rows: Sequence[Row], translator: Translator) -> str:
    """What published figures say of it: each day and reason once, the latest first."""
    said = [
        translator.tr("funds.reopened", day=_day(reopened_on(row), translator), reason=str(row["reason"]))
        for row in rows
    ]
    return "\n".join(dict.fromkeys(said))


def _day(day: date, translator: Translator) -> str:
    return f"{day.month}月{day.day}日" if translator.language == "zh_CN" else day.isoformat()
