"""Foreign capital in yuan: the amount in its currency, the rate and the day the rate is of (feature 49)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from app.rules.amounts import Unit, parse_amount, plain
from app.rules.folding import fold_width
from app.rules.numerals import Qualifier
from app.rules.refusals import RuleError
from app.rules.rounding import half_up

PLACES = 6  # 万元 to one fen
LARGEST_RATE, FINEST_RATE = Decimal(1000), 8


class RateUnreadable(RuleError):
    """Not a rate: yuan for one of the currency, above 0 and below 1,000."""

    code = "rate.unreadable"


class CurrencyMissing(RuleError):
    """A foreign amount that does not say in which currency it is."""

    code = "rate.currency"


class ForeignNotExact(RuleError):
    """About so much, or a range: nothing that can be booked."""

    code = "rate.not_exact"


@dataclass(frozen=True, slots=True)
class Foreign:
    """``amount`` in 10,000 of ``currency`` at ``rate`` yuan for one; ``yuan`` 万元, half up to a fen."""

    amount: Decimal
    currency: str
    rate: Decimal
    yuan: Decimal


def read_foreign(text: str, rate: str, currency: str = "") -> Foreign:
    """A foreign amount as typed (``200万美元``; a bare figure counts in 10,000 of ``currency``).

    Raises:
        AmountError, RateUnreadable, CurrencyMissing, ForeignNotExact: as they say.
    """
    told = parse_amount(text, Unit.WAN, allow_negative=True)
    named = told.currency if told.currency != "CNY" else currency.strip().upper()
    if named in ("", "CNY"):
        raise CurrencyMissing(text)
    if told.qualifier is not Qualifier.EXACT or told.rest:
        raise ForeignNotExact(text)
    at = read_rate(rate)
    return Foreign(told.value, named, at, plain(half_up(Fraction(told.value) * Fraction(at), PLACES)))


def read_rate(text: str) -> Decimal:
    """Yuan for one of the currency, ``7.1234``.

    Raises:
        RateUnreadable: it is none.
    """
    body = fold_width(text).strip()
    try:
        rate = Decimal(body)
    except InvalidOperation:
        raise RateUnreadable(text) from None
    fine = rate.is_finite() and 0 < rate < LARGEST_RATE
    if not fine or -int(rate.as_tuple().exponent) > FINEST_RATE:
        raise RateUnreadable(text)
    return rate
