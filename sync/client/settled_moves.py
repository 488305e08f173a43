"""A stage that a conflict card sets is a move like any other, and is kept as one (systems.md B1)."""

from collections.abc import Mapping
from typing import Any

from app.model.row import Row
from app.rules.clock import CHINA
from app.services.moving import PROJECT, keep_move
from app.store.work import UnitOfWork


def note_move(work: UnitOfWork, target: Row, values: Mapping[str, Any]) -> None:
    """Keep the move that ``values`` make of a project; nothing for other records, or where it stays."""
    after = values.get("stage")
    if target.kind != PROJECT or not after or after == target["stage"]:
        return
    whole = {**target.values, **values}
    whole["stage_on"] = whole["stage_on"] or work.now.astimezone(CHINA).date()
    keep_move(work, target, whole)
