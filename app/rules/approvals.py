"""How an application stands and which step may come next (systems.md B5).

The laptop asks before it writes, headquarters when the step arrives: the same rules on both ends.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.errors import OutpostError
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.requirements import Values
from app.rules.routing import Route, route

PASSING = ("passed", "conditional")
OPEN, PASSED, WITHDRAWN = "open", "passed", "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: ``open`` or a decision; ``number`` and ``step``: what comes next (0 and "" where nothing
    does); ``since``: the day from which it has waited, or on which it was decided.
    """

    state: str
    number: int
    step: str
    since: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say something."""
        return self.state == OPEN


@dataclass(frozen=True, slots=True)
class RouteSaid:
    """A route in words. ``why``: what the answering row asks, with what raised it; ``source``: the document
    and its clause; ``version``: the pack and its version; ``categories``: those of the application.
    """

    name: str
    steps: tuple[str, ...]
    why: str
    source: str
    version: str
    categories: str = ""


def case_of(approval: Values) -> dict[str, object]:
    """The case that an application's route is computed from; land that is not told is none."""
    categories = approval.get("categories") or []
    told: dict[str, object] = {"land": approval.get("land") or Decimal(0)}
    told |= {name: bool(approval.get(name)) for name in ("special", "zone")}
    if categories:
        told["category"] = categories[0] if len(categories) == 1 else list(categories)
    facts = approval.get("facts")
    return {**(facts if isinstance(facts, Mapping) else {}), **told}


def computed(pack: Pack, approval: Values) -> dict[str, Any]:
    """The fields ``route``, ``steps`` and ``basis`` of an application under ``pack``.

    Raises:
        FactUnknown, FactUnusable, FactsMissing, NoSuchTable, RoutesNotComparable: see ``route``.
    """
    found = route(pack, case_of(approval))
    return {"route": found.way.id, "steps": list(found.way.steps), "basis": _basis(pack, found)}


def _basis(pack: Pack, found: Route) -> dict[str, object]:
    row = found.decision.row
    return {
        "pack": pack.id,
        "version": pack.version,
        "row": row.id,
        "source": row.source,
        "raised_from": found.raised_from.id if found.raised_from else "",
        "at_top": found.at_top,
    }


def standing(approval: Values, taken: Iterable[Values]) -> Standing:
    """How the application stands by its steps; withdrawn by itself."""
    steps, done = _steps(approval), in_order(taken)
    last = done[-1] if done else None
    since = last.get("decided_on") if last else approval.get("filed_on")
    if approval.get("outcome") == WITHDRAWN:
        return Standing(WITHDRAWN, 0, "", approval.get("decided_on"))
    if last and last.get("outcome") not in PASSING:
        return Standing(str(last.get("outcome")), 0, "", since)
    if len(done) >= len(steps):
        return Standing(PASSED if steps else OPEN, 0, "", since)
    return Standing(OPEN, len(done) + 1, steps[len(done)], since)


def unlawful(approval: Values, taken: Iterable[Values]) -> Reason | None:
    """Why these steps cannot all have been taken: each once, in order, in time, none after a no."""
    steps, done = _steps(approval), in_order(taken)
    day = approval.get("filed_on")
    for at, one in enumerate(done):
        number, told = one.get("number") or 0, {"number": one.get("number") or 0, "title": one.get("title")}
        if at and number == done[at - 1].get("number"):
            return Reason("rules.approval.twice", told)
        if at and done[at - 1].get("outcome") not in PASSING:
            return Reason("rules.approval.over", told)
        if number != at + 1:
            return Reason("rules.approval.order", {**told, "next": at + 1})
        if at >= len(steps) or one.get("step") != steps[at]:
            return Reason("rules.approval.other_step", told)
        on = one.get("decided_on")
        if day is not None and on is not None and on < day:
            return Reason("rules.approval.before", {**told, "day": day.isoformat()})
        day = on or day
    return None


def judge_step(approval: Values | None, others: Iterable[Values], step: Values) -> Reason | None:
    """Why a step must not be kept beside the ``others`` of its application; None where it may."""
    if approval is None:
        return Reason("rules.approval.none")
    if approval.get("outcome") == WITHDRAWN:
        return Reason("rules.approval.withdrawn")
    return unlawful(approval, [*others, step])


def judge_removal(approval: Values | None, remaining: Iterable[Values]) -> Reason | None:
    """Why a step must not go; the last one of an application that is still open may."""
    if approval is None:
        return None
    if approval.get("outcome") is not None:
        return Reason("rules.approval.decided")
    return unlawful(approval, remaining)


def judge_approval(
    pack: Pack, approval: Values, taken: Sequence[Values], others: Iterable[tuple[Values, Sequence[Values]]]
) -> Reason | None:
    """Why an application must not be kept as it is; None where it may.

    ``taken``: its own steps; ``others``: the project's other applications with theirs. Of a project one at a
    time may be open, and none beside one that has passed.
    """
    if (outcome := approval.get("outcome")) not in (None, WITHDRAWN):
        stands = standing(approval, taken)
        return None if stands.state == outcome else Reason("rules.approval.undecided")
    if outcome == WITHDRAWN:
        return None
    if not taken and (reason := _other_route(pack, approval)) is not None:
        return reason
    for other, its_steps in others:
        state = standing(other, its_steps).state
        if state in (OPEN, PASSED):
            told = {"title": other.get("title"), "day": _day(other.get("filed_on"))}
            return Reason(f"rules.approval.other_{state}", told)
    return unlawful(approval, taken)


def _other_route(pack: Pack, approval: Values) -> Reason | None:
    """A route is fixed by its first step; until then it is the one that the pack in force gives."""
    try:
        found = computed(pack, approval)
    except OutpostError:
        return Reason("rules.approval.no_route")
    if found["steps"] == list(_steps(approval)):
        return None
    way = pack.routes.ways[found["route"]].name
    return Reason("rules.approval.route", {"route": {"zh": way.zh, "en": way.en}})


def in_order(taken: Iterable[Values]) -> list[Values]:
    """Steps by their numbers."""
    return sorted(taken, key=lambda one: (one.get("number") or 0, str(one.get("decided_on") or "")))


def _steps(approval: Values) -> tuple[str, ...]:
    steps = approval.get("steps")
    return tuple(str(one) for one in steps) if isinstance(steps, list) else ()


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else ""
