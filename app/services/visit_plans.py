"""Which planned visit a visit that was made is: it is written into the plan, not beside it (A8, A9)."""

from collections.abc import Mapping
from typing import Any

from app.model.outings import MADE, PLANNED
from app.model.row import Row
from app.services.desk import Desk
from app.store.reading import Filter

AT_A_DISTANCE = ("call", "video", "message")


def plan_met(desk: Desk, visit: Mapping[str, Any]) -> Row | None:
    """The open plan of the same firm on the same day, else on the same trip; None where there is none.

    A call does not stand for a journey that was planned. ``visit`` holds checked values.
    """
    firm, day = visit.get("company_id"), visit["visited_on"]
    if not firm or day > desk.today() or (visit.get("state") or MADE) != MADE:
        return None
    filters = [Filter("company_id", "eq", firm), Filter("state", "eq", PLANNED)]
    plans = desk.store.rows("visit", desk.store.ids("visit", filters=filters))
    trip = visit.get("trip_id")
    met = [
        plan
        for plan in plans
        if _alike(plan["kind"], visit.get("kind"))
        and (plan["visited_on"] == day or (trip is not None and plan["trip_id"] == trip))
    ]
    return min(met, key=lambda plan: (abs((plan["visited_on"] - day).days), plan.id), default=None)


def _alike(planned: str | None, made: str | None) -> bool:
    return planned == made or (planned not in AT_A_DISTANCE and made not in AT_A_DISTANCE)
