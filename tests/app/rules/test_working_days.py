"""Working days: published years to the day, years to come by the law, and no year that fails."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.working_days import HolidaysUnreadable, read_holidays, read_table, working_days

DAYS = working_days()
ANY_DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-14", True),  # a Saturday worked in exchange
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-01-04", True),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2024-05-11", True),
        ("2026-11-20", True),
        ("2026-11-21", False),
    ],
)
def test_published_days(day: str, works: bool) -> None:
    assert DAYS.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2027-01-01", False),
        ("2027-02-05", False),  # the eve of the Spring Festival, a Friday
        ("2027-02-08", False),  # its third day
        ("2027-02-09", True),
        ("2027-04-05", False),
        ("2027-06-09", False),
        ("2027-09-15", False),
        ("2027-10-01", False),
        ("2027-10-04", True),  # the longer holiday is not decreed yet
        ("2027-05-08", False),  # nor is any Saturday worked
    ],
)
def test_a_year_not_published_goes_by_the_law(day: str, works: bool) -> None:
    assert DAYS.is_working(date.fromisoformat(day)) is works


def test_the_years_reckoned_are_named() -> None:
    assert DAYS.unpublished(date(2026, 11, 1), date(2028, 2, 1)) == (2027, 2028)
    assert DAYS.unpublished(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_every_published_exchange_is_a_weekend_day_and_most_days_off_are_not() -> None:
    assert all(day.weekday() >= 5 for day in DAYS.worked)
    assert not DAYS.worked & DAYS.off
    assert {day.year for day in DAYS.off} == set(DAYS.years)


def test_back_over_a_holiday() -> None:
    assert DAYS.back(date(2026, 2, 24), 1) == date(2026, 2, 14)
    assert DAYS.back(date(2026, 2, 17), 0) == date(2026, 2, 14)
    assert DAYS.passed(date(2026, 2, 14), date(2026, 2, 25)) == 2
    assert DAYS.passed(date(2026, 2, 25), date(2026, 2, 14)) == 0


@given(day=ANY_DAY, count=st.integers(0, 60))
def test_back_lands_on_the_working_day_that_so_many_lie_after(day: date, count: int) -> None:
    found = DAYS.back(day, count)
    assert DAYS.is_working(found) and found <= day
    assert DAYS.passed(found, DAYS.at_or_before(day)) == count


@given(day=ANY_DAY, count=st.integers(0, 30), later=st.integers(0, 400))
def test_a_later_day_never_leads_back_to_an_earlier_one(day: date, count: int, later: int) -> None:
    assert DAYS.back(day, count) <= DAYS.back(day + timedelta(days=later), count)
    assert DAYS.back(day, count + 1) < DAYS.back(day, count)


def test_a_table_that_headquarters_sends_takes_the_place_of_the_law() -> None:
    told = read_table({"2027": {"off": ["02-05..02-13"], "work": ["02-20"]}})
    assert not told.is_working(date(2027, 2, 12)) and told.is_working(date(2027, 2, 20))
    assert told.unpublished(date(2027, 1, 1), date(2027, 12, 31)) == ()


NEXT_YEAR = {"2027": {"off": ["02-05..02-13"], "work": ["02-20"]}}


@given(ANY_DAY)
def test_a_newer_table_counts_for_its_years_and_for_no_other(day: date) -> None:
    newer = read_table(NEXT_YEAR)
    both = DAYS.corrected_by(newer)
    told = newer if day.year == 2027 else DAYS
    assert both.is_working(day) == told.is_working(day)
    assert both.years == DAYS.years | {2027}


def test_a_year_published_again_takes_the_place_of_what_was_said_before() -> None:
    first = DAYS.corrected_by(read_table(NEXT_YEAR))
    again = first.corrected_by(read_table({"2027": {"off": ["02-06..02-14"], "work": []}}))
    assert first.is_working(date(2027, 2, 20)) and not again.is_working(date(2027, 2, 20))
    assert not first.is_working(date(2027, 2, 5)) and again.is_working(date(2027, 2, 5))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"years": []}', '{"years": {"x": {"off": [], "work": []}}}', '{"years": {"2027": {}}}'],
)
def test_a_file_of_holidays_that_is_none_says_so(text: str) -> None:
    with pytest.raises(HolidaysUnreadable):
        read_holidays(text)


def test_a_file_of_holidays_is_read() -> None:
    days = read_holidays(json.dumps({"years": NEXT_YEAR}))
    assert days.years == {2027} and days.is_working(date(2027, 2, 20))
