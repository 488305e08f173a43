"""Who points at a record: found by the index of each field, not by walking every live record."""

from pathlib import Path
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.records import create_record
from app.store.pointers import pointing
from tests.app.store.plans import plans
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return new_desk(tmp_path)


def add(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def test_lists_of_people_are_searched_by_the_whole_id(desk: Desk) -> None:
    people = [add(desk, "contact", name=name) for name in ("张一", "张二", "张三")]
    both = add(desk, "visit", subject="两人", visited_on="2026-11-20", contact_ids=people[:2])
    one = add(desk, "visit", subject="一人", visited_on="2026-11-20", contact_ids=people[1:2])
    add(desk, "visit", subject="没有人", visited_on="2026-11-20")
    found = [{row.id for row in desk.store.referring("contact", id)} for id in people]
    assert found == [{both}, {both, one}, set()]
    assert desk.store.referring("contact", people[0][:-1]) == []


def test_many_at_once_are_found_like_each(desk: Desk) -> None:
    people = [add(desk, "contact", name=f"李{number}") for number in range(12)]
    visits = [
        add(desk, "visit", subject=name, visited_on="2026-11-20", contact_ids=[id])
        for name, id in zip("甲乙丙丁戊己庚辛壬癸子丑", people, strict=True)
    ]
    with desk.store.write(actor="周敏", label="test") as work:
        each = {id for person in people for _, id in work.pointing("contact", person)}
    with desk.store.replica() as replica:
        every = {id for _, id in pointing(replica.connection, "contact", people)}
    assert each == every == set(visits)


def test_no_search_walks_the_live_records_of_a_kind_with_an_index_for_it(desk: Desk) -> None:
    company = add(desk, "company", name="恒力电子")
    id = add(desk, "project", name="二期", investor_id=company)
    told = [
        plan
        for plan in plans(desk.store, lambda: desk.store.referring("project", id))
        if "project_id" in plan
    ]
    assert len(told) >= 15
    for plan in told:
        assert "_live" not in plan and "project_id=?" in plan, plan
