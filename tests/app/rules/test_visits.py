"""A visit is planned, made or called off; an older one was made."""

from datetime import date

import pytest

from app.rules.visits import first_state, took_place


@pytest.mark.parametrize(
    ("visit", "made"),
    [
        ({}, True),
        ({"state": None}, True),
        ({"state": "made"}, True),
        ({"state": "planned"}, False),
        ({"state": "called_off"}, False),
    ],
)
def test_whether_it_took_place(visit: dict[str, str | None], made: bool) -> None:
    assert took_place(visit) is made


@pytest.mark.parametrize(("day", "state"), [(19, "made"), (20, "made"), (21, "planned")])
def test_what_is_written_down_before_its_day_is_planned(day: int, state: str) -> None:
    assert first_state(date(2026, 11, day), date(2026, 11, 20)) == state
