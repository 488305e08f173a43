"""Projects of a laptop graded, listed by grade, and told apart from those nothing is known of (feature 5)."""

from pathlib import Path
from typing import Any

import pytest

from app.services.desk import Desk
from app.services.grading import BARRED, UNKNOWN, grade_of, graded_projects, grades, only_graded
from app.services.records import change_record, create_record, delete_records
from tests.fakes.rulebooks import rule_by_the_demo
from tests.fakes.stores import new_store

GOOD = {"investment": "2亿", "land": "100", "output": "3亿", "rd_share": "3", "local_share": "30"}


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    desk = Desk(new_store(tmp_path), "周敏")
    yield desk
    desk.store.close()


def add(desk: Desk, name: str, **values: Any) -> str:
    return create_record(desk, "project", {"name": name, **values})[0]


def test_without_thresholds_nothing_is_graded(desk: Desk) -> None:
    id = add(desk, "电镀园", **GOOD)
    assert not grades(desk) and grade_of(desk, desk.store.rows("project", [id])[0]) is None
    assert graded_projects(desk) == [] and only_graded(desk, [id], "first") == []


def test_projects_are_listed_by_grade_by_what_bars_them_and_by_what_is_unknown(desk: Desk) -> None:
    rule_by_the_demo(desk.store)
    good, barred, unknown = add(desk, "好项目", **GOOD), add(desk, "电镀园", **GOOD), add(desk, "新线索")
    ids = [unknown, barred, good]
    assert only_graded(desk, ids, "first") == [barred, good]
    assert only_graded(desk, ids, BARRED) == [barred] and only_graded(desk, ids, UNKNOWN) == [unknown]
    assert only_graded(desk, ids, "third") == [unknown]
    change_record(desk, "project", good, {"rd_share": "2", "local_share": "29"})
    assert only_graded(desk, ids, "second") == [good]
    delete_records(desk, [("project", barred)])
    assert {line.row.id for line in graded_projects(desk)} == {good, unknown}
    assert [line.row.id for line in graded_projects(desk, "second")] == [good]
    assert graded_projects(desk, barred=True) == []
