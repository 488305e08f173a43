"""Files on this laptop: asked for, opened, taken along on a trip, dropped; and where each of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.model.registry import KINDS
from app.model.row import Row
from app.services.desk import Desk
from app.services.errors import FileNotSent
from app.services.records import required_row
from app.store.file_cache import DEFAULT_SHARE, SHARE
from app.store.reading import Filter
from app.store.store import Store


class Place(StrEnum):
    """Where a file's bytes are."""

    REMOTE = "remote"  # only at headquarters
    FETCHING = "fetching"  # asked for or taken along, not here yet
    HERE = "here"
    TAKEN = "taken"  # here, and stays
    WAITING = "waiting"  # here, headquarters does not have it yet
    REFUSED = "refused"  # here, headquarters would not take it


@dataclass(frozen=True, slots=True)
class Standing:
    """One file's place, and why it was refused (``key`` and ``params``)."""

    place: Place
    reason: Mapping[str, Any] | None = None


def standings(store: Store, attachments: Sequence[Row]) -> dict[str, Standing]:
    """The standing of each attachment, by its id."""
    known = store.file_cache.known(row["sha256"] or "" for row in attachments)
    carried = carried_files(store)
    found: dict[str, Standing] = {}
    for row in attachments:
        sha256 = row["sha256"] or ""
        here, entry = store.files.has(sha256), known.get(sha256)
        if here and entry is not None and entry.state in ("waiting", "refused"):
            found[row.id] = Standing(Place(entry.state), entry.reason)
        elif here:
            found[row.id] = Standing(Place.TAKEN if sha256 in carried else Place.HERE)
        else:
            asked = sha256 in carried or (entry is not None and entry.wanted)
            found[row.id] = Standing(Place.FETCHING if asked else Place.REMOTE)
    return found


def ask_for(desk: Desk, attachment: str) -> None:
    """Fetch an attachment's bytes with the next sync."""
    row = required_row(desk, "attachment", attachment)
    desk.store.file_cache.want(row["sha256"], row["size"] or 0)


def take_along(desk: Desk, kind: str, id: str) -> None:
    """Keep here what hangs on a record; of a trip also what hangs on its visits and their companies,
    projects and contacts. What is added later comes too."""
    required_row(desk, kind, id)
    desk.store.file_cache.take(kind, id)


def leave_behind(desk: Desk, kind: str, id: str) -> None:
    """The opposite of ``take_along``; the files go when others need their room."""
    desk.store.file_cache.leave(kind, id)


def is_taken(store: Store, kind: str, id: str) -> bool:
    """Whether this very record was taken along."""
    return (kind, id) in store.file_cache.taken()


def drop_copy(desk: Desk, attachment: str) -> None:
    """Remove the local copy of an attachment; headquarters keeps it.

    Raises:
        FileNotSent: headquarters does not have it yet. RecordNotFound.
    """
    row = required_row(desk, "attachment", attachment)
    desk.store.file_cache.leave("attachment", attachment)
    if desk.store.files.has(row["sha256"]) and not desk.store.file_cache.drop(row["sha256"]):
        raise FileNotSent(name=row["name"])


def send_again(desk: Desk, attachment: str) -> None:
    """Try a refused file once more."""
    desk.store.file_cache.retry(required_row(desk, "attachment", attachment)["sha256"])


def share(store: Store) -> int:
    """Bytes that files may take on this laptop."""
    return int(store.settings.get(SHARE, DEFAULT_SHARE))


def make_room(store: Store) -> int:
    """Drop what this laptop need not keep; returns how many files went."""
    return len(store.file_cache.trim(share(store), carried_files(store).keys(), store.clock()))


def carried_files(store: Store) -> dict[str, int]:
    """The files of everything taken along: sizes by hash."""
    records = {pair for kind, id in store.file_cache.taken() for pair in _around(store, kind, id)}
    if not records:
        return {}
    parents = sorted({id for _, id in records})
    ids = store.ids("attachment", filters=[Filter("parent_id", "in", parents)])
    ids += [id for kind, id in records if kind == "attachment"]
    rows = [row for row in store.rows("attachment", sorted(set(ids))) if not row.deleted]
    return {row["sha256"]: row["size"] or 0 for row in rows if row["sha256"]}


def _around(store: Store, kind: str, id: str) -> set[tuple[str, str]]:
    """The record, and of a trip its visits with whom and what they are about."""
    around = {(kind, id)}
    if kind == "trip":
        for visit in store.referring("trip", id):
            around |= {(visit.kind, visit.id), *_named_in(visit)}
        for project, pid in [pair for pair in around if pair[0] == "project"]:
            around |= {pair for row in store.rows(project, [pid]) for pair in _named_in(row)}
    return around


def _named_in(row: Row) -> set[tuple[str, str]]:
    """The records a row points at."""
    found = set()
    for field in KINDS[row.kind].references:
        value = row[field.name]
        ids = [value] if isinstance(value, str) else value or []
        found |= {(field.target, id) for id in ids if field.target != "import_batch"}
    return found
