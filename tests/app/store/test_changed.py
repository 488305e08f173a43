"""What changed since a mark: kinds, projects, where things hung before, and when nobody can tell."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.desk import Desk
from app.services.records import change_record, create_record, delete_records
from app.store.changed import MOST, Changes
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def add(desk: Desk, kind: str, **values: object) -> str:
    return create_record(desk, kind, values)[0]


def test_nothing(desk: Desk) -> None:
    changed = desk.store.changed
    mark = changed.mark()
    assert changed.mark() == mark
    assert changed.since(mark) == Changes({}, frozenset())
    desk.store.settings.set("width", 3)  # no record
    assert changed.mark() == mark


def test_a_record_tells_of_the_projects_it_hangs_on_and_hung_on(desk: Desk) -> None:
    changed = desk.store.changed
    one, other = add(desk, "project", name="储能"), add(desk, "project", name="光伏")
    visit = add(desk, "visit", subject="走访", visited_on="2026-11-01", project_id=one)
    mark = changed.mark()
    change_record(desk, "visit", visit, {"project_id": other})
    assert changed.since(mark) == Changes({"visit": frozenset({visit})}, frozenset({one, other}))
    mark = changed.mark()
    delete_records(desk, [("visit", visit)])
    assert changed.since(mark) == Changes({"visit": frozenset({visit})}, frozenset({other}))
    mark = changed.mark()
    change_record(desk, "project", one, {"note": "x"})
    firm = add(desk, "company", name="恒力")
    found = changed.since(mark)
    assert found == Changes({"project": frozenset({one}), "company": frozenset({firm})}, frozenset({one}))
    assert sorted(found.kinds) == ["company", "project"] and found.changed == frozenset({one})


def test_a_line_of_funds_tells_of_those_that_correct_it(desk: Desk) -> None:
    one, other = add(desk, "project", name="储能"), add(desk, "project", name="光伏")
    booked = {"month": date(2026, 10, 1), "component": "fixed", "source": "unit", "amount": Decimal(1)}
    with desk.store.write(actor="周敏", label="book") as work:
        first = work.create("fund_entry", booked | {"project_id": one})
        work.create("fund_entry", booked | {"project_id": other, "corrects": first})
    mark = desk.store.changed.mark()
    delete_records(desk, [("fund_entry", first)])
    found = desk.store.changed.since(mark)
    assert found is not None and found.projects == {one, other}


def test_too_much_and_what_left_cannot_be_told(desk: Desk) -> None:
    changed = desk.store.changed
    mark = changed.mark()
    with desk.store.write(actor="周敏", label="many") as work:
        ids = [work.create("project", {"name": f"项目{at}"}) for at in range(MOST)]
    found = changed.since(mark)
    assert found is not None and found.changed == set(ids)
    add(desk, "project", name="又一个")
    assert changed.since(mark) is None
    mark = changed.mark()
    with desk.store.replica() as replica:
        replica.leave("project", ids[:1])
    assert changed.mark() != mark
    assert changed.since(mark) is None
