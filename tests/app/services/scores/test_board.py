"""Boards, ledgers, ranks and what-if, from real records in a real store."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.rules.ranking import NotRanked
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.records import change_record
from app.services.scores.board import POINTS, board, entries, what_if
from tests.fakes.scored import goal, judged, score_year, signed
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    found = new_desk(tmp_path)
    score_year(found)
    yield found
    found.store.close()


def test_points_are_those_of_the_source(desk: Desk) -> None:
    """2,999 万 in a rented factory 2, 1 亿 4; five valuable leads on a quota of three 3 (golden case 3)."""
    found = board(desk)
    points = {line.owner: line.points for line in found.lines}
    assert points["县功镇"] == 2 + 4 + 3
    assert points["磻溪镇"] == 10
    assert points["开发区"] == 0
    assert [line.owner for line in found.lines][:2] == ["磻溪镇", "县功镇"]


def test_a_project_that_tells_too_little_is_counted_and_said(desk: Desk) -> None:
    found = board(desk)
    line = found.line("开发区")
    assert line is not None and line.unscored == 1 and line.figures["signed"] == 2
    told = {str(one.row["name"]): one for one in entries(desk, found, "开发区") if one.row}
    assert (told["己厂"].missing, told["己厂"].rule) == ("investment", None)
    assert told["戊厂"].rule is not None and told["戊厂"].rule.id == "small"


@pytest.mark.parametrize("owner", ["县功镇", "磻溪镇", "开发区"])
def test_the_ledger_adds_up_to_the_board(desk: Desk, owner: str) -> None:
    found = board(desk)
    line = found.line(owner)
    assert line is not None
    assert sum((one.points for one in entries(desk, found, owner)), Decimal(0)) == line.points
    assert all(
        one.rule is not None and one.rule.source for one in entries(desk, found, owner) if not one.missing
    )


def test_a_ruling_shares_the_points(desk: Desk) -> None:
    (id,) = (one for one in desk.store.ids("project", find="丙厂"))
    with desk.store.write(actor="总部", label="x") as work:
        work.update("project", id, {"credits": {"landing": {"磻溪镇": "60", "县功镇": "40"}}})
    found = board(desk)
    points = {line.owner: line.points for line in found.lines}
    assert points["磻溪镇"] == 6 and points["县功镇"] == 9 + 4
    for owner in ("磻溪镇", "县功镇"):
        assert sum((one.points for one in entries(desk, found, owner)), Decimal(0)) == points[owner]


def test_targets_against_the_clock(desk: Desk) -> None:
    line = board(desk, on=date(2026, 10, 31)).line("磻溪镇")
    assert line is not None
    (target,) = line.targets
    assert (target.share_text, target.ahead_text) == ("250.00%", "+166.67") and target.missing == 0
    assert target.forecast == Fraction(50000) * 12 / 10


def test_rates_of_what_was_signed_and_of_nothing(desk: Desk) -> None:
    found = board(desk)
    line = found.line("磻溪镇")
    assert line is not None and line.rates["start"].text.startswith("100")
    goal(desk, "高新区", "signed", "3")
    line = board(desk).line("高新区")
    assert line is not None and {rate.text for rate in line.rates.values()} == {"—"}


def test_ranks_with_movement(desk: Desk) -> None:
    found = board(desk).rankings[POINTS]
    assert [(one.owner, one.rank) for one in found.places] == [("磻溪镇", 1), ("县功镇", 2), ("开发区", 3)]
    assert found.risen("磻溪镇") == 0 and found.risen_in_year("县功镇") in (0, None)
    signed(desk, "庚厂", "县功镇", "10亿", "2026-11-15")
    now = board(desk).rankings[POINTS]
    place = now.place("县功镇")
    assert place is not None and (place.rank, now.risen("县功镇"), now.risen("磻溪镇")) == (1, 1, -1)


def test_what_is_missing_to_the_next_place_and_what_if(desk: Desk) -> None:
    found = board(desk)
    missing = found.rankings[POINTS].next_place("县功镇")
    assert missing is not None and (missing.rank, missing.ahead) == (1, ("磻溪镇",)) and missing.missing == 1
    more = what_if(found, "县功镇", {"investment": Decimal(5000), "contract_amount": Decimal(20000)}, TODAY)
    assert more.points == 3 and more.line.points == 12 and more.places[POINTS] == (2, 1)
    assert more.line.targets[0].done == 2999 + 8000 + 20000 and more.places["contract_capital"] == (2, 2)
    assert board(desk).line("县功镇") == found.line("县功镇"), "nothing was kept"
    with pytest.raises(NotRanked):
        what_if(found, "没有的镇", {}, TODAY)


def test_people_have_their_leads(desk: Desk) -> None:
    line = board(desk, owner=Owner.PERSON).line("陈经理")
    assert line is not None and line.points == 3
    (quota,) = line.quotas
    assert quota.done == 5 and quota.target.amount == 3


def test_the_latest_judgement_counts(desk: Desk) -> None:
    lead = desk.store.ids("project", find="线索0")[0]
    judged(desk, lead, "陈经理", valuable=False, on="2026-06-01")
    line = board(desk, owner=Owner.PERSON).line("陈经理")
    assert line is not None and line.quotas[0].done == 4


def test_half_years_stand_for_themselves(desk: Desk) -> None:
    line = board(desk, kind="half").line("县功镇")
    assert line is not None and line.figures["signed"] == 0 and line.targets == ()
    line = board(desk, kind="half", on=date(2026, 6, 30)).line("县功镇")
    assert line is not None and line.figures["signed"] == 2


def test_targets_that_cannot_be(desk: Desk) -> None:
    with pytest.raises(InvalidRecord) as refused:
        goal(desk, "县功镇", "contract_capital")
    assert refused.value.problems[0].field == "amount"
    with pytest.raises(InvalidRecord) as refused:
        goal(desk, "某人", "valuable_leads", rank="emperor")
    assert refused.value.problems[0].field == "rank"


def test_a_changed_row_changes_the_board(desk: Desk) -> None:
    id = desk.store.ids("project", find="戊厂")[0]
    change_record(desk, "project", id, {"rented_factory": True})
    line = board(desk).line("开发区")
    assert line is not None and line.points == 2


def test_funds_that_count_are_held_against_their_target(desk: Desk) -> None:
    """A manufacturing project's 4,000 万 in June count in full, July's are not there yet."""
    id = desk.store.ids("project", find="丙厂")[0]
    change_record(desk, "project", id, {"counted_kind": "manufacturing"})
    goal(desk, "磻溪镇", "funds_in_place", "8000")
    with desk.store.write(actor="x", label="x") as work:
        for month, amount in ((6, 4000), (7, 500)):
            entry = {"month": date(2026, month, 1), "component": "fixed", "source": "unit"}
            work.create("fund_entry", {**entry, "project_id": id, "amount": Decimal(amount)})
    found = board(desk, on=date(2026, 6, 30))
    line = found.line("磻溪镇")
    assert line is not None and line.figures["funds_in_place"] == 4000
    share = {one.target.measure: one.share_text for one in line.targets}
    assert share["funds_in_place"] == "50.00%"
    place = found.rankings["funds_of_target"].place("磻溪镇")
    assert place is not None and place.figure == Fraction(1, 2)
    line = board(desk).line("磻溪镇")
    assert line is not None and line.figures["funds_in_place"] == 4500
