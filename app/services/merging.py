"""Merging two records of one company or one person into one, with everything that hangs on them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.pointing import MERGEABLE, MERGED_INTO
from app.model.row import Row
from app.rules.merging import Difference, differences, merged_values
from app.services.desk import Desk
from app.services.errors import AlreadyDeleted, KindNotMerged, OneRecordTwice
from app.services.records import checked_values
from app.store.errors import RecordNotFound
from app.store.merges import repoint
from app.store.work import known_kind


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do. ``pointing``: how many records of each kind come to point at ``keep``."""

    keep: Row
    drop: Row
    differences: tuple[Difference, ...]
    pointing: Mapping[str, int]


def preview_merge(desk: Desk, kind: str, keep_id: str, drop_id: str) -> MergePreview:
    """Both records, what they differ in, and what points at the one to be dropped; writes nothing.

    Raises:
        KindNotMerged, OneRecordTwice, AlreadyDeleted, RecordNotFound, UnknownKind: as they say.
    """
    _check_pair(known_kind(kind).name, keep_id, drop_id)
    found = {row.id: row for row in desk.store.rows(kind, [keep_id, drop_id])}
    keep, drop = _checked(kind, found.get(keep_id), keep_id), _checked(kind, found.get(drop_id), drop_id)
    counted = Counter(row.kind for row in desk.store.referring(kind, drop_id))
    return MergePreview(keep, drop, differences(known_kind(kind), keep, drop), counted)


def merge_records(
    desk: Desk, kind: str, keep_id: str, drop_id: str, choices: Mapping[str, Any] | None = None
) -> ChangeSet:
    """Merge one record into another, as one undo step.

    ``keep_id`` gets the fuller value of every field, or that in ``choices`` (as typed or in Python values);
    lists and notes are joined. Whatever pointed at ``drop_id`` points at ``keep_id``; ``drop_id`` is deleted
    and remembers what it was merged into, so that what other laptops hang on it later can follow.

    Raises:
        KindNotMerged, OneRecordTwice, AlreadyDeleted, RecordNotFound, UnknownKind: as they say.
        InvalidRecord: a choice is refused, or the joined notes are too long.
    """
    known = known_kind(kind)
    _check_pair(kind, keep_id, drop_id)
    chosen = checked_values(desk, kind, choices or {}, complete=False)
    with desk.store.write(actor=desk.actor, label=f"merge.{kind}") as work:
        keep = _checked(kind, work.row(kind, keep_id), keep_id)
        drop = _checked(kind, work.row(kind, drop_id), drop_id)
        values = merged_values(known, keep, drop, chosen)
        limited = {name: value for name, value in values.items() if isinstance(value, str | list)}
        checked_values(desk, kind, limited, complete=False)
        repoint(work, work.pointing(kind, drop_id), kind, {drop_id: keep_id})
        work.update(kind, keep_id, values)
        work.update(kind, drop_id, {MERGED_INTO: keep_id})
        work.delete(kind, drop_id)
    return work.changes


def _check_pair(kind: str, keep_id: str, drop_id: str) -> None:
    if kind not in MERGEABLE:
        raise KindNotMerged(kind=kind, known=", ".join(MERGEABLE))
    if keep_id == drop_id:
        raise OneRecordTwice(kind=kind, id=drop_id)


def _checked(kind: str, row: Row | None, id: str) -> Row:
    if row is None:
        raise RecordNotFound(kind=kind, id=id)
    if row.deleted:
        raise AlreadyDeleted(kind=kind, id=id)
    return row
