"""省外到位资金: what counts of projects whose capital comes from another province (C3, golden case 4)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.services.desk import Desk
from app.services.fund_entries import enter
from app.services.fund_records import locks
from app.services.month_locks import lock_month
from app.services.records import change_record, delete_records
from app.services.scores.board import Board, board, what_if
from tests.fakes.scored import goal, signed
from tests.fakes.stores import new_desk

D = Decimal
UNIT, OUTSIDE = "老街区", "out_of_province_funds"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = new_desk(tmp_path)
    yield found
    found.store.close()


def project(desk: Desk, name: str, origin: str, unit: str = UNIT, kind: str = "manufacturing") -> str:
    counted = {"counted_kind": kind, "landed_at": "here", "contract_amount": "50亿"}
    return signed(desk, name, unit, "50亿", "2026-03-01", origin=origin, **counted)


def book(desk: Desk, id: str, amount: str, month: str = "2026-05") -> None:
    enter(desk, {"project_id": id, "month": month, "amount": amount})


def outside(found: Board, unit: str = UNIT) -> Decimal:
    line = found.line(unit)
    assert line is not None
    return line.figures.get(OUTSIDE, D(0))


def test_the_percentage_that_the_source_prints(desk: Desk) -> None:
    """24.75 亿 of 22.5 亿 is 110 %; capital of the city, the province and abroad does not count."""
    for name, origin, amount in (
        ("甲厂", "out_of_province", "20亿"),
        ("乙厂", "out_of_province", "4.75亿"),
        ("丙厂", "city", "9亿"),
        ("丁厂", "province", "8亿"),
        ("戊厂", "abroad", "7亿"),
        ("己厂", "", "6亿"),
    ):
        book(desk, project(desk, name, origin), amount)
    goal(desk, UNIT, OUTSIDE, "22.5亿")
    line = board(desk).line(UNIT)
    assert line is not None
    assert line.figures[OUTSIDE] == D(247500) and line.figures["funds_in_place"] == D(547500)
    (aim,) = line.targets
    assert (aim.done, aim.share) == (D(247500), Fraction(11, 10))


@pytest.mark.parametrize("origin", ["city", "province", "abroad", ""])
def test_saying_where_it_comes_from_moves_the_figure_at_once(desk: Desk, origin: str) -> None:
    id = project(desk, "甲厂", origin)
    book(desk, id, "3000")
    assert outside(board(desk)) == 0
    change_record(desk, "project", id, {"origin": "out_of_province"})
    assert outside(board(desk)) == 3000
    book(desk, id, "500", "2026-06")
    assert outside(board(desk)) == 3500
    change_record(desk, "project", id, {"origin": origin})
    assert outside(board(desk)) == 0


def test_a_deleted_project_goes(desk: Desk) -> None:
    id = project(desk, "甲厂", "out_of_province")
    book(desk, id, "3000")
    book(desk, project(desk, "乙厂", "out_of_province"), "200")
    assert outside(board(desk)) == 3200
    delete_records(desk, [("project", id)])
    assert outside(board(desk)) == 200


def test_only_what_counts_and_only_in_its_year(desk: Desk) -> None:
    id = project(desk, "甲厂", "out_of_province", kind="real_estate")
    book(desk, id, "3000")
    other = project(desk, "乙厂", "out_of_province")
    book(desk, other, "100", "2025-12")
    book(desk, other, "200", "2026-01")
    assert outside(board(desk)) == 200
    assert outside(board(desk, on=date(2025, 12, 31))) == 100


def test_the_city_has_every_project_once(desk: Desk) -> None:
    book(desk, project(desk, "甲厂", "out_of_province"), "3000")
    book(desk, project(desk, "乙厂", "out_of_province", "新区"), "400")
    found = board(desk)
    assert found.whole.figures[OUTSIDE] == 3400
    assert [outside(found, name) for name in (UNIT, "新区")] == [3000, 400]


def test_what_if_leaves_it_as_it_is(desk: Desk) -> None:
    book(desk, project(desk, "甲厂", "out_of_province"), "3000")
    found = board(desk)
    then = what_if(found, UNIT, {"investment": D(10000)}, date(2026, 11, 20))
    assert then.line.figures[OUTSIDE] == 3000


def test_a_published_month_keeps_where_its_capital_came_from(desk: Desk) -> None:
    id = project(desk, "甲厂", "out_of_province")
    book(desk, id, "3000")
    lock_month(desk, date(2026, 5, 1))
    change_record(desk, "project", id, {"origin": "city"})
    assert outside(board(desk)) == 3000, "the month was published with it"
    book(desk, id, "500", "2026-06")
    assert outside(board(desk)) == 3000, "the open month goes by what the project says now"
    change_record(desk, "project", id, {"origin": "out_of_province"})
    assert outside(board(desk)) == 3500


def test_a_month_published_without_a_place_stays_without(desk: Desk) -> None:
    id = project(desk, "甲厂", "")
    book(desk, id, "3000")
    lock_month(desk, date(2026, 5, 1))
    change_record(desk, "project", id, {"origin": "out_of_province"})
    assert outside(board(desk)) == 0


def test_a_lock_of_an_older_version_goes_by_what_the_project_says(desk: Desk) -> None:
    id = project(desk, "甲厂", "city")
    book(desk, id, "3000")
    lock_month(desk, date(2026, 5, 1))
    (lock,) = locks(desk)
    kept = lock["totals"]["kept"]
    cases = [{name: value for name, value in case.items() if name != "origin"} for case in kept["cases"]]
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("month_lock", lock.id, {"totals": {**lock["totals"], "kept": {**kept, "cases": cases}}})
    change_record(desk, "project", id, {"origin": "out_of_province"})
    assert outside(board(desk)) == 3000
