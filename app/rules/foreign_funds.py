"""Foreign capital in yuan: the amount in its currency, the rate and the day the rate is of (feature 49)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.rules.amounts import LIMIT, AmountError, AmountOutOfRange, Unit, parse_amount, plain
from app.rules.folding import fold_width
from app.rules.numerals import Qualifier
from app.rules.refusals import RuleError
from app.rules.rounding import half_up

PLACES = 6  # 万元 to one fen
# Plain digits only: 7_1 and 1e2 are slips of the finger, whatever Decimal makes of them.
_RATE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,8})?")
_CODE = re.compile(r"[A-Z]{3}")


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
    named = told.currency if told.currency != "CNY" else _code(currency)
    if named in ("", "CNY"):
        raise CurrencyMissing(text)
    if told.qualifier is not Qualifier.EXACT or told.rest:
        raise ForeignNotExact(text)
    at = read_rate(rate)
    yuan = plain(half_up(Fraction(told.value) * Fraction(at), PLACES))
    if abs(yuan) >= LIMIT:
        raise AmountOutOfRange(text)
    return Foreign(told.value, named, at, yuan)


def read_rate(text: str) -> Decimal:
    """Yuan for one of the currency, ``7.1234``.

    Raises:
        RateUnreadable: it is none.
    """
    body = fold_width(text).strip()
    if not _RATE.fullmatch(body) or not Decimal(body):
        raise RateUnreadable(text)
    return Decimal(body)


def _code(text: str) -> str:
    """``USD`` of ``usd`` or ``美元``; "" of what is no currency."""
    body = fold_width(text).strip().upper()
    if _CODE.fullmatch(body):
        return body
    try:
        named = parse_amount(f"1{body}", Unit.WAN)
    except AmountError:
        return ""
    return "" if named.rest else named.currency
