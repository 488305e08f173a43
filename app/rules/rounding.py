"""Figures as they are shown: rounded half up from the exact value, and totals that say how they add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NOTHING = "—"


def half_up(value: Fraction, places: int) -> Decimal:
    """``value`` with ``places`` decimals; a half goes away from zero, and the sign makes no difference."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    digits = whole + (2 * rest >= scaled.denominator)
    # Built from its digits, for arithmetic would round to the precision of the context.
    sign = 1 if value < 0 and digits else 0
    return Decimal((sign, tuple(int(digit) for digit in str(digits)), -places))


def percent(value: Fraction | None, places: int) -> str:
    """A share of one in percent, ``0.6875`` as ``68.75%``; “—” where there was nothing to divide by."""
    return NOTHING if value is None else f"{half_up(value * 100, places):f}%"


def signed(value: Fraction | None, places: int, unit: str = "") -> str:
    """A difference with its sign, ``+42.31``; nothing stands before zero; “—” where there is none."""
    if value is None:
        return NOTHING
    shown = half_up(value, places)
    return f"{'+' if shown > 0 else ''}{shown:f}{unit}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as shown. ``total`` is rounded from the exact sum; ``off`` is by how much the lines as shown
    exceed it: 0, or the reason to say that the lines were rounded.
    """

    lines: tuple[Decimal, ...]
    total: Decimal
    off: Decimal


def shown_column(values: Sequence[Fraction], places: int) -> Shown:
    """The lines and the total of a column (systems.md, “Rounding”)."""
    lines = tuple(half_up(value, places) for value in values)
    total = half_up(sum(values, Fraction(0)), places)
    off = sum((Fraction(line) for line in lines), Fraction(0)) - Fraction(total)
    return Shown(lines, total, half_up(off, places))
