"""Funds in place by owner: the one place where scores ask for them (systems.md C1, C2)."""

from collections.abc import Mapping
from decimal import Decimal

from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.recognised_sums import RecognisedSums, recognised_sums
from app.services.scores.goals import Window


class Funds:
    """What counts for each unit, month by month, read once; persons and leaders have no book of their own."""

    def __init__(self, desk: Desk, owner: Owner, whole: Window) -> None:
        read = owner in (Owner.UNIT, Owner.OFFICE)
        self._sums = recognised_sums(desk, whole.last) if read else RecognisedSums()

    def of_owners(self, window: Window) -> Mapping[str, Decimal]:
        """What the months that the window touches add up to."""
        return self._sums.of_units(window.first, window.last)
