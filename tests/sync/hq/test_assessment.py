"""Only headquarters' people write targets, judge leads, decide on merit and publish months."""

import pytest

from app.model.registry import KINDS
from sync.hq import assessment
from sync.hq.scopes import Principal
from sync.protocol.messages import Operation

RESERVED = {
    *("goal", "bulletin", "lead_judgement", "merit", "month_lock", "month_reopening"),
    *("appraisal", "appraisal_mark"),
}


def operation(kind: str) -> Operation:
    return Operation(op_id="0" * 32, kind=kind, id="x", action="create", base_rev=0, at=0, fields={})


@pytest.mark.parametrize("role", ["officer", "leader", "hq"])
def test_who_may_write_what(role: str) -> None:
    who = Principal("d", "u", "张三", role, "north")
    refused = {kind for kind in (*KINDS, "of_a_newer_version") if assessment.refusal(who, operation(kind))}
    assert refused == (set() if role == "hq" else RESERVED)
