"""Deliberate bugs in what headquarters forgets, and in how a laptop comes back that was away for too long."""

import dataclasses
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.client import engine, reconcile
from sync.hq import compaction, offers

Patch = pytest.MonkeyPatch


def forgotten_too_early(patch: Patch) -> None:
    """A tombstone goes although laptops that are about have not read past it."""
    real = compaction._limit

    def old(connection: Connection, tenant: int, now: int, days: int) -> Any:
        return dataclasses.replace(real(connection, tenant, now, days), rev=1 << 50)

    patch.setattr(compaction, "_limit", old)


def nothing_parted_with(patch: Patch) -> None:
    """A laptop that was away for too long keeps what was deleted meanwhile."""
    patch.setattr(reconcile, "part_with_unconfirmed", lambda *arguments: 0)
    patch.setattr(engine, "take_repairs", lambda *arguments: 0)


def late_edits_left_waiting(patch: Patch) -> None:
    """Edits of a record that headquarters forgot wait for it for ever."""
    patch.setattr(offers.Offers, "was_compacted", lambda self, operation: False)
