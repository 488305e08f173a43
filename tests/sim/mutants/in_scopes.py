"""Deliberate bugs in who may see and change what, and in records and people that move."""

import dataclasses
from typing import Any

import pytest
from sqlalchemy import true

from sync.client import engine
from sync.hq import digests, moves, permits, pull, scope_changes, transfer
from sync.hq.permits import Permits
from sync.hq.scopes import Scope

Patch = pytest.MonkeyPatch


def open_door(patch: Patch) -> None:
    """Whoever knows an id may change the record."""
    patch.setattr(Permits, "refusal", lambda self, operation, held: None)


def open_window(patch: Patch) -> None:
    """Everybody is sent everything."""
    patch.setattr(Scope, "clause", lambda self, column: true())
    _nothing_kept_ready(patch)


def _nothing_kept_ready(patch: Patch) -> None:
    """No statement of another world is used again."""
    for module, name in ((pull, "_feed"), (moves, "_left"), (digests, "_within")):
        patch.setattr(module, name, getattr(module, name).__wrapped__)


def unit_believed(patch: Patch) -> None:
    """Headquarters believes which office a laptop says a new record is of."""

    def claimed(self: Permits, operation: Any) -> str:
        claim = operation.fields.get("unit_id", (None, None))[1]
        return str(claim or self._own)

    patch.setattr(permits.Permits, "_claimed", claimed)


def late_edits_refused(patch: Patch) -> None:
    """Edits made before a record moved away are refused."""
    patch.setattr(Permits, "_moved", lambda self, key, base_rev: None)


def children_left_behind(patch: Patch) -> None:
    """A project goes to another office without what belongs to it."""
    real = transfer._moving

    def alone(connection: Any, tenant: int, root: Any, unit: str) -> Any:
        return {key: held for key, held in real(connection, tenant, root, unit).items() if key == root}

    patch.setattr(transfer, "_moving", alone)


def departure_untold(patch: Patch) -> None:
    """A record that went to another office stays on the laptops of the old one."""
    patch.setattr(moves, "left", lambda *arguments, **named: [])


def withdrawal_ignored(patch: Patch) -> None:
    """A laptop keeps the records of a unit that it may not see any more."""
    patch.setattr(engine, "is_due", lambda reply: False)


def entry_not_filled(patch: Patch) -> None:
    """A unit that a laptop may see from now on is not sent to it as it is, only what changes in it."""
    real = scope_changes.reading

    def unfilled(*arguments: Any) -> Any:
        return dataclasses.replace(real(*arguments), fill=None)

    patch.setattr(scope_changes, "reading", unfilled)
