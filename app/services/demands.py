"""配套需求: what firms here seek along their chain, and the leads that are raised from it (feature 80)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.demands import DROPPED, MET, OPEN, TALKING
from app.model.row import Row
from app.services.desk import Desk
from app.services.records import add_record, required_row
from app.store.reading import Filter

DEMAND = "demand"
OVER = (MET, DROPPED)
_BUYING = ("upstream", "service")


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand with the firm that made it and the leads that came of it."""

    row: Row
    firm: Row | None
    leads: tuple[Row, ...]


def demands(desk: Desk, *, company: str = "", everything: bool = False) -> list[Asked]:
    """Those that are open, or with ``everything`` all; the soonest due first, those without a day last."""
    filters = [Filter("company_id", "eq", company)] if company else []
    rows = desk.store.rows(DEMAND, desk.store.ids(DEMAND, filters=filters))
    kept = [row for row in rows if everything or row["state"] not in OVER]
    kept.sort(key=lambda row: (row["due_on"] is None, str(row["due_on"]), row.id))
    return [_asked(desk, row) for row in kept]


def raise_leads(desk: Desk, ids: Iterable[str]) -> tuple[list[str], ChangeSet]:
    """Make a lead of each demand, tie it to it, as one undo; another one where there is one already.

    Returns the leads' ids and what changed.

    Raises:
        InvalidRecord, RecordNotFound: as they say; nothing was written.
    """
    made: list[str] = []
    with desk.store.write(actor=desk.actor, label="raise.demand") as work:
        for id in dict.fromkeys(ids):
            row = required_row(desk, DEMAND, id)
            made.append(add_record(desk, work, "project", beginning_lead(desk, row)))
            state = {"state": TALKING} if row["state"] in (None, OPEN) else {}
            work.update(DEMAND, id, {"project_ids": [*(row["project_ids"] or ()), made[-1]], **state})
    return made, work.changes


def close(desk: Desk, id: str, state: str) -> ChangeSet:
    """Say that a demand was met, or given up, today.

    Raises:
        RecordNotFound: no such demand.
    """
    if state not in OVER:
        raise ValueError(state)
    required_row(desk, DEMAND, id)
    with desk.store.write(actor=desk.actor, label="close.demand") as work:
        work.update(DEMAND, id, {"state": state, "closed_on": desk.today()})
    return work.changes


def beginning_lead(desk: Desk, demand: Row) -> dict[str, Any]:
    """What a lead raised from a demand begins with: 以商引商, the chain's industry, who needs what."""
    firm, node = (
        desk.store.get(kind, demand[field]) if demand[field] else None
        for kind, field in (("company", "company_id"), ("chain_node", "chain_node_id"))
    )
    name, line = str(demand["name"]), []
    if firm is not None and not firm.deleted:
        ends = [name, str(firm["name"])]
        line.append(" → ".join(ends if demand["side"] in _BUYING else reversed(ends)))
    line += [str(demand[field]) for field in ("volume", "content") if demand[field]]
    industry = node["chain"] if node is not None and not node.deleted else firm and firm["industry"]
    found = {"name": name, "channel": "business", "industry": industry, "summary": "\n".join(line)}
    return {field: value for field, value in found.items() if value}


def _asked(desk: Desk, row: Row) -> Asked:
    firm = desk.store.get("company", row["company_id"]) if row["company_id"] else None
    leads = desk.store.rows("project", row["project_ids"] or ())
    return Asked(row, firm, tuple(one for one in leads if not one.deleted))
