"""增资、二期、更换业主、置换 are counted once in boards, ledgers, size classes, merit, squads and funds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.model.records import CONTINUES
from app.rules.fund_ledger import Component, Source
from app.services.continuing import continuation
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure
from app.services.fund_overview import fund_overview
from app.services.funds import month_sheet
from app.services.month_locks import lock_month, recomputed
from app.services.recognised import project_funds
from app.services.recognised_sums import recognised_sums
from app.services.records import change_record, create_record, delete_records, required_row
from app.services.scores.board import Board, Line, board, entries
from app.services.scores.standing import merits
from app.services.trips import squad_meters
from tests.fakes.scored import signed

D = Decimal
UNIT, END = "甲局", date(2026, 11, 20)
JUNE, SEPTEMBER, OCTOBER = date(2026, 6, 1), date(2026, 9, 1), date(2026, 10, 1)
STARTED = {"site_on": "2026-04-01", "started_on": "2026-05-01", "obligation_on": "2026-04-02"}
MADE = {"counted_kind": "manufacturing", "landed_at": "here"}


def earlier(desk: Desk) -> str:
    """A project of 5 亿, signed and started."""
    return signed(desk, "一期", UNIT, "5亿", contract_amount="5亿", **STARTED, **MADE)


def later(desk: Desk, sort: str, follows: str, **more: Any) -> str:
    """Another record of it, of 6 亿 in all, of which 1 亿 is new."""
    values = {"contract_amount": "6亿", "added_amount": "1亿", **STARTED, **MADE}
    values |= {"continues": sort, "follows_id": follows, "investment": "6亿", **more}
    return signed(desk, "后续", UNIT, on="2026-09-10", **values)


def line(found: Board) -> Line:
    told = found.line(UNIT)
    assert told is not None
    return told


@pytest.mark.parametrize("sort", CONTINUES)
def test_number_and_amounts_are_counted_once(desk: Desk, sort: str) -> None:
    first = earlier(desk)
    before = line(board(desk, on=END))
    later(desk, sort, first)
    found = board(desk, on=END)
    told, new = line(found), int(sort == "second_phase")
    for name in ("signed", "fulfilled", "started_of", "landed_of", "started", "landed"):
        assert told.figures[name] == before.figures[name] + new, name
    assert told.figures["contract_capital"] == D(60_000)
    assert told.points == before.points + 4 * new  # 1 亿 that was added, not the 6 of the record
    assert told.rates["start"].text == "100.00%"
    assert found.whole.figures["signed"] == 1 + new and found.whole.points == told.points
    assert told.unscored == 0


def test_the_ledger_has_its_line_with_the_rule_that_gives_nothing(desk: Desk) -> None:
    later(desk, "owner", earlier(desk))
    found = board(desk, on=END)
    _, entry = entries(desk, found, UNIT)
    assert entry.rule is not None
    assert [entry.points, entry.rule.id, entry.rule.results["why"]] == [0, "owner", "same_project"]


def test_a_board_that_is_kept_follows_every_change(desk: Desk) -> None:
    first = earlier(desk)
    id = later(desk, "second_phase", first)
    steps: list[tuple[dict[str, Any], int, int]] = [
        ({"continues": "increase"}, 1, 60_000),
        ({"added_amount": ""}, 1, 50_000),
        ({"continues": ""}, 2, 110_000),
        ({"continues": "replacement", "added_amount": "9亿"}, 1, 110_000),
    ]
    for values, count, capital in steps:
        board(desk, on=END)
        change_record(desk, "project", id, values)
        told = line(board(desk, on=END))
        assert [told.figures["signed"], told.figures["contract_capital"]] == [count, capital], values
    delete_records(desk, [("project", first)])
    assert (
        line(board(desk, on=END)).figures["signed"] == 0
    )  # what it counts for does not go by the earlier one


def test_size_classes_merit_and_squads_take_it_once(desk: Desk) -> None:
    first = signed(desk, "一期", UNIT, "8亿", verified_on="2026-05-01", **STARTED, **MADE)
    id = later(desk, "increase", first, investment="9亿", verified_on="2026-10-01", found_by="陈经理")
    change_record(desk, "project", first, {"found_by": "陈经理", "stage": "landed"})
    change_record(desk, "project", id, {"stage": "landed"})
    squad = {"name": "一队", "leader": "陈经理", "unit": UNIT}
    create_record(desk, "squad", squad)

    def counts() -> list[int]:
        sizes = {one.row.id: one.verified.count for one in fund_overview(desk).sizes}
        (merit,) = [one for one in merits(desk, 2026) if one.unit == UNIT]
        return [sizes["from_5_yi"], sizes["from_1_yi"], len(merit.projects), squad_meters(desk)[0].landed]

    assert counts() == [1, 1, 1, 1]
    change_record(desk, "project", id, {"continues": "second_phase", "added_amount": "2亿"})
    assert counts() == [1, 2, 1, 2]
    change_record(desk, "project", id, {"continues": ""})
    assert counts() == [2, 2, 2, 2]


def booked(desk: Desk, id: str) -> None:
    for month, amount in ((JUNE, "300"), (SEPTEMBER, "20"), (OCTOBER, "7")):
        book_figure(desk, id, month, Source.UNIT, Component.FIXED, amount)


@pytest.mark.parametrize(
    ("sort", "counts"), [("owner", 27), ("increase", 27), ("second_phase", 327), ("", 327)]
)
def test_money_of_the_earlier_one_is_left_out(desk: Desk, sort: str, counts: int) -> None:
    """The sheets, the project, the units and the city say the same: from the month of the contract on."""
    id = later(desk, sort, earlier(desk))
    booked(desk, id)
    found = project_funds(desk, required_row(desk, "project", id))
    assert [found.total, found.recognised] == [327, counts]
    sheets = [month_sheet(desk, month) for month in (JUNE, SEPTEMBER, OCTOBER)]
    assert sum((sheet.sums.recognised for sheet in sheets), D(0)) == counts
    assert sum((sheet.sums.total for sheet in sheets), D(0)) == 327
    sums = recognised_sums(desk, OCTOBER)
    assert sums.of_units(JUNE, OCTOBER) == {UNIT: counts} and sums.whole(JUNE, OCTOBER) == counts
    told = line(board(desk, on=END))
    assert told.figures["funds_in_place"] == told.figures["funds_of"] == counts
    change_record(desk, "project", id, {"contract_on": "2026-10-31"})
    assert line(board(desk, on=END)).figures["funds_in_place"] == (7 if counts == 27 else 327)


def test_the_sheet_says_why_the_earlier_months_do_not_count(desk: Desk) -> None:
    id = later(desk, "owner", earlier(desk))
    booked(desk, id)
    (told,) = [one for one in month_sheet(desk, JUNE).lines if one.project == id]
    assert [told.recognised, told.standards.why.key] == [0, "rules.continued.earlier_funds"]
    assert told.standards.why.params == {"month": "2026-09"}


@pytest.mark.parametrize("then", ["owner", ""])
def test_a_published_month_stays_as_it_was(desk: Desk, then: str) -> None:
    id = later(desk, then, earlier(desk))
    booked(desk, id)
    for month in (JUNE, SEPTEMBER):
        lock_month(desk, month)
    before = {month: month_sheet(desk, month).sums.recognised for month in (JUNE, SEPTEMBER)}
    for values in (
        {"continues": "" if then else "owner"},
        {"contract_on": "2026-02-01"},
        {"contract_on": ""},
    ):
        change_record(desk, "project", id, values)
        assert all(one.same for one in recomputed(desk)), values
        assert {month: month_sheet(desk, month).sums.recognised for month in before} == before
        known = {month: recognised_sums(desk, OCTOBER).whole(month, month) for month in before}
        assert known == before


def test_both_directions_are_told_with_the_reason(desk: Desk) -> None:
    first = earlier(desk)
    assert continuation(desk, required_row(desk, "project", first)) is None
    one, two = later(desk, "increase", first), later(desk, "owner", first)
    of_first = continuation(desk, required_row(desk, "project", first))
    assert of_first is not None and of_first.earlier is None and of_first.why == ()
    assert [row.id for row in of_first.later] == sorted([one, two])
    of_one = continuation(desk, required_row(desk, "project", one))
    assert of_one is not None and of_one.earlier is not None and of_one.earlier.id == first
    assert of_one.why[0].key == "rules.continued.same_added"
    delete_records(desk, [("project", first)])
    gone = continuation(desk, required_row(desk, "project", one))
    assert gone is not None and gone.earlier is None and gone.why[-1].key == "rules.continued.gone"


def test_half_of_a_link_says_what_is_missing(desk: Desk) -> None:
    first = earlier(desk)
    for values, key in (
        ({"continues": "", "follows_id": first}, "rules.continued.no_sort"),
        ({"continues": "owner", "follows_id": ""}, "rules.continued.no_earlier"),
    ):
        id = later(desk, "owner", first)
        change_record(desk, "project", id, values)
        found = continuation(desk, required_row(desk, "project", id))
        assert found is not None and found.why[-1].key == key


def test_no_project_follows_on_itself_however_far(desk: Desk) -> None:
    first = earlier(desk)
    second = later(desk, "increase", first)
    third = later(desk, "increase", second)
    for id, target, key in (
        (first, first, "rules.continued.itself"),
        (first, second, "rules.continued.circle"),
        (first, third, "rules.continued.circle"),
    ):
        with pytest.raises(InvalidRecord) as caught:
            change_record(desk, "project", id, {"follows_id": target})
        (problem,) = caught.value.problems
        assert (problem.field, problem.reason.key) == ("follows_id", key)
    change_record(desk, "project", third, {"follows_id": first})


def test_a_circle_that_two_laptops_made_is_shown_and_left_alone(desk: Desk) -> None:
    first = earlier(desk)
    second = later(desk, "increase", first)
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("project", first, {"follows_id": second, "continues": "increase"})
    found = continuation(desk, required_row(desk, "project", first))
    assert found is not None and found.earlier is not None and len(found.later) == 1
    assert found.why[-1].key == "rules.continued.circle" and found.why[-1].params == {"name": "后续"}
    change_record(desk, "project", second, {"note": "仍可修改"})
    change_record(desk, "project", first, {"follows_id": "", "continues": ""})
    assert line(board(desk, on=END)).figures["signed"] == 1
