"""One vote for excellent or against it 一票评优、一票否优: suggestions with their reason (systems.md C8).

Nothing here decides: a person does, with the row and its source before them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.policy.cases import Case, decided, read_case
from app.policy.pack import Pack
from app.policy.table import Decision


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year: the facts of each project that it landed, and its ``target`` of large ones (None or 0:
    it has no task).
    """

    landed: Sequence[Mapping[str, object]]
    target: int | None = None
    criticised: bool = False
    vetoed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``verdict`` and ``why`` are words of the pack, ``why`` "" where there is none to give; ``counted`` are
    the places in the list of the projects that count.
    """

    verdict: str
    why: str
    counted: tuple[int, ...]
    decision: Decision
    case: Case


def suggest(pack: Pack, year: UnitYear) -> Suggestion:
    """What the pack suggests for a unit.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable: as they say.
    """
    counted = tuple(at for at, project in enumerate(year.landed) if _counts(pack, project))
    target = year.target or 0
    facts: dict[str, object] = {
        "has_task": target > 0,
        "large_landed": len(counted),
        "large_over": max(len(counted) - target, 0),
        "criticised": year.criticised,
        "vetoed": year.vetoed,
    }
    case = read_case(pack, facts, ["merit.verdict"], "large_landed", "large_over")
    decision = pack.table("merit.verdict").decide(case.values)
    why = decision.row.results.get("why")
    return Suggestion(str(decision.row.results["verdict"]), str(why or ""), counted, decision, case)


def _counts(pack: Pack, project: Mapping[str, object]) -> bool:
    return decided(pack, "merit.projects", project).row.results["counts"] is True


def check_standing(pack: Pack, periods_last: int) -> Decision:
    """What follows for whoever was last so many quarters running (C7).

    Raises:
        NoSuchTable: the pack has no rule on it.
    """
    return _decide(pack, "standing", "periods_last", periods_last)


def check_staff(pack: Pack, members: Decimal | int) -> Decision:
    """Whether an office has its full-time staff (A6).

    Raises:
        NoSuchTable: the pack has no rule on it.
    """
    return _decide(pack, "office.staff", "members", members)


def check_offers(pack: Pack, offers: int) -> Decision:
    """Whether an industry has its key projects packaged for promotion (E1).

    Raises:
        NoSuchTable: the pack has no rule on it.
    """
    return _decide(pack, "offers.kept", "offers", offers)


def check_agents(pack: Pack, agents: Decimal | int) -> Decision:
    """Whether a unit keeps its commissioned agents (A10).

    Raises:
        NoSuchTable: the pack has no rule on it.
    """
    return _decide(pack, "agents.kept", "agents", agents)


def _decide(pack: Pack, table: str, fact: str, value: object) -> Decision:
    return decided(pack, table, {fact: value}, fact)
