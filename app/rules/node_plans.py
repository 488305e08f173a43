"""Node plans 节点计划: back-scheduled from the end on working days, and how they stand (systems.md B2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from app.policy.pack import Pack, Text
from app.rules.working_days import WorkingDays

SOON = timedelta(days=14)


class NodeState(StrEnum):
    """How a node stands today."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"  # planned within 14 days
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class PlannedNode:
    """``node``: a word of the pack's vocabulary; ``fact``: the project's date that says it is done, or ""."""

    node: str
    fact: str
    planned_on: date
    weight: int


@dataclass(frozen=True, slots=True)
class NodeTally:
    """Counts of nodes: ``due``: planned up to today, done or not; ``overdue``: those of them not done."""

    total: int = 0
    done: int = 0
    due: int = 0
    overdue: int = 0

    def __add__(self, other: "NodeTally") -> "NodeTally":
        return NodeTally(
            self.total + other.total,
            self.done + other.done,
            self.due + other.due,
            self.overdue + other.overdue,
        )


def plan_names(pack: Pack) -> tuple[str, ...]:
    """The plans of the pack, words of its vocabulary ``plan``, in the order written."""
    table = pack.tables.get("node_plan")
    return tuple(dict.fromkeys(str(row.results["plan"]) for row in table.rows)) if table else ()


def back_schedule(pack: Pack, plan: str, end: date, days: WorkingDays) -> tuple[PlannedNode, ...]:
    """The nodes of ``plan``, the last on ``end`` (or the working day before it), the others backwards.

    Raises:
        NoSuchTable: the pack has no node plans.
    """
    rows = [row for row in pack.table("node_plan").rows if row.results["plan"] == plan]
    on, found = days.at_or_before(end), list[PlannedNode]()
    for row in reversed(rows):
        whole = (_count(row.results["days"]), _count(row.results["weight"]))
        found.append(PlannedNode(str(row.results["node"]), str(row.results.get("fact") or ""), on, whole[1]))
        on = days.back(on, whole[0])
    return tuple(reversed(found))


def node_state(planned_on: date, done_on: date | None, today: date) -> NodeState:
    """A node is overdue from the day after its date."""
    if done_on is not None:
        return NodeState.DONE
    if planned_on < today:
        return NodeState.OVERDUE
    return NodeState.SOON if planned_on - today <= SOON else NodeState.AHEAD


def tally(nodes: Iterable[tuple[date, date | None]], today: date) -> NodeTally:
    """Count (planned, done) pairs."""
    total = NodeTally()
    for planned_on, done_on in nodes:
        state = node_state(planned_on, done_on, today)
        total += NodeTally(1, state is NodeState.DONE, planned_on <= today, state is NodeState.OVERDUE)
    return total


def _count(cell: object) -> int:
    assert isinstance(cell, Decimal)  # the loader takes whole numbers only
    return int(cell)


def node_text(pack: Pack, title: str) -> Text | None:
    """What a node of the pack's plans is called in both languages, by its title in either; None for a node
    that somebody named.
    """
    words = pack.words.get("node", {}).values()
    return next((word for word in words if title in (word.zh, word.en)), None)
