"""The composite score on the board: its order, what each indicator gave, what one more would change."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from app.services.desk import Desk
from app.services.scores.board import COMPOSITE, POINTS, Board, board, marks, what_if
from app.services.scores.bulletins import publish
from app.services.scores.published import read
from app.store.work import ROLE
from tests.fakes.indicators import score_by_indicators
from tests.fakes.scored import score_year
from tests.fakes.stores import new_desk

DAY = date(2026, 11, 20)


def filled(folder: Path) -> Desk:
    desk = new_desk(folder)
    score_year(desk)
    score_by_indicators(desk)
    return desk


def totals(found: Board) -> dict[str, Fraction | None]:
    return {one.owner: one.figure for one in found.ranking(COMPOSITE).places}


def test_the_order_by_the_sum_of_the_indicators(tmp_path: Path) -> None:
    """县功镇: 10,999 of 20,000; 磻溪镇: 50,000 of 20,000, one started; 开发区: two signed, no capital."""
    found = board(filled(tmp_path), on=DAY)
    assert list(found.rankings)[:2] == [POINTS, COMPOSITE]
    low, high = Fraction(0), Fraction(50_000)
    capital = (60 + (Fraction(10_999) - low) / (high - low) * 40) * 40 / 100
    assert [one.points for one in marks(found, "县功镇")] == [
        capital,
        Fraction(10_999, 20_000) * 30,
        20,
        0,
    ]
    assert [one.points for one in marks(found, "磻溪镇")] == [40, 36, 10, 10]
    assert [one.points for one in marks(found, "开发区")] == [24, None, 20, 0]
    assert totals(found) == {
        "磻溪镇": 96,
        "县功镇": capital + Fraction(10_999, 20_000) * 30 + 20,
        "开发区": 44,
    }
    assert found.ranking(COMPOSITE).next_place("县功镇") is not None
    assert marks(found, "没有") == ()


def test_what_one_more_project_would_change(tmp_path: Path) -> None:
    found = board(filled(tmp_path), on=DAY)
    more = {"investment": Decimal(100_000), "contract_amount": Decimal(100_000)}
    then = what_if(found, "开发区", more, DAY)
    assert then.places[COMPOSITE] == (3, 2), "70 points: the most capital and the most signings"
    assert totals(found)["开发区"] == 44, "and nothing is kept"


def test_published_with_the_board(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    with desk.store.replica() as replica:
        replica.set(ROLE, "hq")
    id, _ = publish(desk, on=DAY)
    row = desk.store.get("bulletin", id)
    assert row is not None
    told = read(row["boards"])
    assert told is not None
    order = told.boards["unit"].order(COMPOSITE)
    assert order is not None and order.places[0].figure == 96


def test_without_indicators_nobody_is_ranked_by_them(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    score_year(desk)
    found = board(desk, on=DAY)
    assert COMPOSITE not in found.rankings and marks(found, "县功镇") == ()
