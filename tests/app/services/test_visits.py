"""What a visit is when it is written down, and what follows from it (systems.md A9)."""

from datetime import date
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record, create_record, log_visit, undo

TODAY = date(2026, 11, 20)


def visit(desk: Desk, **values: Any) -> str:
    return create_record(desk, "visit", {"subject": "见面", "visited_on": TODAY, **values})[0]


def value(desk: Desk, kind: str, id: str, name: str) -> Any:
    row = desk.store.get(kind, id)
    assert row is not None
    return row[name]


@pytest.mark.parametrize(
    ("day", "given", "state"),
    [
        ("2026-11-19", None, "made"),
        ("2026-11-20", None, "made"),
        ("2026-11-21", None, "planned"),
        ("2026-11-20", "planned", "planned"),
        ("2026-11-21", "made", "made"),
        ("2026-11-21", "called_off", "called_off"),
    ],
)
def test_a_visit_says_whether_it_is_planned(desk: Desk, day: str, given: str | None, state: str) -> None:
    assert value(desk, "visit", visit(desk, visited_on=day, state=given), "state") == state


def test_only_a_visit_that_was_made_is_a_contact(desk: Desk) -> None:
    person = create_record(desk, "contact", {"name": "张总"})[0]
    planned = visit(desk, visited_on="2026-11-18", state="planned", contact_ids=[person])
    assert value(desk, "contact", person, "last_contact_on") is None
    change_record(desk, "visit", planned, {"place": "苏州"})
    assert value(desk, "contact", person, "last_contact_on") is None
    change_record(desk, "visit", planned, {"state": "made"})
    assert value(desk, "contact", person, "last_contact_on") == date(2026, 11, 18)
    undo(desk)
    assert value(desk, "contact", person, "last_contact_on") is None
    assert value(desk, "visit", planned, "state") == "planned"


def test_an_older_visit_does_not_take_the_last_contact_back(desk: Desk) -> None:
    person = create_record(desk, "contact", {"name": "张总", "last_contact_on": "2026-11-19"})[0]
    visit(desk, visited_on="2026-11-01", contact_ids=[person])
    assert value(desk, "contact", person, "last_contact_on") == date(2026, 11, 19)


def test_visit_step_and_promise_are_one_undo(desk: Desk) -> None:
    firm = create_record(desk, "company", {"name": "甲公司"})[0]
    met = {"subject": "见面", "visited_on": TODAY, "company_id": firm}
    id, _ = log_visit(desk, met, {"title": "回访"}, {"title": "给方案", "due_on": "2026-12-01"})
    (step,) = desk.store.ids("next_step")
    (promise,) = desk.store.ids("promise")
    for kind, made in (("next_step", step), ("promise", promise)):
        assert (value(desk, kind, made, "visit_id"), value(desk, kind, made, "company_id")) == (id, firm)
    assert value(desk, "promise", promise, "side") == "ours"
    assert value(desk, "promise", promise, "promised_on") == TODAY
    undo(desk)
    assert [desk.store.ids(kind) for kind in ("visit", "next_step", "promise")] == [[], [], []]


def test_a_promise_without_words_is_refused_and_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(InvalidRecord) as refused:
        log_visit(desk, {"subject": "见面", "visited_on": TODAY}, None, {"due_on": "2026-12-01"})
    assert [one.field for one in refused.value.problems] == ["title"]
    assert desk.store.ids("visit") == []
