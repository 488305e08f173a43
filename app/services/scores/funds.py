"""Funds in place by owner: the one place where scores ask for them (systems.md C1, C2)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.rules.fund_ledger import month_of
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.fund_records import PROJECT, PUBLISHING
from app.services.recognised_sums import Book, RecognisedSums, Shares
from app.services.ruled_credits import rulings
from app.services.scores.goals import Window
from app.store.changed import Changes
from app.store.reading import Filter
from app.store.work import PACK

OUTSIDE = "out_of_province"
_FEW = 500  # projects that are asked for by their ids


class Funds:
    """What counts for each unit, month by month, read once; persons and leaders have no book of their own."""

    def __init__(self, desk: Desk, owner: Owner, whole: Window) -> None:
        self._shares = owner in (Owner.UNIT, Owner.OFFICE)
        self._sums, self._outside = _kept(desk, whole)

    def of_owners(self, window: Window) -> Mapping[str, Decimal]:
        """What the months that the window touches add up to."""
        return self._sums.of_units(window.first, window.last) if self._shares else {}

    def whole(self, window: Window) -> Decimal:
        """What the same months come to with every project once."""
        return self._sums.whole(window.first, window.last)

    def of_outside(self, window: Window) -> Mapping[str, Decimal]:
        """``of_owners``, of projects alone whose capital comes from another province (省外到位资金)."""
        return self._outside.of_units(window.first, window.last) if self._shares else {}

    def whole_of_outside(self, window: Window) -> Decimal:
        """``whole`` of the same projects."""
        return self._outside.whole(window.first, window.last)

    def of_project(self, id: str, until: date) -> Decimal:
        """What counts of one project up to a day, before it is shared."""
        return self._sums.of_project(id, until)


Sums = tuple[RecognisedSums, RecognisedSums]
"""Of all projects, and of those whose capital comes from another province."""


def _kept(desk: Desk, whole: Window) -> Sums:
    """As added up the last time, with the projects that changed since added up again."""
    until = month_of(whole.last)

    def made() -> tuple[Book, Sums]:
        book = Book(desk)
        return book, _with(desk, (RecognisedSums(), RecognisedSums()), book, book.shares_of(until))

    def renewed(known: tuple[Book, Sums], changes: Changes) -> tuple[Book, Sums] | None:
        if changes.kinds & {"rulebook", *PUBLISHING}:
            return None
        book, sums = known
        touched = changes.projects | rulings(desk).other_than(book.rulings)
        return (book, _with(desk, sums, book, book.shares_of(until, sorted(touched)))) if touched else known

    key = ("recognised", until, desk.store.remembered(PACK))
    return desk.memory.recall(desk.store.changed, key, made, renewed)[1]


def _with(desk: Desk, sums: Sums, book: Book, found: Mapping[str, Shares]) -> Sums:
    """With these projects as they are now; in published months their capital comes from where it did then."""
    whole, outside = sums
    from_there = [Filter("origin", "eq", OUTSIDE)]
    if len(found) <= _FEW:
        from_there.append(Filter("id", "in", sorted(found)))
    known = set(desk.store.ids(PROJECT, filters=from_there))
    told = {id: _from_outside(book, id, shares, now=id in known) for id, shares in found.items()}
    return whole.with_projects(found), outside.with_projects(told)


def _from_outside(book: Book, id: str, shares: Shares, *, now: bool) -> Shares:
    """Of a project's shares those of months in which its capital came from another province."""
    published = book.published_origins(id)
    if not published:
        return shares if now else ()
    then = {month: origin == OUTSIDE for month, origin in published.items()}
    return tuple(one for one in shares if then.get(one[1], now))
