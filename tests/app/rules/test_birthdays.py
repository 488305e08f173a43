"""Birthdays as people tell them, and on which days they are kept."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest

from app.rules.birthdays import BirthdayUnclear, day_keys, parse_birthday

TOLD = {
    "1972-08-15": "1972-08-15",
    "1972.8.15": "1972-08-15",
    "1972年8月15日": "1972-08-15",
    "19720815": "1972-08-15",
    "8月15日": "08-15",
    "0815": "08-15",
    "8-15": "08-15",
    "2月29日": "02-29",
    "（公历）8月15": "08-15",
    "农历八月十五": "农历八月十五",
    "阴历8月15": "农历八月十五",
    "农历十二月初八": "农历腊月初八",
    "1972年农历八月廿五": "1972 农历八月廿五",
    "八月十五（农历）": "农历八月十五",
    "1972年八月十五（农历）": "1972 农历八月十五",
    "农历闰六月初一": "农历闰六月初一",
}


@pytest.mark.parametrize(("told", "kept"), TOLD.items())
def test_what_people_write(told: str, kept: str) -> None:
    assert parse_birthday(told) == kept
    assert parse_birthday(kept) == kept


NONE = ("", "春天", "13月1日", "2月30日", "农历八月三十一", "农历", "1172-08-15", "8月", "45000", "1972")


@pytest.mark.parametrize("told", NONE)
def test_what_is_no_birthday(told: str) -> None:
    with pytest.raises(BirthdayUnclear):
        parse_birthday(told)


def kept(birthday: str, year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=at) for at in range(366))
    return [day for day in days if day.year == year and parse_birthday(birthday)[-5:] in day_keys(day)]


@pytest.mark.parametrize(
    ("birthday", "year", "days"),
    [
        ("1972-08-15", 2026, ["2026-08-15"]),
        ("02-29", 2026, ["2026-02-28"]),
        ("02-29", 2028, ["2028-02-29"]),
        ("农历八月十五", 2026, ["2026-09-25"]),
        ("农历腊月三十", 2026, ["2026-02-16"]),  # a month of 29 days
        ("农历六月初一", 2025, ["2025-06-25"]),  # and not once more in the leap month
        ("农历闰六月初一", 2025, ["2025-07-25"]),
        ("农历闰六月初一", 2026, ["2026-07-14"]),
        ("1972 农历正月初一", 2027, ["2027-02-06"]),
        ("农历八月十五", 2060, []),  # not tabled
    ],
)
def test_the_days_it_is_kept_on(birthday: str, year: int, days: list[str]) -> None:
    assert [day.isoformat() for day in kept(birthday, year)] == days


def test_it_comes_once_in_every_lunar_year() -> None:
    first, last = date(2020, 1, 25), date(2050, 1, 22)  # thirty lunar years
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    kept = Counter(key for day in days for key in day_keys(day))
    for month, day in product(range(1, 13), range(1, 31)):
        for leap in ("", "闰"):
            written = parse_birthday(f"农历{leap}{month}月{day}")
            assert kept[written[-5:]] == 30, written


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_do_no_harm(day: date) -> None:
    assert day_keys(day) == (f"{day:%m-%d}",)
