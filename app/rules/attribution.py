"""Sharing a figure among several, in parts that always add up (systems.md A14, C9, “three credits”).

Each part is rounded down to the smallest step, and the steps that are left go one each to whoever lost most
by the rounding; of equals, to whoever is named first.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.errors import OutpostError
from app.policy.pack import Pack
from app.rules.rounding import half_up

FEN = 6  # decimals of an amount in 万元, down to one fen


class SharesNotWhole(OutpostError):
    """The shares do not add up to 100 %, or one of them is below zero."""

    code = "shares_not_whole"


class AmountTooFine(OutpostError):
    """The figure has more decimals than its parts may have, so that they could not add up to it."""

    code = "amount_too_fine"


class Credit(StrEnum):
    """The credits of one project, which are kept apart."""

    FIRST_REPORT = "first_report"  # 首报
    FIRST_TALKS = "first_talks"  # 首谈
    LANDING = "landing"  # 落地


def split(amount: Decimal, shares: Mapping[str, Fraction], places: int = FEN) -> dict[str, Decimal]:
    """``amount`` in parts of ``places`` decimals, whose sum is exactly ``amount``; ``shares`` are of one.

    A correction below zero is split like the same amount above it.

    Raises:
        SharesNotWhole, AmountTooFine: as they say.
    """
    whole = sum(shares.values(), Fraction(0))
    if whole != 1 or any(share < 0 for share in shares.values()):
        raise SharesNotWhole(total=f"{half_up(whole * 100, 2):f}%")
    steps = abs(Fraction(amount)) * 10**places
    if steps.denominator != 1:
        raise AmountTooFine(amount=f"{amount:f}", places=places)
    exact = {name: steps * share for name, share in shares.items()}
    counts = {name: part.numerator // part.denominator for name, part in exact.items()}
    left = steps.numerator - sum(counts.values())
    for name in sorted(exact, key=lambda name: counts[name] - exact[name])[:left]:
        counts[name] += 1
    sign = -1 if amount < 0 else 1
    return {name: half_up(Fraction(sign * count, 10**places), places) for name, count in counts.items()}


class Carried(StrEnum):
    """What a credit carries: points of the score, or amounts such as funds in place."""

    POINTS = "points"
    AMOUNTS = "amounts"


Rulings = Mapping[Credit, Mapping[str, Fraction]]


def attribute(
    pack: Pack, what: Carried, amount: Decimal, rulings: Rulings, places: int = FEN
) -> dict[Credit, dict[str, Decimal]]:
    """What each unit gets of a project's points or amounts, under each credit that has a ruling.

    The pack says how much of it a credit carries; under each credit the parts add up to just that.

    Raises:
        SharesNotWhole, AmountTooFine, NoSuchTable: as they say.
    """
    found = {}
    for row in pack.table("credits").rows:
        credit, carries = Credit(row.id), row.results[what]
        assert isinstance(carries, Decimal)
        if shares := rulings.get(credit):
            found[credit] = split(half_up(Fraction(amount) * Fraction(carries), places), shares, places)
    return found
