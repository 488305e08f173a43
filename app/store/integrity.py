"""Whether the file is sound and keeps its promises: what ``outpost doctor`` and the tests ask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, literal, not_, select, text, union_all

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.model.values import digest_sum, record_sum
from app.store import fund_sums, rows
from app.store.tables import BASE, DUPLICATE_KEY, HQ_DIGEST, OUTBOX, SEARCH_DOC, UNINDEXED
from app.store.work import WAITING, stored_document

_BASED = Prepared(select(BASE.c.kind, BASE.c.id))
_BASES = Prepared(select(BASE))
_CAPTURED = Prepared(select(OUTBOX.c.kind, OUTBOX.c.id))
_FILED = Prepared(select(DUPLICATE_KEY.c.kind).distinct())
_DIGESTS = Prepared(select(HQ_DIGEST))
_LATER = OUTBOX.alias()
_OF_SAME_RECORD = and_(_LATER.c.kind == OUTBOX.c.kind, _LATER.c.id == OUTBOX.c.id)
# A refused value that was written anew since stands no more, and neither does the version under it.
_CORRECTED = exists().where(_OF_SAME_RECORD, _LATER.c.seq > OUTBOX.c.seq)
_STANDING = OUTBOX.c.state.in_(WAITING) & not_(and_(OUTBOX.c.state == "refused", _CORRECTED))
_WAITING = Prepared(select(OUTBOX.c.kind, OUTBOX.c.id).where(_STANDING).distinct())


@cache
def _prepared(what: str, kind: str) -> Prepared:
    """Records: ``live``, ``theirs`` (headquarters has them), ``own`` and never queued, ``unindexed``; ids
    that are ``filed`` under duplicate keys of no live record."""
    table = KINDS[kind].table
    match what:
        case "live":
            return Prepared(select(table).where(table.c.deleted.is_(False)))
        case "theirs":
            return Prepared(select(table).where(table.c.rev > 0))
        case "own":
            queued = select(OUTBOX.c.id).where(OUTBOX.c.kind == kind)
            return Prepared(select(table.c.id).where(table.c.rev == 0, table.c.id.not_in(queued)))
        case "filed":
            filed = DUPLICATE_KEY.c
            live = select(table.c.id).where(table.c.deleted.is_(False))
            gone = select(filed.id).where(filed.kind == kind, filed.id.not_in(live))
            return Prepared(gone.where(filed.id.not_in(_marked(kind))).distinct())
        case _:
            indexed = select(SEARCH_DOC.c.id).where(SEARCH_DOC.c.kind == kind)
            query = select(table.c.id).where(table.c.deleted.is_(False), table.c.id.not_in(indexed))
            return Prepared(query.where(table.c.id.not_in(_marked(kind))))


@cache
def _filled(kinds: tuple[str, ...]) -> Prepared:
    """Those of ``kinds`` that there is any record of: of the forty there are, most have none."""
    each = (select(literal(name)).where(exists().select_from(KINDS[name].table)) for name in kinds)
    return Prepared(union_all(*each))


def _used(connection: Connection) -> dict[str, Kind]:
    return {name: KINDS[name] for (name,) in _filled(tuple(KINDS)).bare(connection)}


def _marked(kind: str) -> Select[Any]:
    """What sync brought or took away and the indexes are to follow."""
    return select(UNINDEXED.c.id).where(UNINDEXED.c.kind == kind)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it must be; ``code`` is stable, ``detail`` for the report."""

    code: str
    detail: str


def content_sums(connection: Connection) -> dict[str, tuple[int, int]]:
    """Count and sum of every kind's live records as shown on this laptop."""
    sums = dict.fromkeys(KINDS, (0, 0))
    for name, kind in _used(connection).items():
        query = _prepared("live", name)
        each = [
            record_sum(name, row.id, stored_document(kind, row._asdict())) for row in query.each(connection)
        ]
        sums[name] = (len(each), digest_sum(each))
    return sums


def problems(connection: Connection) -> list[Problem]:
    """Everything found wrong, most basic first; empty for a sound store."""
    return file_problems(connection) or broken_promises(connection)


def file_problems(connection: Connection) -> list[Problem]:
    """What SQLite and SQLCipher find damaged."""
    # FTS5 checks itself by the segments it remembers, and calls it damage where another connection has merged
    # them since; opening the index makes it look again.
    connection.execute(text("SELECT rowid FROM search LIMIT 1")).first()
    found = [
        Problem("sqlite", str(line))
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars()
        if line != "ok"
    ]
    found += [
        Problem("cipher", str(line))
        for line in connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
    ]
    return found


def broken_promises(connection: Connection) -> list[Problem]:
    """Where the content contradicts itself: queue, versions put aside, digests, search index."""
    kinds = _used(connection)
    return [
        *_unbacked(connection, kinds),
        *_without_base(connection),
        *_orphan_bases(connection),
        *_digest_drift(connection, kinds),
        *_unsearchable(connection, kinds),
        *_unfiled(connection),
        *_wrongly_added(connection),
    ]


def _without_base(connection: Connection) -> list[Problem]:
    """Records with waiting operations whose version at headquarters was not put aside."""
    based = {(row.kind, row.id) for row in _BASED.each(connection)}
    found = []
    for kind, id in _WAITING.all(connection):
        held = rows.load(connection, KINDS[kind], [id]).get(id)
        if held is not None and held["rev"] and (kind, id) not in based:
            found.append(Problem("no_base", f"{kind} {id}"))
    return found


def _orphan_bases(connection: Connection) -> list[Problem]:
    """Versions put aside for records no operation was ever captured for.

    One whose operations were all acknowledged may still wait for headquarters' merged row: that is sound.
    """
    known = {(row.kind, row.id) for row in _CAPTURED.each(connection)}
    based = _BASED.each(connection)
    return [
        Problem("orphan_base", f"{row.kind} {row.id}") for row in based if (row.kind, row.id) not in known
    ]


def _unbacked(connection: Connection, kinds: Iterable[str]) -> list[Problem]:
    """Records that headquarters never had and for which nothing was ever queued."""
    found = []
    for name in kinds:
        found += [Problem("not_queued", f"{name} {row.id}") for row in _prepared("own", name).all(connection)]
    return found


def _digest_drift(connection: Connection, kinds: Collection[str]) -> list[Problem]:
    """Kinds whose running digest of headquarters' records differs from the records themselves."""
    kept = {row.kind: (row.records, int(row.total)) for row in _DIGESTS.all(connection)}
    bases = {(row.kind, row.id): row for row in _BASES.all(connection)}
    found = []
    for name, kind in KINDS.items():
        sums = []
        for row in _prepared("theirs", name).each(connection) if name in kinds else ():
            base = bases.get((name, row.id))
            if base is None and not row.deleted:
                sums.append(record_sum(name, row.id, stored_document(kind, row._asdict())))
            elif base is not None and not base.deleted:
                sums.append(record_sum(name, row.id, base.doc))
        real = (len(sums), digest_sum(sums))
        if kept.get(name, (0, 0)) != real:
            found.append(Problem("digest", f"{name}: kept {kept.get(name)}, counted {real}"))
    return found


def _unfiled(connection: Connection) -> list[Problem]:
    """Records filed under duplicate keys that are deleted or not here; which keys is the rule's business."""
    found = []
    for filed in _FILED.all(connection):
        gone = _prepared("filed", filed.kind).all(connection)
        found += [Problem("filed_gone", f"{filed.kind} {row.id}") for row in gone]
    return found


def _wrongly_added(connection: Connection) -> list[Problem]:
    """Projects and months whose kept sums of funds are not what their lines add up to."""
    kept = {row[:2]: row for row in fund_sums.ALL_KEPT.bare(connection)}
    added = {row[:2]: row for row in fund_sums.ADDED.bare(connection, {"until": date.max})}
    wrong = sorted(key for key in kept | added if kept.get(key) != added.get(key))
    return [Problem("wrong_sum", " ".join(key)) for key in wrong]


def _unsearchable(connection: Connection, kinds: Mapping[str, Kind]) -> list[Problem]:
    """Live records that the search index does not hold."""
    found = []
    for name, kind in kinds.items():
        if not any(field.search for field in kind.fields.values()):
            continue
        missing = _prepared("unindexed", name).all(connection)
        found += [Problem("not_indexed", f"{name} {row.id}") for row in missing]
    return found
