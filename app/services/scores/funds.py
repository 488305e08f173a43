"""Funds in place by owner: the one place where scores ask for them (systems.md C1, C2)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.rules.fund_ledger import month_of
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.fund_records import PUBLISHING
from app.services.recognised_sums import Book, RecognisedSums
from app.services.ruled_credits import rulings
from app.services.scores.goals import Window
from app.store.changed import Changes
from app.store.work import PACK


class Funds:
    """What counts for each unit, month by month, read once; persons and leaders have no book of their own."""

    def __init__(self, desk: Desk, owner: Owner, whole: Window) -> None:
        self._shares = owner in (Owner.UNIT, Owner.OFFICE)
        self._sums = _kept(desk, whole)

    def of_owners(self, window: Window) -> Mapping[str, Decimal]:
        """What the months that the window touches add up to."""
        return self._sums.of_units(window.first, window.last) if self._shares else {}

    def whole(self, window: Window) -> Decimal:
        """What the same months come to with every project once."""
        return self._sums.whole(window.first, window.last)

    def of_project(self, id: str, until: date) -> Decimal:
        """What counts of one project up to a day, before it is shared."""
        return self._sums.of_project(id, until)


def _kept(desk: Desk, whole: Window) -> RecognisedSums:
    """As added up the last time, with the projects that changed since added up again."""
    until = month_of(whole.last)

    def made() -> tuple[Book, RecognisedSums]:
        book = Book(desk)
        return book, RecognisedSums().with_projects(book.shares_of(until))

    def renewed(known: tuple[Book, RecognisedSums], changes: Changes) -> tuple[Book, RecognisedSums] | None:
        if changes.kinds & {"rulebook", *PUBLISHING}:
            return None
        book, sums = known
        touched = changes.projects | rulings(desk).other_than(book.rulings)
        return (book, sums.with_projects(book.shares_of(until, sorted(touched)))) if touched else known

    key = ("recognised", until, desk.store.remembered(PACK))
    return desk.memory.recall(desk.store.changed, key, made, renewed)[1]
