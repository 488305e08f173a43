"""Greetings and festivals by the day: one day before and after, people that are gone, days noted already."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.greetings import called_for, greeting_made, owed
from app.services.records import create_record, delete_records, required_row, undo
from app.store.errors import RecordNotFound

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
FESTIVAL = ("national", TODAY + 5 * DAY)
NEAR = FESTIVAL[1] - 7 * DAY  # from here on whoever was in touch has greeted


def person(desk: Desk, **values: Any) -> str:
    return create_record(desk, "contact", {"name": "宋启明", **values})[0]


def greeting(desk: Desk, person: str, **values: Any) -> str:
    return create_record(desk, "greeting", {"title": "慰问", "contact_id": person, **values})[0]


def test_what_is_owed_by_a_day_the_earliest_first(desk: Desk) -> None:
    who = person(desk)
    late = greeting(desk, who, due_on=TODAY - 30 * DAY)
    now = greeting(desk, who, due_on=TODAY)
    greeting(desk, who, due_on=TODAY + DAY)
    greeting(desk, who, due_on=TODAY, done_on=TODAY - DAY)
    greeting(desk, who)
    delete_records(desk, [("greeting", greeting(desk, who, due_on=TODAY))])
    assert [row.id for row in owed(desk, TODAY)] == [late, now]
    assert [row.id for row in owed(desk, TODAY - DAY)] == [late]
    assert len(owed(desk, TODAY + DAY)) == 3


@pytest.mark.parametrize(
    ("last", "called"), [(None, True), (NEAR - DAY, True), (NEAR, False), (NEAR + DAY, False)]
)
def test_seven_days_before_a_festival_count_as_greeting(desk: Desk, last: date | None, called: bool) -> None:
    told = {"last_contact_on": last} if last else {}
    person(desk, greet="festivals", **told)
    assert len(called_for(desk, FESTIVAL)) == int(called)


@pytest.mark.parametrize(
    ("values", "national", "spring"),
    [
        ({}, 0, 0),
        ({"greet": "festivals"}, 1, 1),
        ({"greet": "spring"}, 0, 1),
        ({"contact_every_days": 30}, 1, 1),
        ({"contact_every_days": 30, "greet": "spring"}, 1, 1),
    ],
)
def test_whom_a_festival_calls_for(desk: Desk, values: dict[str, Any], national: int, spring: int) -> None:
    id = person(desk, **values)
    assert len(called_for(desk, FESTIVAL)) == national
    assert len(called_for(desk, ("spring", FESTIVAL[1]))) == spring
    delete_records(desk, [("contact", id)])
    assert called_for(desk, ("spring", FESTIVAL[1])) == []


@pytest.mark.parametrize("last", [None, TODAY - DAY, TODAY])
def test_a_greeting_made_is_a_contact_today(desk: Desk, last: date | None) -> None:
    who = person(desk, **({"last_contact_on": last} if last else {}))
    id = greeting(desk, who, due_on=TODAY + 9 * DAY)
    changes = greeting_made(desk, id)
    assert required_row(desk, "contact", who)["last_contact_on"] == TODAY
    assert (("contact", who) in changes.ids) is (last != TODAY)
    undo(desk)
    assert required_row(desk, "contact", who)["last_contact_on"] == last
    assert [row.id for row in owed(desk, TODAY + 9 * DAY)] == [id]


def test_the_greeting_of_somebody_who_is_gone_can_be_settled(desk: Desk) -> None:
    who = person(desk)
    id = greeting(desk, who, due_on=TODAY)
    delete_records(desk, [("contact", who)])
    greeting_made(desk, id)
    assert required_row(desk, "greeting", id)["done_on"] == TODAY and owed(desk, TODAY) == []


def test_no_such_greeting(desk: Desk) -> None:
    with pytest.raises(RecordNotFound):
        greeting_made(desk, "0190")
