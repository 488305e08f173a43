"""Funds in place by owner: the one place where scores ask for them (systems.md C1)."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.scores.goals import Window
from app.store.reading import Filter


def funds_in_place(desk: Desk, owner: Owner, window: Window) -> Mapping[str, Decimal]:
    """What the units reported for the months of the window; persons and leaders have none of their own."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    if owner not in (Owner.UNIT, Owner.OFFICE):
        return found
    store = desk.store
    months = [Filter("month", "ge", window.first.replace(day=1)), Filter("month", "le", window.last)]
    rows = store.rows(
        "fund_entry", store.ids("fund_entry", filters=[Filter("source", "eq", "unit"), *months])
    )
    ids = {row["project_id"] for row in rows}
    units = store.fields("project", ids, ("responsible_unit",)) if ids else {}
    for row in rows:
        if (project := units.get(row["project_id"])) is not None:
            found[str(project["responsible_unit"] or "")] += row["amount"]
    return found
