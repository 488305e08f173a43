"""What a reception begins with: whoever receives the guests is the first of its hosts."""

from collections.abc import Mapping
from typing import Any

from app.rules.seating import OURS
from app.store.work import UnitOfWork


def begin_party(work: UnitOfWork, reception: str, values: Mapping[str, Any]) -> None:
    """Put the leader of a reception just made among its hosts."""
    if values.get("leader"):
        given = {"name": values["leader"], "side": OURS, "position": 1, "reception_id": reception}
        work.create("reception_person", given)
