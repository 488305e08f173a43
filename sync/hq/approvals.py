"""Headquarters judges applications and their steps by the rules the laptop asked before (systems.md B5).

A route is recomputed under the pack in force; a step must be the next one of its application, whoever else
recorded one meanwhile. What is refused comes back whole to the laptop's tray with the reason.
"""

from collections.abc import Callable, Mapping

from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.approvals import judge_approval, judge_removal, judge_step
from app.rules.requirements import Values
from sync.hq.hanging import Hanging, values_of
from sync.hq.records import Key
from sync.protocol.judge import Held
from sync.protocol.messages import Operation

APPROVAL, STEP = "approval", "approval_step"
# What an application is judged by; its notes may change for ever.
_DECIDING = (
    *("outcome", "project_id", "filed_on", "categories", "land", "special", "zone", "facts"),
    *("route", "steps"),
)
_OF_STEPS = ("approval_id", "project_id", "number", "step", "outcome", "decided_on")


class Approvals:
    """One batch's applications and steps."""

    def __init__(self, hanging: Hanging, pack: Callable[[], Pack]) -> None:
        self._hanging, self._pack = hanging, pack

    def refusal(
        self, operation: Operation, held: Held | None, then: Held, working: Mapping[Key, Held]
    ) -> Reason | None:
        """Why an operation that makes ``then`` of ``held`` is not to be taken; None where it is."""
        if operation.kind == STEP and _changed(held, then, _OF_STEPS):
            return self._step(operation.id, held, then, working)
        if operation.kind == APPROVAL and not then.deleted and _changed(held, then, _DECIDING):
            return self._approval(operation.id, then, working)
        return None

    def _step(self, id: str, held: Held | None, then: Held, working: Mapping[Key, Held]) -> Reason | None:
        values = values_of(STEP, then.doc)
        if values is None:
            return None
        of = str(then.doc.get("approval_id"))
        project = str(then.doc.get("project_id"))
        found = self._hanging.values(APPROVAL, project, then.unit, working, coming=False).get(of)
        others = self._steps(project, then.unit, of, working, besides=id)
        if then.deleted:
            return judge_removal(found, others) if held is not None and not held.deleted else None
        return judge_step(found, others, values)

    def _approval(self, id: str, then: Held, working: Mapping[Key, Held]) -> Reason | None:
        values = values_of(APPROVAL, then.doc)
        if values is None:
            return None
        project, unit = str(then.doc.get("project_id")), then.unit
        known = self._hanging.values(APPROVAL, project, unit, working, coming=False)
        others = [
            (other, self._steps(project, unit, its_id, working))
            for its_id, other in known.items()
            if its_id != id
        ]
        return judge_approval(self._pack(), values, self._steps(project, unit, id, working), others)

    def _steps(
        self, project: str, unit: str, approval: str, working: Mapping[Key, Held], *, besides: str = ""
    ) -> list[Values]:
        found = self._hanging.values(STEP, project, unit, working, coming=False)
        return [one for id, one in found.items() if id != besides and one.get("approval_id") == approval]


def _changed(held: Held | None, then: Held, fields: tuple[str, ...]) -> bool:
    """Whether the operation makes the record, removes or restores it, or touches what is judged."""
    if held is None or held.deleted != then.deleted:
        return True
    return any(held.doc.get(name) != then.doc.get(name) for name in fields)
