"""The promise ledger: closed with an outcome, reopened, never lost."""

from datetime import date

import pytest

from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.promises import close_promise, light_of, open_promises, promise_limits, reopen_promise
from app.services.records import create_record, undo
from app.store.errors import RecordNotFound

TODAY = date(2026, 11, 20)


@pytest.fixture
def promise(desk: Desk) -> str:
    values = {"title": "给用地方案", "side": "ours", "promised_on": "2026-11-01", "note": "口头答应"}
    return create_record(desk, "promise", values)[0]


def told(desk: Desk, id: str) -> tuple[object, ...]:
    row = desk.store.get("promise", id)
    assert row is not None
    return row["closed_on"], row["outcome"], row["note"]


def test_a_promise_is_kept_today(desk: Desk, promise: str) -> None:
    close_promise(desk, promise)
    assert told(desk, promise) == (TODAY, "kept", "口头答应")
    undo(desk)
    assert told(desk, promise) == (None, None, "口头答应")


def test_what_became_of_it_is_added_to_its_note(desk: Desk, promise: str) -> None:
    close_promise(desk, promise, "released", on=date(2026, 11, 18), note=" 对方另有用地 ")
    assert told(desk, promise) == (date(2026, 11, 18), "released", "口头答应\n对方另有用地")
    reopen_promise(desk, promise)
    assert told(desk, promise)[:2] == (None, None)


def test_an_outcome_must_be_known(desk: Desk, promise: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        close_promise(desk, promise, "forgotten")
    assert [one.field for one in refused.value.problems] == ["outcome"]
    with pytest.raises(RecordNotFound):
        close_promise(desk, "no-such-promise", note="x")


@pytest.mark.parametrize(
    ("due", "light"),
    [
        ("2026-11-19", "red"),
        ("2026-11-20", "yellow"),
        ("2026-11-27", "yellow"),
        ("2026-11-28", ""),
        (None, ""),
    ],
)
def test_the_light_of_a_promise_follows_the_pack(desk: Desk, due: str | None, light: str) -> None:
    values = {"title": "给方案", "side": "ours", "promised_on": "2026-11-01", "due_on": due}
    create_record(desk, "promise", values)
    (owed,) = open_promises(desk)
    assert owed.light == light
    assert promise_limits(desk) == {"yellow": 7, "red": 0}


def test_what_is_closed_has_no_light_and_is_not_listed(desk: Desk, promise: str) -> None:
    close_promise(desk, promise)
    row = desk.store.get("promise", promise)
    assert row is not None and light_of(row, promise_limits(desk), TODAY) == ""
    assert open_promises(desk) == []


def test_what_is_due_first_comes_first_and_without_a_day_last(desk: Desk) -> None:
    for title, due in (("没有期限", None), ("后", "2026-12-09"), ("先", "2026-11-02")):
        values = {"title": title, "side": "theirs", "promised_on": "2026-11-01", "due_on": due}
        create_record(desk, "promise", values)
    assert [one.row["title"] for one in open_promises(desk)] == ["先", "后", "没有期限"]
