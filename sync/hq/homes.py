"""Kinds that have a home of their own: all units, or the one that a record names (systems.md A6, C3, C7, C8).

Headquarters' people belong to an office themselves, or to none: what they write about other units would stay
with them. Targets and published boards are for everybody; merit, postings and squads lie with the unit they
are about.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, select

from app.model.registry import KINDS
from sync.hq import digests, moves, records
from sync.hq.moves import Move
from sync.hq.records import Key
from sync.hq.revisions import next_revision
from sync.hq.scopes import EVERYBODY, Principal, Scope, scope
from sync.hq.tables import RECORD, UNIT
from sync.protocol.judge import PENDING, Held, Judgement
from sync.protocol.limits import REVISION_OPS
from sync.protocol.messages import Operation

HQ = "hq"


class Homes:
    """One batch's answers; units are read where a record names one."""

    def __init__(self, connection: Connection, tenant: int, role: str = "") -> None:
        """``role``: of whoever wrote the records."""
        self._connection, self._tenant, self._role = connection, tenant, role
        self._units: dict[str, str] = {}

    def of(self, operation: Operation) -> str | None:
        """The unit that a new record lies in by itself; None where it says none that there is."""
        known = KINDS.get(operation.kind)
        if operation.action != "create" or known is None or not known.has_home:
            return None
        return self.of_record(operation.kind, {name: after for name, (_, after) in operation.fields.items()})

    def of_record(self, kind: str, doc: Mapping[str, Any]) -> str | None:
        """The home of a record with this document."""
        if (known := KINDS.get(kind)) is None:
            return None
        if known.for_everybody or (known.common and self._role == HQ):
            return EVERYBODY
        name = doc.get(known.home) if known.home else None
        return self._called(name) if isinstance(name, str) and name else None

    def followed(self, may: Scope, kind: str, held: Held | None, judgement: Judgement) -> Judgement:
        """What an edit gives to another unit lies there, where its author may write there.

        What hangs on the record stays: a transfer takes it along.
        """
        known, after = KINDS.get(kind), judgement.held
        if known is None or not known.home_follows or held is None or after is None:
            return judgement
        if after.doc.get(known.home) == held.doc.get(known.home):
            return judgement
        home = self.of_record(kind, after.doc)
        if home is None or home == after.unit or not may.writes(home):
            return judgement
        return replace(judgement, held=put(after, home), exact=False)

    def _called(self, name: str) -> str | None:
        if name not in self._units:
            self._units[name] = _unit_called(self._connection, self._tenant, name)
        return self._units[name] or None


def _unit_called(connection: Connection, tenant: int, name: str) -> str:
    """The id of the one unit of that name; "" where there is none, or several."""
    found = connection.execute(select(UNIT.c.id).where(UNIT.c.tenant == tenant, UNIT.c.name == name)).all()
    return str(found[0].id) if len(found) == 1 else ""


def at_home(kind: str, judgement: Judgement) -> Judgement:
    """What a laptop brings back of a kind that is everybody's is so again, wherever it lay before."""
    held, known = judgement.held, KINDS.get(kind)
    if held is None or known is None or not known.for_everybody or judgement.status != "applied":
        return judgement
    return replace(judgement, held=put(held, EVERYBODY))


def brings_back(principal: Principal, kind: str, unit: str) -> bool:
    """Whether this person's laptop may bring back a record of ``unit`` that headquarters lost.

    What is everybody's comes from those who may write it, all of whom hold it: anybody else could give every
    laptop what they please. What headquarters makes it makes anew.
    """
    if unit != EVERYBODY:
        return scope(principal).writes(unit)
    known = KINDS.get(kind)
    if known is None or not (known.for_everybody or known.common):
        return False
    return principal.role == HQ or (known.for_everybody and not known.hq_people)


def is_theirs_alone(principal: Principal, kind: str, held: Held) -> bool:
    """Whether headquarters' people alone may change this record, of a kind that others write as well."""
    known = KINDS.get(kind)
    return held.unit == EVERYBODY and known is not None and known.common and principal.role != HQ


def bring_home(connection: Connection, tenant: int) -> int:
    """Put the records that were written before their kind had a home where they belong; returns how many.

    Only kinds that headquarters' people alone write: what officers wrote stays theirs.
    """
    kinds = [kind.name for kind in KINDS.values() if kind.hq_people and (kind.for_everybody or kind.home)]
    query = select(RECORD.c.kind, RECORD.c.id).where(RECORD.c.tenant == tenant, RECORD.c.kind.in_(kinds))
    held = records.load(connection, tenant, [(row.kind, row.id) for row in connection.execute(query)])
    named = Homes(connection, tenant)
    homes = {key: named.of_record(key[0], one.doc) for key, one in held.items()}
    away = sorted(key for key, home in homes.items() if home and home != held[key].unit)
    if not away:
        return 0
    count = -(-len(away) // REVISION_OPS)
    first = next_revision(connection, tenant, count) - count + 1
    for at in range(count):
        part = away[at * REVISION_OPS : (at + 1) * REVISION_OPS]
        _save(connection, tenant, first + at, {key: (held[key], homes[key] or "") for key in part})
    digests.rebuild(connection, tenant)
    return len(away)


def _save(connection: Connection, tenant: int, rev: int, going: Mapping[Key, tuple[Held, str]]) -> None:
    after = {key: put(one, home) for key, (one, home) in going.items()}
    records.save(connection, tenant, rev, after, known=going)
    gone = {key: Move(rev, one.unit, home, one.at) for key, (one, home) in going.items()}
    moves.note(connection, tenant, {key: move for key, move in gone.items() if move.to_unit != EVERYBODY})


def put(held: Held, unit: str) -> Held:
    """The record in another unit, as news to every laptop."""
    return replace(
        held,
        doc={**held.doc, "unit_id": unit},
        unit=unit,
        rev=PENDING,
        field_revs={**held.field_revs, "unit_id": PENDING},
        device="",
        other_rev=PENDING,
    )
