"""The order of a day's visits: by the hour, and by hand where somebody moved one (A8).

A visit that was moved keeps a ``position``: hexadecimal digits that sort between those of the visits it was
put between. One that was never moved sorts by its hour, written in the same digits. So a move changes one
record, whatever was moved on another laptop meanwhile, and laptops with the same records show one order.
"""

import re
from collections.abc import Iterable
from datetime import date

from app.model.row import Row

LONGEST = 200  # digits; ``Visit.position`` takes no more
_DIGITS = "0123456789abcdef"
_LATEST = "99:99"  # of the day: a visit without an hour
_POSITION = re.compile(r"[0-9a-f]+")


def order_key(visit: Row) -> str:
    """Sorts the visits of one day; no two are alike, for the id is in it."""
    position = visit["position"] or ""
    place = position if _POSITION.fullmatch(position) else _hexed((visit["time"] or _LATEST).zfill(5))
    return f"{place}00{_hexed(visit.id)}"


def by_day_and_place(visit: Row) -> tuple[date, str]:
    """Sorts visits of any days."""
    return visit["visited_on"], order_key(visit)


def in_order(visits: Iterable[Row]) -> list[Row]:
    """The visits by their days, each day's in its order."""
    return sorted(visits, key=by_day_and_place)


def between(low: str, high: str = "") -> str:
    """A position behind ``low`` ("": the beginning) and before ``high`` ("": the end), as short as can be.

    They are keys of two visits, the first the smaller. ``high`` does not begin with the result, which sorts
    before it whatever follows.

    Raises:
        ValueError: there is nothing between them.
    """
    digits, free = "", not high
    for at in range(max(len(low), len(high)) + 1):
        least = _DIGITS.index(low[at]) if at < len(low) else 0
        most = len(_DIGITS) if free else _DIGITS.index(high[at]) if at < len(high) else 0
        if most - least > 1:
            return digits + _DIGITS[(least + most) // 2]
        digits += _DIGITS[least]
        free = free or most > least
    raise ValueError(f"nothing is between {low!r} and {high!r}")


def _hexed(text: str) -> str:
    """Digits that sort as the text does."""
    return text.encode().hex()
