"""Days told by a festival."""

from datetime import date

import pytest

from app.rules.dates import DateUnreadable, parse_date
from app.rules.festivals import coming_festival, read_festival
from app.rules.reference import load

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("春节当天", "2026-02-17", "2026-02-17"),
        ("过年期间", "2026-02-17", "2026-02-24"),
        ("春节前", "2026-02-10", "2026-02-16"),
        ("年后", "2026-02-25", "2026-03-03"),
        ("端午当天", "2026-06-19", "2026-06-19"),
        ("端午节后", "2026-06-22", "2026-06-28"),
        ("中秋当天", "2026-09-25", "2026-09-25"),
        ("中秋节前", "2026-09-18", "2026-09-24"),
        ("元宵当天", "2026-03-03", "2026-03-03"),
        ("五一期间", "2026-05-01", "2026-05-05"),
        ("国庆后", "2026-10-08", "2026-10-14"),
        ("清明前", "2026-03-29", "2026-04-04"),
        ("清明节后", "2026-04-07", "2026-04-13"),
        ("过完春节", "2026-02-25", "2026-03-03"),
        ("过完年", "2026-02-25", "2026-03-03"),
        ("元旦前", "2026-12-25", "2026-12-31"),
    ],
)
def test_a_festival_in_words(words: str, first: str, last: str) -> None:
    assert read_festival(words, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_festival_that_is_over_means_the_next_one() -> None:
    assert read_festival("春节当天", date(2026, 2, 18)) == (date(2027, 2, 6), date(2027, 2, 6))


def test_the_festival_without_a_name_is_the_nearest() -> None:
    assert read_festival("节后", date(2026, 3, 11)) == (date(2026, 4, 7), date(2026, 4, 13))
    assert read_festival("节后", date(2026, 4, 20)) == (date(2026, 5, 6), date(2026, 5, 12))


def test_three_days_off_at_tomb_sweeping_only_beside_a_weekend() -> None:
    assert read_festival("清明后", date(2024, 4, 1)) == (date(2024, 4, 7), date(2024, 4, 13))  # a Thursday
    assert read_festival("清明后", date(2023, 4, 1)) == (date(2023, 4, 6), date(2023, 4, 12))  # a Wednesday


@pytest.mark.parametrize("words", ["重阳后", "清明", "过完", "节", "春节", "", "昨天"])
def test_other_words_are_none_of_it(words: str) -> None:
    assert read_festival(words, TODAY) is None


@pytest.mark.parametrize("today", [date(2051, 6, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_beyond_the_table_a_lunar_festival_is_unreadable(today: date) -> None:
    assert read_festival("春节后", today) is None
    with pytest.raises(DateUnreadable):
        parse_date("中秋前", today)


def test_the_table_lies_where_the_moon_does() -> None:
    table = load("festivals")
    bounds = {
        "spring": ("01-21", "02-21"),
        "dragon_boat": ("05-27", "06-26"),
        "mid_autumn": ("09-07", "10-09"),
    }
    for name, (low, high) in bounds.items():
        assert all(low <= day <= high for day in table[name].values()), name
        assert set(table[name]) == {str(year) for year in range(2020, 2051)}
    for year, spring in table["spring"].items():
        first = date.fromisoformat(f"{year}-{spring}")
        lantern = date.fromisoformat(f"{year}-{table['lantern'][year]}")
        assert (lantern - first).days == 14


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 10), ("spring", date(2026, 2, 17))),
        (date(2026, 2, 18), ("spring", date(2026, 2, 17))),  # it goes on
        (date(2026, 2, 6), None),
        (date(2026, 12, 25), ("new_year", date(2027, 1, 1))),
        (date(2026, 9, 24), ("mid_autumn", date(2026, 9, 25))),
        (date(2026, 11, 20), None),
        (date(9999, 12, 30), None),
    ],
)
def test_the_festival_that_comes(day: date, told: tuple[str, date] | None) -> None:
    assert coming_festival(day, within=7) == told
