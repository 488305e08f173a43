"""A stage that a conflict card sets is a move like any other, and is kept as one (systems.md B1)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.model.row import Row
from app.services.desk import CHINA
from app.services.moving import MOVE, PROJECT
from app.store.work import UnitOfWork


def note_move(work: UnitOfWork, target: Row, values: Mapping[str, Any]) -> None:
    """Keep the move that ``values`` make of a project; nothing for other records, or where it stays."""
    after = values.get("stage")
    if target.kind != PROJECT or not after or after == target["stage"]:
        return
    told = {name: values.get(name, target[name]) for name in ("stage_on", "stage_reason", "exit_reason")}
    move = {"project_id": target.id, "before": target["stage"], "after": after}
    move |= {"moved_on": told["stage_on"] or _today(work), "reason": told["stage_reason"]}
    work.create(MOVE, {**move, "exit_reason": told["exit_reason"]})


def _today(work: UnitOfWork) -> Any:
    now: datetime = work.now if work.now.tzinfo else work.now.replace(tzinfo=UTC)
    return now.astimezone(CHINA).date()
