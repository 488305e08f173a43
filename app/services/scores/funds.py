"""Funds in place by owner: the one place where scores ask for them (systems.md C1, C2)."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.recognised import recognised_amounts
from app.services.scores.goals import Window


def funds_in_place(desk: Desk, owner: Owner, window: Window) -> Mapping[str, Decimal]:
    """What counts, of the months that the window touches; persons and leaders have none of their own."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    if owner in (Owner.UNIT, Owner.OFFICE):
        for one in recognised_amounts(desk, window.first, window.last):
            found[one.unit] += one.recognised
    return found
