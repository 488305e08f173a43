"""What was done on an enterprise: the visits and stage changes that renew a claim and weigh in a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, or_, select

from app.model.registry import KINDS
from app.model.values import from_wire, to_wire
from app.rules.claims import is_progress
from app.rules.visits import took_place
from sync.hq import claim_table
from sync.hq.claim_table import ClaimRow
from sync.hq.own_records import OwnRecords
from sync.hq.records import Key
from sync.hq.tables import OPERATION, RECORD
from sync.protocol.judge import Held
from sync.protocol.times import instant

_SLICE = 500
LONGEST_TIMELINE = 60  # the newest entries of one party; a case must stay a page's guest, not its host


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that a unit did on a company or a project; ``at`` in milliseconds."""

    unit: str
    company: str
    project: str
    at: int


def renewed_claims(
    connection: Connection,
    tenant: int,
    changed: Mapping[Key, Held],
    before: Mapping[Key, Held],
    own: OwnRecords,
) -> list[ClaimRow]:
    """The claims on which this batch brings real progress of the claiming unit, each once."""
    steps = [step for key, held in changed.items() if (step := _step(key, held, before.get(key))) is not None]
    if not steps or not claim_table.any_live(connection, tenant):
        return []
    investors = _investors(connection, tenant, {step.project for step in steps if not step.company})
    steps = [replace(step, company=step.company or investors.get(step.project, "")) for step in steps]
    companies, projects = {step.company for step in steps}, {step.project for step in steps}
    hung = claim_table.on_records(
        connection, tenant, companies=sorted(companies - {""}), projects=sorted(projects - {""})
    )
    return [row for row in hung if row.live and any(_is_on(step, row, own) for step in steps)]


def _step(key: Key, held: Held, before: Held | None) -> _Step | None:
    """What a changed record says was done; None where it says nothing of the kind."""
    kind, doc = key[0], held.doc
    if held.deleted:
        return None
    made = kind == "visit" and took_place(doc)
    if made and (before is None or not took_place(before.doc)):
        return _Step(held.unit, doc.get("company_id") or "", doc.get("project_id") or "", held.at)
    if kind == "project" and before is not None and doc.get("stage") != before.doc.get("stage"):
        return _Step(held.unit, doc.get("investor_id") or "", key[1], held.at)
    return None


def _investors(connection: Connection, tenant: int, projects: set[str]) -> dict[str, str]:
    """Project id → its investor; read without locks, which a writer waiting for the counter may hold."""
    wanted = sorted(projects - {""})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _SLICE):
        query = select(RECORD.c.id, RECORD.c.doc).where(
            RECORD.c.tenant == tenant,
            RECORD.c.kind == "project",
            RECORD.c.id.in_(wanted[start : start + _SLICE]),
        )
        docs = {row.id: msgspec.json.decode(row.doc) for row in connection.execute(query)}
        found |= {id: str(doc["investor_id"]) for id, doc in docs.items() if doc.get("investor_id")}
    return found


def _is_on(step: _Step, row: ClaimRow, own: OwnRecords) -> bool:
    """Whether a step is the claiming unit's, on what the claim is about, and came after the claim."""
    companies, projects = {row.company_id} - {""}, {row.project_id} - {""}
    if step.unit != row.unit or not (step.company in companies or step.project in projects):
        return False
    held = own.get("claim", row.id)
    if held is None:
        return False
    claimed = from_wire(KINDS["claim"].fields["claimed_at"], held.doc["claimed_at"])
    return is_progress(instant(step.at), claimed)


def _some(*ids: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for id in ids if id))


def timeline(connection: Connection, tenant: int, claims: Sequence[ClaimRow]) -> list[dict[str, Any]]:
    """What one party did, oldest first: ``{"at", "what": "visit" | "stage", "detail"}``.

    ``at`` is a day for a visit and a moment for a stage; ``detail`` the visit's kind, or the new stage. No
    people and no words of theirs: the other party reads it too.
    """
    unit = claims[0].unit
    companies = _some(*(row.company_id for row in claims))
    own_projects = _some(*(row.project_id for row in claims))
    investors = _docs(connection, tenant, unit, "project", _naming("investor_id", companies))
    projects = _some(*own_projects, *investors)
    where = [*_naming("company_id", companies), *_naming("project_id", projects)]
    visits = [
        {"at": doc.get("visited_on"), "what": "visit", "detail": doc.get("kind")}
        for doc in _docs(connection, tenant, unit, "visit", where).values()
        if took_place(doc)
    ]
    entries = [*visits, *_stages(connection, tenant, projects)]
    return sorted(entries, key=lambda entry: str(entry["at"]))[-LONGEST_TIMELINE:]


def _naming(field: str, ids: Iterable[str]) -> list[ColumnElement[bool]]:
    """Conditions on a document's text: it names one of ``ids``; asked only when a case opens or moves."""
    return [RECORD.c.doc.contains(f'"{field}":"{id}"', autoescape=True) for id in ids]


def _docs(
    connection: Connection, tenant: int, unit: str, kind: str, where: Sequence[ColumnElement[bool]]
) -> dict[str, dict[str, Any]]:
    if not where:
        return {}
    query = select(RECORD.c.id, RECORD.c.doc).where(
        RECORD.c.tenant == tenant, RECORD.c.kind == kind, RECORD.c.unit == unit, RECORD.c.deleted.is_(False)
    )
    return {row.id: msgspec.json.decode(row.doc) for row in connection.execute(query.where(or_(*where)))}


def _stages(connection: Connection, tenant: int, projects: Sequence[str]) -> list[dict[str, Any]]:
    """The stages that projects were put into, by the operations that did it."""
    query = select(OPERATION.c.at, OPERATION.c.fields).where(
        OPERATION.c.tenant == tenant,
        OPERATION.c.kind == "project",
        OPERATION.c.record_id.in_(projects),
        OPERATION.c.status.in_(("applied", "merged")),
    )
    moments = KINDS["claim"].fields["claimed_at"]
    found = []
    for row in connection.execute(query.order_by(OPERATION.c.at)) if projects else ():
        stage = msgspec.json.decode(row.fields).get("stage")
        if stage and stage[1]:
            at = to_wire(moments, instant(row.at))
            found.append({"at": at, "what": "stage", "detail": stage[1]})
    return found
