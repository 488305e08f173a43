"""Publishing a board: who may, what travels, and what an officer's laptop knows of itself."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.fund_ledger import Component, Source
from app.rules.targets import Owner
from app.services import records
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.fund_entries import book_figure
from app.services.scores.board import board
from app.services.scores.bulletins import (
    PublishedByHeadquarters,
    UnreadableBulletin,
    bulletin_of,
    bulletins,
    city_of,
    holds_everything,
    latest,
    may_publish,
    own_names,
    publish,
)
from app.services.scores.published import Aim, City, Order, Published, Rank, Score, Standings, read, written
from app.store.work import ROLE, UNIT_NAME
from tests.app.services.plain_amounts import city_total, recognised_amounts
from tests.fakes.scored import goal, score_year, signed
from tests.fakes.stores import new_desk

NOVEMBER = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def become(desk: Desk, role: str, unit: str = "") -> None:
    """As headquarters says of this laptop's person."""
    with desk.store.replica() as replica:
        replica.set(ROLE, role)
        replica.set(UNIT_NAME, unit)


@pytest.mark.parametrize("role", ["", "officer", "leader"])
def test_only_headquarters_people_publish(desk: Desk, role: str) -> None:
    score_year(desk)
    become(desk, role)
    assert not may_publish(desk)
    with pytest.raises(PublishedByHeadquarters):
        publish(desk)
    assert desk.store.ids("bulletin") == []


def test_a_bulletin_that_headquarters_would_refuse_is_told_before(desk: Desk) -> None:
    become(desk, "hq")
    for at in range(150):
        signed(desk, f"项目{at}", f"{at:04}" + "街道办事处" * 38, "1亿")
    with pytest.raises(InvalidRecord) as refused:
        publish(desk, on=NOVEMBER)
    (problem,) = refused.value.problems
    assert problem.field == "boards" and problem.reason.key == "scores.why.too_large"
    assert problem.reason.params["limit"] == 256 and desk.store.ids("bulletin") == []


def test_what_is_published_is_the_board_with_every_figure_whole(desk: Desk) -> None:
    score_year(desk)
    signed(desk, "庚厂", "磻溪镇", "1", contract_amount="0.000001", leader="陈县长")
    become(desk, "hq")
    id, _ = publish(desk, on=NOVEMBER)
    found = latest(desk, "year", NOVEMBER)
    assert found is not None and (found.row.id, found.as_of) == (id, NOVEMBER)
    assert found.row["unit_id"] == "*" and found.row["pack_version"] == board(desk, on=NOVEMBER).pack.version
    for owner in (Owner.UNIT, Owner.LEADER):
        live, told = board(desk, owner=owner, on=NOVEMBER), found.told.boards[owner.value]
        assert [one.owner for one in told.lines] == [line.owner for line in live.lines if line.owner]
        for line in live.lines:
            if line.owner:
                score = told.line(line.owner)
                assert score is not None and score.points == line.points
                assert score.figures == {name: one for name, one in line.figures.items() if one}
                shown = [(one.share_text, one.ahead_text) for one in score.targets]
                assert shown == [(one.share_text, one.ahead_text) for one in line.targets]
        for id, ranking in live.rankings.items():
            order = told.order(id)
            assert order is not None
            places = [(one.owner, one.rank, one.figure) for one in order.places]
            assert places == [(one.owner, one.rank, one.figure) for one in ranking.places]
            assert all(one.risen == ranking.risen(one.owner) for one in order.places)
    first = found.told.boards["unit"].order("contract_capital")
    assert first is not None and (first.zh, first.places[0].figure) == (
        "合同引资",
        Fraction("50000.000001"),
    )


def test_publishing_again_replaces_and_undo_brings_the_one_before(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    first, _ = publish(desk, on=date(2026, 10, 31))
    second, _ = publish(desk, on=NOVEMBER)
    assert set(desk.store.ids("bulletin")) == {first, second}, "what was published before is kept"
    shown = latest(desk, "year", NOVEMBER)
    assert shown is not None and shown.row.id == second
    records.undo(desk)
    shown = latest(desk, "year", NOVEMBER)
    assert shown is not None and shown.row.id == first
    records.redo(desk)
    shown = latest(desk, "year", NOVEMBER)
    assert shown is not None and shown.row.id == second


def test_each_period_has_its_own(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    publish(desk, kind="half", on=NOVEMBER)
    assert latest(desk, "year", NOVEMBER) is None
    assert latest(desk, "half", date(2026, 3, 1)) is None
    assert latest(desk, "half", date(2026, 7, 1)) is not None


def test_there_is_somebody_to_rank(desk: Desk) -> None:
    become(desk, "hq")
    with pytest.raises(InvalidRecord):
        publish(desk, on=NOVEMBER)


def test_the_city_counts_every_project_once(desk: Desk) -> None:
    ids = score_year(desk)
    for name, amount in (("乙厂", "2000"), ("丙厂", "500.55")):
        book_figure(desk, ids[name], date(2026, 10, 1), Source.UNIT, Component.FIXED, amount)
    found = board(desk, on=NOVEMBER)
    city = city_of(found)
    once = city_total(recognised_amounts(desk, date(2026, 1, 1), NOVEMBER))
    assert (city.signed, city.contract, city.arrived) == (Decimal(5), Decimal(60999), once)
    assert city.rate == Fraction(found.whole.figures["funds_of"]) / 60999
    assert city_of(board(desk, on=date(2024, 5, 1))).rate_text == "—", "nothing signed"


def test_what_a_laptop_of_one_unit_knows_whole(desk: Desk) -> None:
    score_year(desk)
    goal(desk, "开发区", "contract_capital", "1亿")
    whole = {one: board(desk, owner=one, on=NOVEMBER) for one in (Owner.UNIT, Owner.PERSON, Owner.LEADER)}
    assert holds_everything(desk), "a laptop that works alone"
    assert own_names(desk, whole[Owner.UNIT]) == {"县功镇", "磻溪镇", "开发区"}
    become(desk, "officer", "县功镇")
    assert not holds_everything(desk)
    assert own_names(desk, whole[Owner.UNIT]) == {"县功镇"}
    assert own_names(desk, whole[Owner.PERSON]) == {"陈经理"}
    assert own_names(desk, whole[Owner.LEADER]) == frozenset()
    become(desk, "leader")
    assert holds_everything(desk)


def test_what_cannot_be_read_is_as_if_it_was_not_published(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    good, _ = publish(desk, on=NOVEMBER)
    for boards in (None, {}, {"city": {"signed": "x"}}, {"city": {"rate": "1/0"}}, [1]):
        row = desk.store.get("bulletin", good)
        assert row is not None
        values = {
            name: row[name] for name in ("title", "period", "starts_on", "as_of", "pack", "pack_version")
        }
        with desk.store.write(actor="林主任", label="publish.bulletin") as work:
            work.create("bulletin", values | {"boards": boards})
        shown = latest(desk, "year", NOVEMBER)
        assert shown is not None and shown.row.id == good


def test_what_a_later_version_adds_is_passed_over() -> None:
    kept: dict[str, Any] = written(Published(City(Decimal(1), Decimal(2), Decimal(3), None), {}))
    found = read(kept | {"weather": "fine"})
    assert found is not None and found.city.arrived == 3


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=6)
FRACTIONS = st.fractions(max_denominator=10**9)


@given(AMOUNTS, AMOUNTS, FRACTIONS, st.integers(0, 4))
def test_no_figure_is_another_after_the_way(
    amount: Decimal, done: Decimal, gone: Fraction, places: int
) -> None:
    score = Score("甲", done, {"signed": amount}, (Aim("signed", amount, done, gone, places),))
    order = Order("points", (Rank("甲", 1, None, gone), Rank("乙", None, -1, None)), "得分", "Points")
    told = Published(City(amount, done, amount, gone), {"unit": Standings((order,), (score,))}, "甲", "A")
    kept = msgspec.json.decode(msgspec.json.encode(written(told)))
    assert read(kept) == told


def test_earlier_bulletins_stay_and_the_latest_comes_first(desk: Desk) -> None:
    score_year(desk)
    become(desk, "hq")
    first, second = publish(desk, on=date(2026, 10, 31))[0], publish(desk, kind="half", on=NOVEMBER)[0]
    assert [row.id for row in bulletins(desk)] == [second, first]
    assert bulletin_of(bulletins(desk)[1]).as_of == date(2026, 10, 31)
    records.undo(desk)
    assert [row.id for row in bulletins(desk)] == [first]
    with desk.store.write(actor="总部", label="sync") as work:
        work.update("bulletin", first, {"boards": {"city": "of a newer version"}})
    with pytest.raises(UnreadableBulletin):
        bulletin_of(bulletins(desk)[0])
