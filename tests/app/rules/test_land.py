"""Land in mu."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.land import LandEmpty, LandError, LandOutOfRange, LandUnit, LandUnreadable, parse_land
from app.rules.numerals import Qualifier


@pytest.mark.parametrize(
    ("written", "mu", "qualifier", "exact"),
    [
        ("50亩", "50", Qualifier.EXACT, True),
        ("30.01亩", "30.01", Qualifier.EXACT, True),
        ("50亩左右", "50", Qualifier.ABOUT, True),
        ("约200亩", "200", Qualifier.ABOUT, True),
        ("80余亩", "80", Qualifier.AT_LEAST, True),
        ("100亩以上", "100", Qualifier.AT_LEAST, True),
        ("不超过20亩", "20", Qualifier.AT_MOST, True),
        ("占地50亩", "50", Qualifier.EXACT, True),
        ("用地面积：50亩", "50", Qualifier.EXACT, True),
        ("五十亩", "50", Qualifier.EXACT, True),
        ("1,200亩", "1200", Qualifier.EXACT, True),
        ("1.2万亩", "12000", Qualifier.EXACT, True),
        ("100", "100", Qualifier.EXACT, True),
        (33.5, "33.5", Qualifier.EXACT, True),
        ("2公顷", "30", Qualifier.EXACT, True),
        ("1平方公里", "1500", Qualifier.EXACT, True),
        ("666.67㎡", "1", Qualifier.EXACT, True),
        ("1000㎡", "1.5", Qualifier.EXACT, False),
        ("1000平方米", "1.5", Qualifier.EXACT, False),
        ("3万平方米", "44.9998", Qualifier.EXACT, False),
        ("667平米", "1.0005", Qualifier.EXACT, False),
        ("2万平", "29.9999", Qualifier.EXACT, False),
        ("五十来亩", "50", Qualifier.ABOUT, True),
        ("十几亩", "10", Qualifier.AT_LEAST, True),
        ("50 m²", "0.075", Qualifier.EXACT, False),
    ],
)
def test_areas(written: object, mu: str, qualifier: Qualifier, exact: bool) -> None:
    land = parse_land(written)
    assert (land.value, land.qualifier, land.exact) == (Decimal(mu), qualifier, exact)
    assert (land.note is None) == (exact and qualifier is Qualifier.EXACT)


def test_ranges() -> None:
    land = parse_land("10-20亩")
    assert (land.low, land.high, land.qualifier) == (Decimal(10), Decimal(20), Qualifier.RANGE)


def test_the_heading_gives_the_unit() -> None:
    assert parse_land("2", LandUnit.HECTARE).value == 30


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", LandEmpty),
        (None, LandEmpty),
        ("无", LandEmpty),
        ("abc", LandUnreadable),
        ("标准厂房", LandUnreadable),
        (True, LandUnreadable),
        ("-3亩", LandOutOfRange),
        ("20-10亩", LandOutOfRange),
        ("1亿亿亩", LandUnreadable),
        ("9999999999亩", LandOutOfRange),
        ("1.23456亩", LandOutOfRange),
    ],
)
def test_refusals(written: object, error: type[LandError]) -> None:
    with pytest.raises(LandError) as caught:
        parse_land(written)
    assert type(caught.value) is error


@given(st.text() | st.floats() | st.integers() | st.text("0123456789.亩公顷平方米㎡约-", max_size=10))
def test_no_input_crashes(raw: object) -> None:
    try:
        land = parse_land(raw)
    except LandError as error:
        assert error.reason.key.startswith("rules.land.")
    else:
        assert land.low <= land.high


@given(st.decimals(0, 10**6, places=4))
def test_mu_read_back_exactly(value: Decimal) -> None:
    assert parse_land(f"{value:f}亩").value == value
