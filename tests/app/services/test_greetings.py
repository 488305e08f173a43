"""Greetings owed and made, on the page of today and off it."""

from datetime import date, timedelta

from app.rules.lunar import lunar_day
from app.services.desk import Desk
from app.services.greetings import called_for, greeting_made
from app.services.records import create_record, required_row, undo
from app.services.today import Why, settle, snooze, today_at


def greeting(desk: Desk, **values: str) -> tuple[str, str]:
    person, _ = create_record(desk, "contact", {"name": "宋启明"})
    given = {"title": "住院慰问", "contact_id": person, "due_on": desk.today().isoformat(), **values}
    return create_record(desk, "greeting", given)[0], person


def test_a_greeting_owed_is_on_the_page_until_it_is_made(desk: Desk) -> None:
    id, person = greeting(desk)
    (line,) = today_at(desk).lines
    assert (line.why, line.row.id, line.due) == (Why.GREETING, id, desk.today())
    settle(desk, line)
    made = required_row(desk, "greeting", id)
    assert (made["done_on"], made["by"]) == (desk.today(), desk.actor)
    assert required_row(desk, "contact", person)["last_contact_on"] == desk.today()
    assert today_at(desk).lines == ()
    undo(desk)
    assert required_row(desk, "greeting", id)["done_on"] is None
    assert required_row(desk, "contact", person)["last_contact_on"] is None


def test_who_was_to_greet_stays_who_did(desk: Desk) -> None:
    id, _ = greeting(desk, by="李强")
    greeting_made(desk, id)
    assert required_row(desk, "greeting", id)["by"] == "李强"


def test_a_greeting_put_off_moves_its_day(desk: Desk) -> None:
    id, _ = greeting(desk)
    (line,) = today_at(desk).lines
    later = date(desk.today().year + 1, 1, 2)
    snooze(desk, line, later)
    assert required_row(desk, "greeting", id)["due_on"] == later and today_at(desk).lines == ()


def test_a_festival_calls_for_those_who_are_greeted_at_it(desk: Desk) -> None:
    for name, values in (
        ("逢节", {"greet": "festivals"}),
        ("春节", {"greet": "spring"}),
        ("常联系", {"contact_every_days": 30, "greet": "festivals"}),
    ):
        create_record(desk, "contact", {"name": name, **values})
    day = date(2027, 2, 6)
    assert [row["name"] for row in called_for(desk, ("spring", day))] == ["常联系", "逢节", "春节"]
    assert [row["name"] for row in called_for(desk, ("national", day))] == ["常联系", "逢节"]


def test_a_birthday_is_told_three_days_before_until_somebody_was_in_touch(desk: Desk) -> None:
    today = desk.today()
    near, far = today + timedelta(days=3), today + timedelta(days=4)
    for name, day in (("近", near), ("远", far)):
        create_record(desk, "contact", {"name": name, "birthday": f"1970-{day:%m-%d}"})
    lunar = lunar_day(today)
    assert lunar is not None and not lunar.leap
    born = f"农历{lunar.month_words}{lunar.day_words}"
    create_record(desk, "contact", {"name": "今", "birthday": born, "contact_every_days": 30})
    lines = [line for line in today_at(desk).lines if line.why is Why.BIRTHDAY]
    assert [(line.row["name"], line.due) for line in lines] == [("今", today), ("近", near)]
    settle(desk, lines[0])
    assert "今" not in [line.row["name"] for line in today_at(desk).lines]


def test_sqlite_finds_birthdays_by_their_index(desk: Desk) -> None:
    with desk.store.agenda._reading() as connection:
        rows = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM contact WHERE birthday IS NOT NULL AND +deleted = 0 "
            "AND substr(birthday, -5) IN ('08-15', '历八月十五')"
        )
        assert "contact_born" in " ".join(str(row[3]) for row in rows)
