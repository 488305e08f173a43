"""Records that headquarters writes of its own accord: receipts, cases, the registry."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection

from sync.hq import digests, records
from sync.hq.records import Key
from sync.protocol.judge import PENDING, Held


class OwnRecords:
    """Records as headquarters changes them within a transaction whose revision ``rev`` is taken already.

    Every laptop in scope is sent them, also the one whose operations brought the change about.
    """

    def __init__(self, connection: Connection, tenant: int, *, rev: int, now: int) -> None:
        self._connection, self._tenant, self._rev, self._now = connection, tenant, rev, now
        self._before: dict[Key, Held] = {}
        self._now_held: dict[Key, Held] = {}

    def get(self, kind: str, id: str) -> Held | None:
        """The record as it is now, locked."""
        key = (kind, id)
        if key not in self._now_held:
            found = records.load(self._connection, self._tenant, [key])
            self._before |= found
            self._now_held |= found
        return self._now_held.get(key)

    def put(self, kind: str, id: str, fields: Mapping[str, Any], *, unit: str = "") -> None:
        """Set fields (wire values; None empties one); a record that does not exist is made, in ``unit``."""
        held = self.get(kind, id)
        if held is None:
            held = Held({}, at=self._now, unit=unit, other_rev=PENDING)
        doc = {**held.doc, **fields}
        doc = {name: value for name, value in doc.items() if value not in (None, [])}
        if doc == held.doc and held.rev:
            return
        changed = {name for name in {*doc, *held.doc} if doc.get(name) != held.doc.get(name)}
        revs = {**held.field_revs, **dict.fromkeys(changed, PENDING)}
        self._now_held[kind, id] = replace(
            held, doc=doc, rev=PENDING, field_revs=revs, device="", other_rev=PENDING, at=self._now
        )

    def save(self) -> bool:
        """Write what was changed, with the digests; whether there was anything."""
        changed = {key: held for key, held in self._now_held.items() if held is not self._before.get(key)}
        moved = digests.Changes()
        for key, held in changed.items():
            moved.note(key, self._before.get(key), held)
        records.save(self._connection, self._tenant, self._rev, changed, known=self._before)
        moved.save(self._connection, self._tenant)
        return bool(changed)
