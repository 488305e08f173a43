"""Funds in place by owner: the one place where scores ask for them (systems.md C1, C2)."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.recognised import recognised_amounts
from app.services.scores.goals import Window


class Funds:
    """What counts for each unit, month by month, read once; persons and leaders have no book of their own."""

    def __init__(self, desk: Desk, owner: Owner, whole: Window) -> None:
        read = owner in (Owner.UNIT, Owner.OFFICE)
        self._amounts = recognised_amounts(desk, whole.first, whole.last) if read else []

    def of_owners(self, window: Window) -> Mapping[str, Decimal]:
        """What the months that the window touches add up to."""
        first = window.first.replace(day=1)
        found: dict[str, Decimal] = defaultdict(Decimal)
        for one in self._amounts:
            if first <= one.month <= window.last:
                found[one.unit] += one.recognised
        return found
