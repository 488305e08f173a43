"""分期到资: how the instalments of a project's contracts stand against what has come in (feature 32).

Money in place is reported once, in the ledger of funds; an instalment that the ledger covers needs no tick of
its own. It covers them in the order of their days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
SOON = timedelta(days=30)


class Due(StrEnum):
    """How an instalment stands."""

    PAID = "paid"  # a person says it came in
    COVERED = "covered"  # what is in place is enough for it and for all before it
    OVERDUE = "overdue"
    SOON = "soon"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One instalment of a contract: so much, 万元, by a day; ``paid_on``: when it came in as a whole."""

    due_on: date
    amount: Decimal
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Covering:
    """``states`` in the order asked. ``due``: what was agreed up to today, ``missing``: what of it is neither
    paid nor covered, 万元.
    """

    states: tuple[Due, ...]
    due: Decimal
    missing: Decimal


def covering(agreed: Sequence[Agreed], in_place: Decimal, today: date) -> Covering:
    """How the instalments of one project stand on a day, by what is in place of its funds, 万元."""
    states: dict[int, Due] = {}
    due = missing = before = ZERO
    for at in sorted(range(len(agreed)), key=lambda at: (agreed[at].due_on, at)):
        one = agreed[at]
        left = min(max(before + one.amount - in_place, ZERO), one.amount)
        before += one.amount
        states[at] = _state(one, left, today)
        if one.due_on <= today:
            due += one.amount
            missing += left if states[at] not in (Due.PAID, Due.COVERED) else ZERO
    return Covering(tuple(states[at] for at in range(len(agreed))), due, missing)


def _state(one: Agreed, left: Decimal, today: date) -> Due:
    if one.paid_on is not None:
        return Due.PAID
    if left <= 0:
        return Due.COVERED
    if one.due_on < today:
        return Due.OVERDUE
    return Due.SOON if one.due_on - today <= SOON else Due.AHEAD
