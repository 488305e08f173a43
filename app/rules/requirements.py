"""Whether a project meets what a stage asks for (systems.md B1), line by line: met or not, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.model.registry import KINDS
from app.policy.requirements import Requirement, several
from app.reasons import Reason
from app.rules.visits import took_place

Values = Mapping[str, Any]
Children = Mapping[str, Sequence[Values]]
"""What hangs on a project, in Python values, by kind; only live records."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist. ``seen``: what was found, as the field holds it, or how many records."""

    requirement: Requirement
    met: bool
    seen: Any

    @property
    def in_place(self) -> str:
        """The project's field that would meet it; "" where a record of its own or the move must."""
        return self.requirement.field if self.requirement.kind == "project" else ""

    @property
    def why(self) -> Reason:
        """What is there, or what is missing, as a sentence that is not yet in any language."""
        asked = self.requirement
        params: dict[str, object] = {"kind": asked.kind, "field": asked.field, "value": _said(asked.value)}
        key = "met" if self.met else asked.test
        if not asked.field:
            return Reason(f"rules.life.count_{key}", {**params, "count": self.seen})
        return Reason(f"rules.life.{key}", params)


def check(requirement: Requirement, project: Values, children: Children, move: Values) -> Line:
    """Evaluate one requirement. ``move``: its ``reason`` and ``exit_reason``.

    A field that this version does not know counts as empty.
    """
    if requirement.kind == "project":
        seen = project.get(requirement.field)
        return Line(requirement, _passes(requirement, seen), seen)
    if requirement.kind == "stage_move":
        seen = move.get(requirement.field)
        return Line(requirement, _passes(requirement, seen), seen)
    rows = children.get(requirement.kind, ())
    if requirement.kind == "visit":
        rows = [row for row in rows if took_place(row)]
    if not requirement.field:
        return Line(requirement, Decimal(len(rows)) >= Decimal(requirement.value), len(rows))
    passing = [row for row in rows if _passes(requirement, row.get(requirement.field))]
    return Line(requirement, bool(passing), passing[0].get(requirement.field) if passing else None)


def checklist(
    requirements: Iterable[Requirement], project: Values, children: Children, move: Values
) -> tuple[Line, ...]:
    """All lines, in the order asked."""
    return tuple(check(one, project, children, move) for one in requirements)


def looked_at(requirements: Iterable[Requirement]) -> frozenset[str]:
    """The kinds of children that the requirements ask about; nobody need read more."""
    return frozenset(one.kind for one in requirements) - {"project", "stage_move"}


def hanging_on(kind: str) -> str:
    """The field by which records of ``kind`` name the project they hang on."""
    return "parent_id" if "parent_id" in KINDS[kind].fields else "project_id"


def _passes(requirement: Requirement, value: Any) -> bool:
    if value is None or value == "" or value == []:
        return False
    match requirement.test:
        case "filled":
            return not isinstance(value, str) or bool(value.strip())
        case "at_least":
            return Decimal(value) >= Decimal(requirement.value)
    if isinstance(value, bool):
        return value is (requirement.value == "yes")
    wanted = set(several(_said(requirement.value)))
    return bool(wanted & set(value)) if isinstance(value, list) else str(value) in wanted


def _said(value: str | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value
