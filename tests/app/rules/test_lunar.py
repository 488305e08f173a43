"""The lunar calendar both ways, and what a calendar says of a day."""

from datetime import date, timedelta

import pytest

from app.rules.almanac import FESTIVALS, note_of
from app.rules.lunar import lunar_day, read_lunar
from app.rules.working_days import WorkingDays, working_days

# Days as printed calendars have them.
KNOWN = {
    "2020-01-25": "正月初一",
    "2020-05-23": "闰四月初一",
    "2023-03-22": "闰二月初一",
    "2024-02-09": "腊月三十",
    "2025-07-25": "闰六月初一",
    "2026-02-16": "腊月廿九",
    "2026-09-25": "八月十五",
    "2026-11-22": "十月十四",
    "2027-01-15": "腊月初八",
}


@pytest.mark.parametrize(("day", "words"), KNOWN.items())
def test_known_days(day: str, words: str) -> None:
    found = lunar_day(date.fromisoformat(day))
    assert found is not None and found.month_words + found.day_words == words


def test_every_day_of_thirty_years_is_told_as_it_is_read() -> None:
    day, last, before = date(2020, 1, 25), date(2050, 12, 31), 0
    while day <= last:
        found = lunar_day(day)
        assert found is not None and found.day in (1, before + 1), day
        if not found.leap:
            assert read_lunar(f"农历{found.month_words}{found.day_words}", day) == day
        day, before = day + timedelta(days=1), found.day


@pytest.mark.parametrize("day", [date.min, date(2020, 1, 24), date(2060, 1, 1), date.max])
def test_what_is_not_tabled_is_not_told(day: date) -> None:
    assert lunar_day(day) is None
    assert note_of(day, working_days()).lunar is None


@pytest.mark.parametrize(
    ("day", "festival", "off"),
    [
        ("2026-01-01", "new_year", True),
        ("2026-02-16", "eve", True),
        ("2026-02-17", "spring", True),
        ("2026-03-03", "lantern", None),
        ("2026-04-05", "tomb_sweeping", True),
        ("2026-06-19", "dragon_boat", True),
        ("2026-09-25", "mid_autumn", True),
        ("2026-10-10", "", False),  # a Saturday worked for the week of National Day
        ("2026-10-11", "", None),
        ("2026-11-23", "", None),
    ],
)
def test_festivals_days_off_and_days_worked(day: str, festival: str, off: bool | None) -> None:
    note = note_of(date.fromisoformat(day), working_days())
    assert (note.festival, note.off) == (festival, off)


def test_the_table_of_headquarters_decides() -> None:
    day = date(2026, 11, 23)
    corrected = WorkingDays(frozenset({day}), frozenset(), frozenset({2026}))
    assert note_of(day, corrected).off is True


def test_every_year_has_every_festival() -> None:
    days = [date(2027, 1, 1) + timedelta(days=at) for at in range(365)]
    told = {note_of(day, working_days()).festival for day in days}
    assert told == {"", *FESTIVALS}
