"""What one more project would change: points, targets and places, and nothing in the store."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.rules.ranking import NotRanked
from app.services.desk import Desk
from app.services.scores.board import POINTS, board, what_if
from tests.fakes.scored import goal, signed
from tests.fakes.stores import new_desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two units with 9,000 and 4,000 万 of contracts, and a large project that is nobody's."""
    found = new_desk(tmp_path)
    signed(found, "甲厂", "县功镇", "1亿", contract_amount="9000")
    signed(found, "乙厂", "磻溪镇", "5亿", contract_amount="4000")
    signed(found, "无主", "", "10亿", contract_amount="10亿")
    yield found
    found.store.close()


def test_what_is_nobodys_takes_no_place(desk: Desk) -> None:
    found = board(desk)
    places = [(one.owner, one.rank) for one in found.rankings["contract_capital"].places]
    assert places == [("县功镇", 1), ("磻溪镇", 2)]
    nobody = found.line("")
    assert nobody is not None and nobody.points == 15, "it is on the board all the same"
    then = what_if(found, "县功镇", {"investment": Decimal(3000), "contract_amount": Decimal(1)}, TODAY)
    assert then.places["contract_capital"] == (1, 1), "nobody does not push it down"


@pytest.mark.parametrize(
    ("amount", "place"),
    [("4999.999999", 2), ("5000", 1), ("5000.000001", 1)],
)
def test_drawing_level_is_enough(desk: Desk, amount: str, place: int) -> None:
    then = what_if(board(desk), "磻溪镇", {"contract_amount": Decimal(amount)}, TODAY)
    assert then.places["contract_capital"] == (2, place)
    missing = board(desk).rankings["contract_capital"].next_place("磻溪镇")
    assert missing is not None and missing.missing == 5000 and missing.ahead == ("县功镇",)


def test_a_project_that_tells_too_little_gives_no_points(desk: Desk) -> None:
    then = what_if(board(desk), "县功镇", {"contract_amount": Decimal(800)}, TODAY)
    assert then.points == 0 and then.line.points == 4
    assert then.line.figures["contract_capital"] == 9800 and then.line.figures["signed"] == 2
    assert then.places[POINTS] == (2, 2)
    nothing = what_if(board(desk), "县功镇", {}, TODAY)
    assert nothing.points == 0 and nothing.line.figures["contract_capital"] == 9000


def test_every_target_that_a_signing_adds_to_moves(desk: Desk) -> None:
    for measure, amount in (("contract_capital", "18000"), ("signed", "4"), ("foreign_capital", "500")):
        goal(desk, "县功镇", measure, amount)
    goal(desk, "县功镇", "landed", "2")
    more = {"contract_amount": Decimal(4500), "foreign_investment": Decimal(125)}
    then = what_if(board(desk), "县功镇", more, TODAY)
    shares = {one.target.measure: one.share_text for one in then.line.targets}
    assert shares == {
        "contract_capital": "75.00%",
        "signed": "50.00%",
        "foreign_capital": "25.00%",
        "landed": "0.00%",
    }
    line = board(desk).line("县功镇")
    assert line is not None
    before = {one.target.measure: one.share_text for one in line.targets}
    assert before["contract_capital"] == "50.00%" and before["foreign_capital"] == "0.00%"


def test_nothing_is_kept(desk: Desk) -> None:
    before = desk.store.content_hash()
    found = board(desk)
    what_if(found, "县功镇", {"investment": Decimal(100_000)}, TODAY)
    assert desk.store.content_hash() == before and board(desk).lines == found.lines


@pytest.mark.parametrize("name", ["没有的镇", "县功", " 县功镇"])
def test_whoever_is_not_on_the_board_is_named(desk: Desk, name: str) -> None:
    with pytest.raises(NotRanked) as refused:
        what_if(board(desk), name, {}, TODAY)
    assert refused.value.params["owner"] == name


def test_a_board_without_projects(tmp_path: Path) -> None:
    empty = new_desk(tmp_path / "empty")
    found = board(empty)
    assert found.lines == () and all(one.places == () for one in found.rankings.values())
    with pytest.raises(NotRanked):
        what_if(found, "县功镇", {"investment": Decimal(1)}, TODAY)
    empty.store.close()
