"""总部动态: what headquarters published and decided of late, the latest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from app.services.desk import Desk
from app.services.fund_records import LOCK, REOPENING
from app.services.memory import unless
from app.services.scores.appraised import APPRAISAL
from app.services.scores.bulletins import BULLETIN, holds_everything
from app.store.reading import Filter

SINCE = timedelta(days=60)  # what is older is no news
MOST = 5
CLAIM, CLASH, RULEBOOK = "claim", "clash", "rulebook"


class What(StrEnum):
    """What came from headquarters."""

    BULLETIN = "bulletin"  # where everybody stands
    MONTH = "month"  # a month of funds was published
    REOPENED = "reopened"  # and takes figures again
    CLAIM = "claim"  # it has a first report of ours, and how that stands
    RULED = "ruled"  # a clash was ruled
    APPRAISAL = "appraisal"  # the departments' places in the service appraisal
    RULES = "rules"  # a policy pack, or the holidays


@dataclass(frozen=True, slots=True)
class News:
    """One line; ``id`` is of a record of ``kind``, whose fields that the words need are in ``told``."""

    what: What
    kind: str
    id: str
    at: datetime
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a sort of news is read from: ``at`` is the field that says when it came."""

    what: What
    kind: str
    at: str
    fields: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    same: str = ""  # of several that say the same in this field only the latest is told


_SOURCES = (
    _Source(What.BULLETIN, BULLETIN, "created_at", ("as_of",), same="as_of"),
    _Source(What.APPRAISAL, APPRAISAL, "created_at", ("starts_on",), same="starts_on"),
    _Source(What.MONTH, LOCK, "created_at", ("month",), same="month"),
    _Source(What.REOPENED, REOPENING, "created_at", ("month", "reason"), same="month"),
    _Source(What.RULES, RULEBOOK, "created_at", ("title", "version"), same="title"),
    _Source(
        What.RULED, CLASH, "ruled_at", ("title", "case_id"), (Filter("status", "eq", "ruled"),), "case_id"
    ),
)
_OWN = _Source(What.CLAIM, CLAIM, "received_at", ("title", "state", "company_id", "project_id"))
NEWS_KINDS = tuple(source.kind for source in (*_SOURCES, _OWN))


def news(desk: Desk) -> tuple[News, ...]:
    """The latest few of the last two months; receipts of first reports only where they are one's own."""
    sources = _SOURCES if holds_everything(desk) else (*_SOURCES, _OWN)
    with desk.looking():
        found = [one for source in sources for one in _kept(desk, source)]
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST])


def _kept(desk: Desk, source: _Source) -> tuple[News, ...]:
    key, read = ("news", source.what, desk.today()), _reading(desk, source)
    return desk.memory.recall(desk.store.changed, key, read, unless(source.kind))


def _reading(desk: Desk, source: _Source) -> Callable[[], tuple[News, ...]]:
    def read() -> tuple[News, ...]:
        since = desk.store.clock() - SINCE
        filters = (Filter(source.at, "ge", since), *source.filters)
        ids = desk.store.ids(source.kind, filters=filters)
        told = desk.store.fields(source.kind, ids, (source.at, *source.fields)).values()
        ordered = sorted(told, key=lambda row: (row[source.at], row["id"]), reverse=True)
        return tuple(islice(_told(source, ordered), MOST))

    return read


def _told(source: _Source, rows: Iterable[Mapping[str, Any]]) -> Iterable[News]:
    seen = set[Any]()
    for row in rows:
        if source.same and row[source.same] in seen:
            continue
        if source.same:
            seen.add(row[source.same])
        yield News(source.what, source.kind, str(row["id"]), row[source.at], row)
