"""Rates and currencies as they are typed: what is taken, what is sent back, and what it is called."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.rules.amounts import AmountOutOfRange
from app.rules.foreign_funds import CurrencyMissing, RateUnreadable, read_foreign, read_rate
from app.rules.refusals import RuleError


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("7", "7"),
        (" 7.1234 ", "7.1234"),
        ("７．１２", "7.12"),
        ("0.00000001", "0.00000001"),
        ("999.99999999", "999.99999999"),
        ("0.0485", "0.0485"),
    ],
)
def test_rates_that_are_taken(text: str, rate: str) -> None:
    assert read_rate(text) == Decimal(rate)


@pytest.mark.parametrize(
    "text",
    [
        "7_1",
        "1e2",
        "1E-2",
        "٧",
        "七",
        "7,1",
        "0.000",
        "0.000000001",
        "1000.0",
        "-0.1",
        "Infinity",
        "sNaN",
        "7.",
    ],
)
def test_slips_of_the_finger_are_no_rates(text: str) -> None:
    with pytest.raises(RateUnreadable) as caught:
        read_rate(text)
    assert caught.value.params == {"text": text}


@pytest.mark.parametrize(
    ("said", "code"),
    [("usd", "USD"), (" EUR ", "EUR"), ("ｕｓｄ", "USD"), ("美元", "USD"), ("港币", "HKD"), ("欧元", "EUR")],
)
def test_a_currency_by_its_letters_or_its_name(said: str, code: str) -> None:
    found = read_foreign("200", "7.1", said)
    assert (found.currency, found.amount, found.yuan) == (code, Decimal(200), Decimal(1420))


@pytest.mark.parametrize("said", ["", " ", "dollars", "US", "U5D", "贝壳", "CNY", "cny", "人民币", "元"])
def test_what_is_no_foreign_currency(said: str) -> None:
    with pytest.raises(CurrencyMissing):
        read_foreign("200", "7.1", said)


def test_the_currency_in_the_amount_outranks_the_one_beside_it() -> None:
    assert read_foreign("200万美元", "7", "EUR").currency == "USD"


@pytest.mark.parametrize(
    ("text", "rate", "yuan"),
    [
        ("1", "7.1234567", "7.123457"),  # half up at the seventh place
        ("1", "7.1234564", "7.123456"),
        ("0.000001", "0.5", "0.000001"),
        ("0.000001", "0.49999999", "0"),
        ("-200万美元", "7.1", "-1420"),
        ("1.061亿美元", "6.5", "68965"),
    ],
)
def test_yuan_to_a_fen(text: str, rate: str, yuan: str) -> None:
    found = read_foreign(text, rate, "USD")
    assert found.yuan == Decimal(yuan) and "E" not in str(found.yuan)


def test_more_than_the_ledger_can_hold_is_refused_at_the_very_limit() -> None:
    below = read_foreign("9999999999.999999", "99.99999999", "USD")
    assert below.yuan < 10**12
    for sign in ("", "-"):
        with pytest.raises(AmountOutOfRange):
            read_foreign(f"{sign}10000000000", "100", "USD")
    assert read_foreign("9999999999.99", "100", "USD").yuan == Decimal("999999999999")


AMOUNTS = st.decimals("-99999999", "99999999", places=6)
RATES = st.decimals("0.00000001", "999.99999999", places=8)


@given(AMOUNTS, RATES)
def test_yuan_are_amount_times_rate_within_half_a_fen(amount: Decimal, rate: Decimal) -> None:
    found = read_foreign(f"{amount:f}", f"{rate:f}", "USD")
    assert abs(found.yuan - amount * rate) <= Decimal("0.0000005")
    back = read_foreign(f"{-amount:f}", f"{rate:f}", "USD")
    assert back.yuan == -found.yuan


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_rate_or_refused(text: str) -> None:
    try:
        rate = read_rate(text)
    except RateUnreadable:
        return
    assert 0 < rate < 1000 and read_rate(f"{rate:f}") == rate


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_a_sentence_in_both_languages(language: str) -> None:
    tr = Translator(language)
    said = set()
    for text, rate, currency in (("200", "七", "USD"), ("200", "7", ""), ("约200", "7", "USD")):
        with pytest.raises(RuleError) as caught:
            read_foreign(text, rate, currency)
        said.add(tr.tr(caught.value.reason.key, **caught.value.reason.params))
    assert len(said) == 3 and all(len(one) > 5 and "{" not in one for one in said)
