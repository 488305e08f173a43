"""交接: what somebody still has in hand goes to a successor in one step (features.md 109)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.model.changes import ChangeSet
from app.model.outings import PLANNED
from app.model.row import Row
from app.reasons import Reason
from app.rules.validation import Problem
from app.services.demands import OVER as DEMANDS_OVER
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import checked_values
from app.services.teams import LEADER, MEMBER
from app.store.reading import Filter
from app.store.work import UnitOfWork

# The field that names who sees to a record, and the one that is filled once that is over.
OWNED: Mapping[str, tuple[str, str]] = {
    "next_step": ("owner", "done_on"),
    "promise": ("owner", "closed_on"),
    "node": ("owner", "done_on"),
    "service_item": ("owner", "done_on"),
    "greeting": ("by", "done_on"),
    "target": ("assigned_to", ""),
    "contact": ("kept_by", ""),
    "organisation": ("kept_by", ""),
    "reception": ("handler", ""),
    "demand": ("kept_by", ""),
}
_SETTLED_TARGETS = ("landed", "dropped")


@dataclass(frozen=True, slots=True)
class InHand:
    """What ``name`` has in hand, by kind: the open part of what is theirs, visits planned, duties."""

    name: str
    rows: Mapping[str, Sequence[Row]]

    @property
    def count(self) -> int:
        """How many records."""
        return sum(len(rows) for rows in self.rows.values())


def in_hand(desk: Desk, name: str) -> InHand:
    """What would be handed over. What somebody found, led or said in the past stays theirs."""
    name = name.strip()
    found: dict[str, list[Row]] = {}
    for kind, (field, over) in OWNED.items():
        filters = [Filter(field, "eq", name), *([Filter(over, "empty")] if over else [])]
        found[kind] = desk.store.rows(kind, desk.store.ids(kind, filters=filters))
    found["target"] = [row for row in found["target"] if row["standing"] not in _SETTLED_TARGETS]
    found["demand"] = [row for row in found["demand"] if row["state"] not in DEMANDS_OVER]
    found["reception"] = [row for row in found["reception"] if (row["state"] or PLANNED) == PLANNED]
    members = desk.store.rows(MEMBER, desk.store.ids(MEMBER, filters=[Filter("name", "eq", name)]))
    found[MEMBER] = [row for row in members if _current(row, desk.today())]
    planned = desk.store.rows("visit", desk.store.ids("visit", filters=[Filter("state", "eq", PLANNED)]))
    found["visit"] = [row for row in planned if name in (row["our_people"] or ())]
    return InHand(name, {kind: rows for kind, rows in found.items() if rows and name})


def hand_over(desk: Desk, giver: str, taker: str) -> ChangeSet:
    """Give everything that is in hand to ``taker``, as one undo; duties end today and begin anew.

    Raises:
        InvalidRecord: ``giver`` has nothing in hand, or ``taker`` is nobody, or the same person.
    """
    giver = giver.strip()
    to = str(checked_values(desk, "next_step", {"owner": taker}, complete=False)["owner"] or "")
    if not to or to == giver:
        raise InvalidRecord([Problem("taker", Reason("rules.handover.taker"))])
    with desk.store.write(actor=desk.actor, label="hand_over") as work:
        found = in_hand(desk, giver)
        if not found.count:
            raise InvalidRecord([Problem("giver", Reason("rules.handover.nothing", {"name": giver}))])
        for rows in found.rows.values():
            for row in rows:
                _give(desk, work, row, giver, to)
    return work.changes


def _give(desk: Desk, work: UnitOfWork, row: Row, giver: str, to: str) -> None:
    if row.kind == MEMBER:
        _follow(desk, work, row, to)
    elif row.kind == "visit":
        people = [to if one == giver else one for one in row["our_people"]]
        work.update("visit", row.id, {"our_people": list(dict.fromkeys(people))})
    else:
        work.update(row.kind, row.id, {OWNED[row.kind][0]: to})


def _follow(desk: Desk, work: UnitOfWork, row: Row, to: str) -> None:
    """Somebody's duty ends today; the successor has it from today, unless it is theirs already."""
    today, project = desk.today(), row["project_id"]
    work.update(MEMBER, row.id, {"until": today})
    same = [Filter("project_id", "eq", project), Filter("name", "eq", to), Filter("duty", "eq", row["duty"])]
    others = desk.store.rows(MEMBER, desk.store.ids(MEMBER, filters=same))
    if not any(_current(one, today) for one in others):
        values: dict[str, Any] = {name: row[name] for name in ("project_id", "duty", "unit") if row[name]}
        work.create(MEMBER, values | {"name": to, "since": today})
    led = work.row("project", project)
    if row["duty"] == LEADER and led is not None and led["leader"] == row["name"]:
        work.update("project", project, {"leader": to})


def _current(row: Row, today: date) -> bool:
    return row["until"] is None or bool(row["until"] > today)
