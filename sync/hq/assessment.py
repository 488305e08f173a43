"""Headquarters' people set targets, judge leads and decide on merit; nobody else does (A2, C3, C8)."""

from app.model.registry import KINDS
from app.reasons import Reason
from sync.hq.scopes import Principal
from sync.protocol.messages import Operation

HQ_PEOPLE = Reason("hq.refused.hq_people")


def refusal(principal: Principal, operation: Operation) -> Reason | None:
    """Why this person must not write a record of the kind; None where they may."""
    known = KINDS.get(operation.kind)
    return HQ_PEOPLE if known is not None and known.hq_people and principal.role != "hq" else None
