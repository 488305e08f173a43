"""Pull: a state feed. Newest states after a revision, in pages that never split a revision.

Records that went to a unit the laptop does not see are named in the same window of revisions, as having left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.rules.masking import masked
from sync.hq import moves
from sync.hq.records import Key
from sync.hq.scopes import SCOPES, Scope
from sync.hq.store import Tenant
from sync.hq.tables import RECORD
from sync.protocol.limits import PAGE_BYTES, PAGE_ROWS
from sync.protocol.messages import DELETED, LEFT_SCOPE, KindRows

MAX_MOVED = 1_000_000  # records of one transfer
_SMALLEST, _LARGEST = 16 * 1024, 2 * 1024 * 1024

_COLUMNS = (
    RECORD.c.kind,
    RECORD.c.id,
    RECORD.c.rev,
    RECORD.c.deleted,
    RECORD.c.at,
    RECORD.c.by,
    RECORD.c.unit,
    RECORD.c.doc,
)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by kind, the revision up to which they are complete, and whether there is more."""

    kinds: tuple[KindRows, ...]
    rev: int
    more: bool


def page(
    connection: Connection,
    number: int,
    tenant: Tenant,
    scope: Scope,
    *,
    after: int,
    wish: int = 0,
    exact: Mapping[Key, int] = MappingProxyType({}),
    whole: frozenset[int] = frozenset(),
) -> Page:
    """The next page after revision ``after`` for ``scope`` in tenant ``number``.

    ``wish`` is the laptop's wish for the page's size in bytes. What the laptop has just pushed it holds:
    revisions in ``whole`` are not read at all, records in ``exact`` that still stand at the revision given
    there are left out.
    """
    if after >= tenant.rev:
        return Page((), tenant.rev, more=False)
    feed = _feed(number, scope)
    rows, end = _whole_revisions(connection, feed, after, _size(wish), whole)
    gone = moves.left(connection, number, scope, after, limit=PAGE_ROWS + 1)
    if len(gone) > PAGE_ROWS:
        last = gone[-1][0]  # perhaps cut off: it comes with the next page, unless it fills this one alone
        told = max((rev for rev, _ in gone if rev < last), default=last)
        if told == last:
            gone = moves.left(connection, number, scope, after, limit=MAX_MOVED)
        end = told if end is None else min(end, told)
    if end is not None:
        rows, gone = [row for row in rows if row.rev <= end], [one for one in gone if one[0] <= end]
    sent = [row for row in rows if exact.get((row.kind, row.id)) != row.rev]
    reached = tenant.rev if end is None else end
    return Page((*_by_kind(sent, scope), *_departures(gone)), reached, more=reached < tenant.rev)


def filling(
    connection: Connection,
    number: int,
    scope: Scope,
    units: frozenset[str],
    *,
    after: int,
    until: int,
    wish: int = 0,
) -> Page:
    """The next page of the records of ``units`` alone, of revisions after ``after`` and up to ``until``."""
    feed = (
        select(*_COLUMNS)
        .where(RECORD.c.tenant == number, scope.clause(RECORD.c.unit), RECORD.c.unit.in_(sorted(units)))
        .where(RECORD.c.rev <= until)
    )
    rows, end = _whole_revisions(connection, feed, after, _size(wish))
    return Page(_by_kind(rows, scope), until if end is None else end, more=end is not None)


def records(connection: Connection, number: int, scope: Scope, kind: str, ids: Sequence[str]) -> KindRows:
    """These records of one kind as ``scope`` sees them, wherever the laptop has read to."""
    named = {"of_kind": kind, "ids": list(ids)}
    parts = _by_kind(_named(_feed(number, scope)).all(connection, named) if ids else (), scope)
    return parts[0] if parts else KindRows(kind, (), [])


@lru_cache(maxsize=SCOPES)
def _feed(number: int, scope: Scope) -> Select[Any]:
    return select(*_COLUMNS).where(RECORD.c.tenant == number, scope.clause(RECORD.c.unit))


@lru_cache(maxsize=SCOPES)
def _in_order(feed: Select[Any]) -> Prepared:
    return Prepared(
        feed.where(RECORD.c.rev > bindparam("after"))
        .where(RECORD.c.rev.not_in(bindparam("without", expanding=True)))
        .order_by(RECORD.c.rev)
        .limit(bindparam("most"))
    )


@lru_cache(maxsize=SCOPES)
def _named(feed: Select[Any]) -> Prepared:
    known = RECORD.c.id.in_(bindparam("ids", expanding=True))
    return Prepared(feed.where(RECORD.c.kind == bindparam("of_kind"), known))


@lru_cache(maxsize=SCOPES)
def _of_revision(feed: Select[Any]) -> Prepared:
    return Prepared(feed.where(RECORD.c.rev == bindparam("only")))


def _size(wish: int) -> int:
    return min(max(wish or PAGE_BYTES, _SMALLEST), _LARGEST)


def _departures(gone: Iterable[tuple[int, Key]]) -> Iterator[KindRows]:
    by_kind: dict[str, dict[str, int]] = {}
    for rev, (kind, id) in gone:
        by_kind.setdefault(kind, {})[id] = rev
    for kind, revs in by_kind.items():
        yield KindRows(kind, (), [[id, rev, LEFT_SCOPE, 0, ""] for id, rev in revs.items()])


def _whole_revisions(
    connection: Connection,
    feed: Select[Any],
    after: int,
    size: int,
    without: frozenset[int] = frozenset(),
) -> tuple[Sequence[Row[Any]], int | None]:
    """Rows after ``after`` up to the end of a revision, and that revision (None: these are all).

    ``without``: revisions to leave out.
    """
    while after + 1 in without:  # mostly all there is
        after += 1
    asked = {"after": after, "without": sorted(without), "most": PAGE_ROWS + 1}
    rows = _in_order(feed).all(connection, asked)
    end = _cut(rows, size)
    if end is None:
        return rows, None
    if end > rows[0].rev or rows[-1].rev > end:
        whole = [row for row in rows if row.rev <= end]
    else:
        whole = _of_revision(feed).all(connection, {"only": end})
    return whole, end


def _cut(rows: Sequence[Row[Any]], size: int) -> int | None:
    """The last revision of the page; None where every row there is fits."""
    if not rows:
        return None
    taken, complete, first = 0, 0, int(rows[0].rev)
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        taken += len(row.doc)
        if following is None:
            break
        if following.rev != row.rev:
            complete = int(row.rev)
            if taken >= size:
                return complete
    if len(rows) <= PAGE_ROWS:
        return None
    # The last revision may be cut off: leave it for the next page, unless it fills this one alone.
    return complete or first


def _by_kind(rows: Sequence[Row[Any]], scope: Scope) -> tuple[KindRows, ...]:
    by_kind: dict[str, list[tuple[Row[Any], dict[str, Any]]]] = {}
    whole = {unit for unit in {row.unit for row in rows} if scope.writes(unit)}
    for row in rows:
        doc = msgspec.json.decode(row.doc)
        seen = doc if row.unit in whole else masked(row.kind, doc)
        by_kind.setdefault(row.kind, []).append((row, seen))
    return tuple(_rows(kind, found) for kind, found in by_kind.items())


def _rows(kind: str, found: list[tuple[Row[Any], dict[str, Any]]]) -> KindRows:
    """The rows of one kind under one header of the fields that occur in them, in the model's order."""
    used = {name for _, doc in found for name in doc}
    known = KINDS[kind].fields if kind in KINDS else {}
    fields = (*(name for name in known if name in used), *sorted(used - known.keys()))
    rows = [
        [
            row.id,
            row.rev,
            DELETED if row.deleted else 0,
            row.at,
            row.by,
            *map(doc.get, fields),
        ]
        for row, doc in found
    ]
    return KindRows(kind, fields, rows)
