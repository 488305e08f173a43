"""The money of the page of today: whose, against which target and clock, by month, and what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from app.services.contracts import next_instalment
from app.services.desk import Desk
from app.services.fund_entries import enter
from app.services.records import change_record, create_record, delete_records, undo
from app.services.scores.board import board
from app.services.scores.bulletins import publish
from app.services.year_so_far import Late, YearSoFar, year_so_far
from app.store.work import ROLE, UNIT_NAME
from tests.fakes.scored import goal, signed

D = Decimal
NORTH, SOUTH, WEST = "县功镇", "磻溪镇", "开发区"


def become(desk: Desk, role: str, unit: str = "") -> None:
    """As headquarters says of this laptop's person."""
    with desk.store.replica() as replica:
        replica.set(ROLE, role)
        replica.set(UNIT_NAME, unit)


def factory(desk: Desk, name: str, unit: str) -> str:
    """Its funds count in full."""
    counted = {"counted_kind": "manufacturing", "landed_at": "here", "contract_amount": "5亿"}
    return signed(desk, name, unit, "5亿", **counted)


def book(desk: Desk, id: str, amount: str, month: str = "2026-05") -> None:
    enter(desk, {"project_id": id, "month": month, "amount": amount})


@pytest.fixture
def ids(desk: Desk) -> dict[str, str]:
    """Two units with money and targets, one with neither."""
    found = {unit: factory(desk, f"{unit}一厂", unit) for unit in (NORTH, SOUTH, WEST)}
    book(desk, found[NORTH], "6000", "2026-03")
    book(desk, found[NORTH], "1500", "2026-11")
    book(desk, found[SOUTH], "9500", "2026-10")
    goal(desk, NORTH, "funds_in_place", "1.2亿")
    goal(desk, SOUTH, "funds_in_place", "1.2亿")
    return found


def aim_of(found: YearSoFar) -> tuple[str, str, Decimal]:
    assert found.aim is not None
    return found.aim.share_text, found.aim.ahead_text, found.aim.missing


def test_everything_here_is_held_against_what_the_targets_add_up_to(desk: Desk, ids: dict[str, str]) -> None:
    """7,500 + 9,500 of 2.4 亿 is 70.83 %; ten months of twelve are over: 83.33 %, 3,000 万元 short."""
    found = year_so_far(desk)
    assert (found.unit, found.done, found.aimed) == ("", D(17000), 2)
    assert aim_of(found) == ("70.83%", "-12.50", D(7000))
    assert found.behind == D(3000)
    assert found.late == (Late(NORTH, D(2500)), Late(SOUTH, D(500))), "the furthest behind comes first"
    assert found.place is None, "whoever holds everything needs no bulletin"


def test_an_officer_sees_the_own_unit_alone(desk: Desk, ids: dict[str, str]) -> None:
    become(desk, "officer", NORTH)
    found = year_so_far(desk)
    assert (found.unit, found.done, found.late) == (NORTH, D(7500), ())
    assert aim_of(found) == ("62.50%", "-20.83", D(4500)) and found.behind == D(2500)
    become(desk, "officer", WEST)
    found = year_so_far(desk)
    assert (found.unit, found.done, found.aim, found.behind) == (WEST, D(0), None, D(0))


@pytest.mark.parametrize("role", ["", "hq", "leader"])
def test_whoever_holds_everything_sees_the_city(desk: Desk, ids: dict[str, str], role: str) -> None:
    become(desk, role, NORTH)
    assert year_so_far(desk).done == D(17000)


def test_a_unit_under_another_name_is_the_one_that_is_here(desk: Desk) -> None:
    book(desk, factory(desk, "甲厂", NORTH), "100")
    become(desk, "officer", "县功镇人民政府")
    assert year_so_far(desk).unit == NORTH
    factory(desk, "乙厂", SOUTH)
    assert year_so_far(desk).unit == "", "of two it is told of neither"


def test_six_months_with_this_one_last(desk: Desk, ids: dict[str, str]) -> None:
    assert year_so_far(desk).months == (
        (date(2026, 6, 1), D(0)),
        (date(2026, 7, 1), D(0)),
        (date(2026, 8, 1), D(0)),
        (date(2026, 9, 1), D(0)),
        (date(2026, 10, 1), D(9500)),
        (date(2026, 11, 1), D(1500)),
    )
    become(desk, "officer", NORTH)
    assert [amount for _, amount in year_so_far(desk).months] == [0, 0, 0, 0, 0, 1500]


def test_it_is_the_figure_of_the_board(desk: Desk, ids: dict[str, str]) -> None:
    shared = {"landing": {NORTH: "60", SOUTH: "40"}}
    change_record(desk, "project", ids[NORTH], {"credits": shared})
    whole, lines = board(desk), {one.owner: one.figures for one in board(desk).lines}
    assert year_so_far(desk).done == whole.whole.figures["funds_in_place"] == D(17000)
    become(desk, "officer", SOUTH)
    assert year_so_far(desk).done == lines[SOUTH]["funds_in_place"] == D(9500) + D(3000)


def test_each_change_moves_it_and_undo_takes_it_back(desk: Desk, ids: dict[str, str]) -> None:
    before = year_so_far(desk)
    book(desk, ids[NORTH], "2500", "2026-11")
    after = year_so_far(desk)
    assert after.done == before.done + 2500 and after.months[-1][1] == D(4000)
    assert after.late == (Late(SOUTH, D(500)),), "on the clock to the yuan is not late"
    undo(desk)
    assert year_so_far(desk) == before
    delete_records(desk, [("project", ids[SOUTH])])
    assert year_so_far(desk).done == D(7500)


def test_last_years_money_and_target_are_not_this_years(desk: Desk) -> None:
    id = factory(desk, "甲厂", NORTH)
    book(desk, id, "800", "2025-12")
    goal(desk, NORTH, "funds_in_place", "1000", starts_on="2025-01-01")
    found = year_so_far(desk)
    assert (found.done, found.aim, found.aimed) == (D(0), None, 0)
    assert found.months[-1] == (date(2026, 11, 1), D(0))


def test_of_two_targets_the_later_one_holds(desk: Desk) -> None:
    goal(desk, NORTH, "funds_in_place", "1亿")
    goal(desk, NORTH, "funds_in_place", "2亿")
    goal(desk, NORTH, "contract_capital", "9亿")
    found = year_so_far(desk)
    assert found.aim is not None and found.aim.target.amount == D(20000) and found.aimed == 1


def test_a_target_that_is_met_leaves_nothing_missing(desk: Desk) -> None:
    book(desk, factory(desk, "甲厂", NORTH), "1.3亿")
    goal(desk, NORTH, "funds_in_place", "1亿")
    found = year_so_far(desk)
    assert aim_of(found) == ("130.00%", "+46.67", D(0)) and found.behind == 0 and found.late == ()


def test_an_empty_desk_has_no_money_and_no_target(desk: Desk) -> None:
    found = year_so_far(desk)
    assert (found.unit, found.done, found.aim, found.due) == ("", D(0), None, None)
    assert {amount for _, amount in found.months} == {D(0)}


def test_the_next_place_is_told_as_published(desk: Desk, ids: dict[str, str]) -> None:
    """62.50 % to 79.17 % of 1.2 亿 are 2,000 万元."""
    become(desk, "hq")
    publish(desk)
    become(desk, "officer", NORTH)
    place = year_so_far(desk).place
    assert place is not None
    assert (place.rank, place.next, place.ahead, place.missing) == (2, 1, (SOUTH,), D(2000))
    assert place.as_of == desk.today()
    book(desk, ids[NORTH], "5000")
    assert year_so_far(desk).place == place, "its own laptop cannot rank anew"
    become(desk, "officer", SOUTH)
    first = year_so_far(desk).place
    assert first is not None and (first.rank, first.ahead, first.missing) == (1, (), D(0))


def test_without_a_target_the_place_is_by_the_amount(desk: Desk, ids: dict[str, str]) -> None:
    book(desk, ids[WEST], "500", "2026-02")
    become(desk, "hq")
    publish(desk)
    become(desk, "officer", WEST)
    place = year_so_far(desk).place
    assert place is not None and (place.rank, place.next, place.missing) == (3, 2, D(7000))


# ---- what comes in next
def agreed(desk: Desk, of: str, due: str, amount: str, **more: object) -> str:
    deed = {"title": "投资合同", "deed": "contract", "signed_on": "2026-02-01", "amount": "5亿"}
    under = create_record(desk, "contract", {**deed, "project_id": of})[0]
    values = {"title": "第1期", "due_on": due, "amount": amount, "project_id": of, "contract_id": under}
    return create_record(desk, "instalment", {**values, **more})[0]


def test_the_nearest_instalment_that_is_still_to_come(desk: Desk) -> None:
    one, other = factory(desk, "甲厂", NORTH), factory(desk, "乙厂", NORTH)
    agreed(desk, one, "2026-10-01", "100")
    later = agreed(desk, one, "2027-03-01", "800")
    sooner = agreed(desk, other, "2026-12-01", "300")
    due = year_so_far(desk).due
    assert due is not None and (due[0].id, due[1].id) == (sooner, other)
    change_record(desk, "instalment", sooner, {"paid_on": "2026-11-19"})
    due = year_so_far(desk).due
    assert due is not None and due[0].id == later
    book(desk, one, "900", "2026-11")
    assert year_so_far(desk).due is None, "what is in place covers both, oldest first"
    undo(desk)
    delete_records(desk, [("project", one)])
    assert year_so_far(desk).due is None


def test_today_is_still_to_come_and_yesterday_is_overdue(desk: Desk) -> None:
    id = factory(desk, "甲厂", NORTH)
    agreed(desk, id, "2026-11-01", "100")
    assert next_instalment(desk) is None
    agreed(desk, id, desk.today().isoformat(), "200")
    found = next_instalment(desk)
    assert found is not None and found[0]["amount"] == D(200)
