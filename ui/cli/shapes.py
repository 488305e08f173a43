"""Records, history and changes as JSON; values as on the wire (amounts and dates as text)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from app.i18n import Translator
from app.model.changes import ChangeSet
from app.model.registry import KINDS, Kind
from app.model.row import Row
from app.model.values import document
from app.rules.ruled_credits import Credits
from app.store.reading import HistoryEntry

Json = dict[str, Any]


def record(row: Row) -> Json:
    """A record: its values without the empty ones, and how it stands with headquarters."""
    return {
        "kind": row.kind,
        "id": row.id,
        "title": title(row),
        "values": document(KINDS[row.kind], row.values),
        "rev": row.rev,
        "deleted": row.deleted,
        "pending": row.pending,
        "refused": row.refused,
        "in_conflict": row.in_conflict,
        "changed_at": moment(row.changed_at),
        "changed_by": row.changed_by,
    }


def title(row: Row) -> str:
    """What a person calls the record."""
    kind: Kind = KINDS[row.kind]
    return str(row.values.get(kind.title_field) or "")


def credits(told: Credits, words: Translator) -> Json:
    """Who has which credit, in percent, with the ruling that they follow and why."""
    ruling = told.ruling
    return {
        "shares": told.told or {},
        "ruled": list(told.ruled),
        "agreed_after": list(told.beyond),
        "case": ruling.case if ruling else None,
        "why": [words.tr(one.key, **one.params) for one in told.why],
    }


def history_entry(entry: HistoryEntry) -> Json:
    """One change: ``fields`` name → [before, after]."""
    return {
        "at": moment(entry.at),
        "by": entry.by,
        "action": entry.action,
        "origin": entry.origin,
        "fields": {name: list(pair) for name, pair in entry.fields.items()},
    }


def changed(changes: ChangeSet) -> list[Json]:
    """The records that were changed."""
    return pairs(changes.ids)


def pairs(ids: Iterable[tuple[str, str]]) -> list[Json]:
    """(kind, id) pairs, in a repeatable order."""
    return [{"kind": kind, "id": id} for kind, id in sorted(ids)]


def moment(at: datetime | None) -> str | None:
    """A moment in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
