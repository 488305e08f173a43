"""Foreign amounts with their rate."""

from decimal import Decimal

import pytest

from app.rules.amounts import AmountError
from app.rules.foreign_funds import CurrencyMissing, ForeignNotExact, RateUnreadable, read_foreign


def test_an_amount_that_names_its_currency() -> None:
    found = read_foreign("200万美元", "7.1234")
    assert (found.amount, found.currency, found.yuan) == (Decimal(200), "USD", Decimal("1424.68"))


def test_a_bare_figure_counts_in_ten_thousand_of_the_currency_told() -> None:
    found = read_foreign("1061.6", "6.5", "usd")
    assert (found.amount, found.currency, found.yuan) == (Decimal("1061.6"), "USD", Decimal("6900.4"))


def test_a_fen_is_rounded_half_up() -> None:
    assert read_foreign("0.0001", "0.005", "JPY").yuan == Decimal("0.000001")
    assert read_foreign("-0.0001", "0.005", "JPY").yuan == Decimal("-0.000001")


@pytest.mark.parametrize("rate", ["", "x", "0", "-7", "1000", "NaN", "7.123456789"])
def test_what_is_no_rate(rate: str) -> None:
    with pytest.raises(RateUnreadable):
        read_foreign("200万美元", rate)


def test_what_cannot_be_booked() -> None:
    with pytest.raises(CurrencyMissing):
        read_foreign("200万", "7")
    with pytest.raises(ForeignNotExact):
        read_foreign("约200万美元", "7")
    with pytest.raises(AmountError):
        read_foreign("全部", "7", "USD")
