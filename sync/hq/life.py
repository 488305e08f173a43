"""Headquarters judges moves between stages by the rules the laptop asked before (systems.md B1).

The operation on the project holds all that the rules ask for; what hangs on the project is looked up here.
"""

from collections.abc import Iterable, Mapping
from functools import cache, partial

from sqlalchemy import Connection

from app.model.registry import KINDS
from app.model.values import python_values
from app.reasons import Reason
from app.rules.requirements import looked_at
from app.rules.stage_moves import judge_change, refusal, requirements_of, stage_of
from sync.hq.approvals import Approvals
from sync.hq.claims import today
from sync.hq.hanging import Hanging
from sync.hq.records import Key
from sync.hq.rulebooks import pack_on
from sync.protocol.arriving import Unread
from sync.protocol.judge import Held, Judgement
from sync.protocol.messages import Operation

PROJECT, MOVE = "project", "stage_move"
SINCE_SCHEMA = 3  # laptops before it have no place for the reasons of a move: theirs are not judged
NOT_MOVED = Reason("hq.refused.not_moved")


class Life:
    """One batch's moves, and what leads to them: applications and their steps."""

    def __init__(self, connection: Connection, tenant: int, *, now: int, pack: str, schema: int) -> None:
        """``pack``: the shipped one to judge by as long as none was published."""
        self._judges = schema >= SINCE_SCHEMA
        self._hanging = Hanging(connection, tenant)
        # Read only where a project moves or applies: most batches need none. It knows nothing of ``self``, or
        # each would know the other and a batch stay in memory until somebody looks for such rings.
        self._pack = cache(partial(pack_on, connection, tenant, today(now), otherwise=pack))
        self._approvals = Approvals(self._hanging, self._pack)

    def expect(self, operations: Iterable[Unread]) -> None:
        """Let what the batch makes further on count too: a change sent again keeps its earlier place."""
        self._hanging.expect(operations)

    def refusal(
        self, operation: Operation, held: Held | None, judged: Judgement, working: Mapping[Key, Held]
    ) -> Reason | None:
        """Why a judged operation is not to be taken after all; None where it is."""
        if not self._judges or judged.held is None or judged.status in ("refused", "later"):
            return None
        if operation.kind == MOVE and held is None:
            return _unless_moved(judged.held, working)
        if operation.kind == PROJECT and held is not None and not judged.held.deleted:
            return self._move(operation.id, held, judged.held, working)
        return self._approvals.refusal(operation, held, judged.held, working)

    def _move(self, id: str, held: Held, then: Held, working: Mapping[Key, Held]) -> Reason | None:
        if held.doc.get("stage") == then.doc.get("stage"):
            return None
        before, after = (python_values(KINDS[PROJECT], one.doc) for one in (held, then))
        pack = self._pack()
        asked = requirements_of(pack, stage_of(before), stage_of(after))
        children = {
            kind: list(self._hanging.values(kind, id, then.unit, working).values())
            for kind in looked_at(asked)
        }
        return refusal(pack, judge_change(pack, before, after, children))


def _unless_moved(move: Held, working: Mapping[Key, Held]) -> Reason | None:
    """A move is told of where the project made it: a project that headquarters does not know cannot say."""
    project = working.get((PROJECT, str(move.doc.get("project_id"))))
    if project is None or project.doc.get("stage") == move.doc.get("after"):
        return None
    return NOT_MOVED
