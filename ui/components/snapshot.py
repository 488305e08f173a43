"""Everything a detail page or the inspector shows of one record, read in one go on the database thread."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from app.model.registry import KINDS
from app.model.row import Row
from app.services.alerts import snoozed_on
from app.services.carrying import Standing, is_taken, standings
from app.services.duplicates import Candidate, duplicates_of
from app.services.receptions import ReceptionView, view_reception
from app.services.thumbnails import Pixels, pixels
from app.services.timeline import Event, timeline
from app.store.errors import FileDamaged, FileMissing
from app.store.reading import HistoryEntry
from app.store.store import Store
from ui.components.claim_strip import Claimed, load_claimed
from ui.components.project_approval import ProjectApproval, load_approval
from ui.components.project_life import ProjectLife, load_life
from ui.components.record_source import referred
from ui.context.context import Context

LARGEST_THUMBNAIL = 64 * 1024  # bytes
_LIT = ("node", "approval", "instalment", "promise", "next_step")  # on which lights of a record hang


@dataclass(frozen=True)
class Snapshot:
    """One record and what hangs on it.

    ``waiting`` are hashes of files headquarters does not have yet; ``duplicates`` may be the same record;
    ``standings`` and ``thumbnails`` are by attachment, ``taken``: its files stay on this laptop.
    ``life`` and ``approval`` are a project's, ``reception`` a reception's; ``put_off``: what was put off of
    its lights, and of its nodes'.
    """

    row: Row
    names: Mapping[str, str]
    linked: tuple[Row, ...]
    referring: tuple[Row, ...]
    events: tuple[Event, ...]
    history: tuple[HistoryEntry, ...]
    waiting: frozenset[str]
    claimed: Claimed
    standings: Mapping[str, Standing]
    thumbnails: Mapping[str, Pixels]
    taken: bool
    duplicates: tuple[Candidate, ...] = ()
    life: ProjectLife | None = None
    approval: ProjectApproval | None = None
    reception: ReceptionView | None = None
    put_off: tuple[Row, ...] = ()

    def of_kind(self, kind: str) -> list[Row]:
        """Records of a kind tied to this one, either way round, each once."""
        both = (*self.linked, *self.referring)
        return list({row.id: row for row in both if row.kind == kind}.values())


def load_snapshot(ctx: Context, kind: str, id: str) -> Snapshot | None:
    """Read one record with its surroundings; None when there is no such record any more."""
    with ctx.desk.looking():
        return _snapshot(ctx, kind, id)


def _snapshot(ctx: Context, kind: str, id: str) -> Snapshot | None:
    desk = ctx.desk
    row = desk.store.get(kind, id)
    if row is None:
        return None
    linked = [one for target, ids in _by_kind(referred(row)).items() for one in desk.store.rows(target, ids)]
    referring = desk.store.referring(kind, id)
    history = desk.store.history(kind, id)
    events = timeline(desk, kind, id, changes=False, referring=referring)
    rows = [row, *linked, *referring, *(event.row for event in events if event.row is not None)]
    files = [one for one in referring if one.kind == "attachment"]
    wanted = [pair for one in rows for pair in referred(one)]
    names = ctx.names([*wanted, *_in_history(row.kind, history)])
    return Snapshot(
        row=row,
        names=names,
        linked=tuple(linked),
        referring=tuple(referring),
        events=tuple(events),
        history=tuple(history),
        waiting=frozenset(file.sha256 for file in desk.store.files.waiting()),
        claimed=load_claimed(ctx, kind, id),
        duplicates=tuple(duplicates_of(desk, kind, id)),
        standings=standings(desk.store, files),
        thumbnails=_thumbnails(desk.store, files),
        taken=is_taken(desk.store, kind, id),
        life=load_life(desk, row),
        approval=load_approval(ctx, row),
        reception=view_reception(desk, id) if kind == "reception" else None,
        put_off=tuple(snoozed_on(desk, [id, *(one.id for one in referring if one.kind in _LIT)])),
    )


def _thumbnails(store: Store, files: Iterable[Row]) -> dict[str, Pixels]:
    """The small pictures that are here and whole; one that is not is fetched again, nobody need be told."""
    found: dict[str, Pixels] = {}
    for row in files:
        if row["thumbnail_sha256"] and (row["thumbnail_size"] or 0) <= LARGEST_THUMBNAIL:
            with suppress(FileMissing, FileDamaged):
                small = pixels(b"".join(store.files.read(row["thumbnail_sha256"])))
                if small is not None:
                    found[row.id] = small
    return found


def _by_kind(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for kind, id in pairs:
        grouped.setdefault(kind, []).append(id)
    return grouped


def _in_history(kind: str, history: Iterable[HistoryEntry]) -> list[tuple[str, str]]:
    """(kind, id) of every record that a past value pointed at."""
    pairs: list[tuple[str, str]] = []
    for field in KINDS[kind].references:
        for entry in history:
            for value in entry.fields.get(field.name, ()):
                ids = [value] if isinstance(value, str) else value if isinstance(value, list) else []
                pairs += [(field.target, id) for id in ids]
    return pairs
