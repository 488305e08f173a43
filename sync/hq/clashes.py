"""Cases 撞单: opened where claims of two units meet, one row for each party, ruled on by headquarters."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from sqlalchemy import Connection, select

from app.model.registry import KINDS
from app.model.values import to_wire
from app.reasons import Reason
from app.rules.claims import ruling_problem
from sync.hq import claim_table
from sync.hq.claim_table import ClaimRow
from sync.hq.own_records import OwnRecords
from sync.hq.progress import timeline
from sync.hq.registry import unit_names
from sync.hq.scopes import Principal
from sync.hq.tables import RECORD
from sync.protocol.judge import PENDING, Held
from sync.protocol.messages import Operation
from sync.protocol.times import instant

CLASH = "clash"
RULING_FIELDS = ("status", "ruling", "shares", "landing_unit", "reason", "ruled_by", "ruled_at")
# The evidence is not among them: it names people, and the other party reads the case too.
_CLAIM_FIELDS = ("number", "claimant", "claimed_at", "received_at", "flags")
_CASES = uuid.UUID("0d2b7d52-97cf-5a53-8f0e-6f1c9a6f5f10")
NOT_RULER = Reason("hq.refused.ruling_role")
RULED_MEANWHILE = Reason("hq.refused.already_ruled")


def case_id(claims: Iterable[str]) -> str:
    """The id of the case that these claims open.

    It depends on nothing else, not even their order: after a backup was put back, and both were sent again,
    it is the same case, and a ruling on it that waits on a laptop still finds it.
    """
    return str(uuid.uuid5(_CASES, "|".join(sorted(claims))))


def party_row_id(case: str, unit: str) -> str:
    """The id of the row of a case that lies with one party."""
    return str(uuid.uuid5(_CASES, f"{case}/{unit}"))


class Run(Protocol):
    """The transaction in which consequences are drawn; ``now`` in milliseconds."""

    connection: Connection
    tenant: int
    now: int
    own: OwnRecords


def open_case(run: Run, claims: Sequence[ClaimRow]) -> str:
    """Bring ``claims`` (in the order of their receipt) into one case and return its id.

    A case that is open takes the newcomer in; one that was ruled stays, and a new one is opened.
    """
    standing_open = next((row.case_id for row in claims if row.state == "clash"), "")
    case = standing_open or case_id(row.id for row in claims)
    for row in claims:
        claim_table.change(run.connection, run.tenant, row.id, case_id=case)
        run.own.put("claim", row.id, {"case_id": case})
    retell(run, case)
    return case


def retell(run: Run, case: str) -> None:
    """Write the case anew for every party, with all that headquarters knows of each."""
    parties = _parties(run, case)
    rows = {party["unit_id"]: party_row_id(case, party["unit_id"]) for party in parties}
    known = next((held for id in rows.values() if (held := run.own.get(CLASH, id)) is not None), None)
    first = parties[0]["claims"][0]
    shared: dict[str, Any] = {"status": "open", "opened_at": _moment(run.now)}
    if known is not None:
        shared = {name: known.doc.get(name) for name in ("opened_at", *RULING_FIELDS)}
    for unit, id in rows.items():
        facts = {"title": first["title"], "case_id": case, "parties": parties, "unit_id": unit or None}
        run.own.put(CLASH, id, {**facts, **shared}, unit=unit)


def _parties(run: Run, case: str) -> list[dict[str, Any]]:
    """The units that meet in a case, the first to report first; see ``app.model.records.Clash``."""
    names = unit_names(run.connection, run.tenant)
    by_unit: dict[str, list[ClaimRow]] = {}
    for row in claim_table.by_case(run.connection, run.tenant, case):
        by_unit.setdefault(row.unit, []).append(row)
    return [
        {
            "unit_id": unit,
            "unit": names.get(unit, ""),
            "claims": [_told(run, row) for row in rows],
            "timeline": timeline(run.connection, run.tenant, rows),
        }
        for unit, rows in by_unit.items()
    ]


def _told(run: Run, row: ClaimRow) -> dict[str, Any]:
    held = run.own.get("claim", row.id)
    doc = held.doc if held is not None else {}
    return {"id": row.id, "title": doc.get("title"), **{name: doc.get(name) for name in _CLAIM_FIELDS}}


def tell_parties(run: Run, doc: Mapping[str, Any], *, by: str, at: int) -> None:
    """Carry the ruling in ``doc``, or the reopening, to every party's row, with its author and time (ms)."""
    ruled = doc.get("status") == "ruled"
    given = {name: doc.get(name) if ruled else None for name in RULING_FIELDS}
    given |= {"status": doc["status"], "ruled_by": (by or None) if ruled else None}
    given |= {"ruled_at": _moment(at) if ruled else None}
    for unit in units_of(doc):
        run.own.put(CLASH, party_row_id(doc["case_id"], unit), given)


def cases(connection: Connection, tenant: int) -> dict[str, dict[str, Any]]:
    """Every case by its id, as the row of one of its parties has it."""
    query = select(RECORD.c.doc).where(RECORD.c.tenant == tenant, RECORD.c.kind == CLASH)
    docs = [msgspec.json.decode(row.doc) for row in connection.execute(query.order_by(RECORD.c.id))]
    return {doc["case_id"]: doc for doc in docs}


def units_of(doc: Mapping[str, Any]) -> list[str]:
    """The ids of a case's parties, the first to report first."""
    return [party["unit_id"] for party in doc.get("parties") or ()]


def refusal(principal: Principal, operation: Operation, held: Held | None) -> Reason | None:
    """Why a laptop may not say this about a case; None where it may, or where it is about something else."""
    if operation.kind != CLASH or operation.action != "update" or held is None:
        return None
    if principal.role != "hq":
        return NOT_RULER
    # A revision not given yet is of this very batch: the ruler's own second thoughts.
    ruled = [rev for name in RULING_FIELDS if (rev := held.field_revs.get(name, 0)) != PENDING]
    if held.doc.get("status") == "ruled" and operation.base_rev < max(ruled, default=0):
        return RULED_MEANWHILE
    after = {name: operation.fields[name][1] for name in RULING_FIELDS if name in operation.fields}
    return ruling_refusal({**held.doc, **after})


def ruling_refusal(doc: Mapping[str, Any]) -> Reason | None:
    """Why a case cannot stand as ``doc`` says."""
    if doc.get("status") == "open":
        return None
    return ruling_problem(
        doc.get("ruling"), doc.get("shares"), doc.get("landing_unit"), doc.get("reason"), units=units_of(doc)
    )


def _moment(at: int) -> str:
    moment: str = to_wire(KINDS[CLASH].fields["opened_at"], instant(at))
    return moment
