"""Deliberate bugs where programs of different versions meet: holding back, carrying, upgrades."""

from typing import Any

import pytest

from app.store import documents, store, work
from app.store.work import UnitOfWork
from sync.client import asking, engine, holding_back, withdrawal

Patch = pytest.MonkeyPatch


def nothing_held_back(patch: Patch) -> None:
    """Everything that waits goes up, whatever headquarters knows."""
    patch.setattr(asking, "outgoing", lambda replica, hello, *limits: replica.outgoing(*limits))


def overtakes_the_held_back(patch: Patch) -> None:
    """What is held back does not hold back the later edits of its record."""

    def hasty(replica: Any, hello: Any, most: int, size: int, *after: int) -> list[Any]:
        newest = holding_back.newest_served(hello)
        waiting = replica.outgoing(replica.counts_waiting(), size, *after)
        return [one for one in waiting if not holding_back.is_held_back(one.kind, one.fields, newest)][:most]

    patch.setattr(asking, "outgoing", hasty)


def oldest_served(patch: Patch) -> None:
    """The oldest schema that headquarters serves is taken for the newest."""
    patch.setattr(holding_back, "newest_served", lambda hello: hello.schema[0] if hello else 1)


def unknown_dropped(patch: Patch) -> None:
    """What a version does not know of a row is not kept."""
    real = documents._carried

    def careless(*arguments: Any) -> dict[str, Any]:
        real(*arguments)
        return {}

    patch.setattr(documents, "_carried", careless)


def edit_drops_unknown(patch: Patch) -> None:
    """An edit of a record takes away what this version does not know of it."""
    real = UnitOfWork.update

    def careless(self: UnitOfWork, kind: str, id: str, values: Any) -> None:
        real(self, kind, id, values)
        self._touched[kind, id].now["extra"] = None

    patch.setattr(work.UnitOfWork, "update", careless)


def unknown_kinds_dropped(patch: Patch) -> None:
    """Rows of kinds that a version does not know are thrown away, and counted."""
    patch.setattr(engine, "park", lambda connection, kind, rows: None)


def parked_stays_after_leaving(patch: Patch) -> None:
    """What is carried of a unit that left the scope stays on the laptop."""
    patch.setattr(withdrawal, "unpark", lambda connection, left, keep: None)


def upgrade_takes_nothing_in(patch: Patch) -> None:
    """After an upgrade what was carried stays carried."""
    patch.setattr(store, "adopt", lambda *arguments: 0)
