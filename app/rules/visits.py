"""Whether a visit was made, or only planned (systems.md A8, A9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.model.outings import MADE, PLANNED


def took_place(visit: Mapping[str, Any]) -> bool:
    """Whether people met; older laptops write down only what took place and say nothing of it."""
    return (visit.get("state") or MADE) == MADE


def first_state(visited_on: date, today: date) -> str:
    """What a visit is that says nothing of itself: written down before its day it is planned."""
    return PLANNED if visited_on > today else MADE
