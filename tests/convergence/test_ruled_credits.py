"""A ruling counts alike on both parties' laptops and at headquarters, offline before and after a transfer."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.rules.attribution import Credit
from app.services.claims import claim
from app.services.clashes import rule_clash
from app.services.desk import Desk
from app.services.fund_standards import share_credit
from app.services.records import create_record
from app.services.ruled_credits import rulings
from app.services.scores.board import board
from tests.convergence.test_claims import NAME, Officer, in_step, officer
from tests.fakes.offices import Offices, opened_offices

NORTH, SOUTH = "北方处", "南方处"
WAYS = [("one", 100, 0), ("other", 0, 100), ("shared", 60, 40), ("best_place", 25, 75)]


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as opened:
        yield opened


def project_of(one: Officer, unit: str) -> str:
    """A signed project worth 4 points, on whose investor its unit reports first."""
    values = {"name": "光学厂", "stage": "signed", "responsible_unit": unit, "investor_id": one.company(NAME)}
    values |= {"contract_on": one.desk.today().isoformat(), "investment": "1亿"}
    id, _ = create_record(one.desk, "project", values)
    claim(one.desk, "project", id)
    one.laptop.synced()
    return id


def points(desk: Desk) -> dict[str, Decimal]:
    return {line.owner: line.points for line in board(desk).lines if line.points}


def test_every_way_of_ruling_is_counted_alike_everywhere(offices: Offices) -> None:
    north, south = officer(offices, "张三", NORTH), officer(offices, "李四", SOUTH)
    ruler = officer(offices, "陈主任", role="hq")
    own, other = project_of(north, NORTH), project_of(south, SOUTH)
    offices.settle()
    assert points(ruler.desk) == {NORTH: 4, SOUTH: 4}

    for way, first, second in WAYS:
        units = [party.unit_id for party in ruler.case().parties]
        shares, landing = dict(zip(units, (first, second), strict=True)), units[1]
        rule_clash(ruler.desk, ruler.case().id, ruling=way, shares=shares, reason="裁", landing_unit=landing)
        there = {NORTH: Decimal(first) / 25, SOUTH: Decimal(second) / 25}
        there = {unit: part for unit, part in there.items() if part}
        assert points(ruler.desk) == {unit: 2 * part for unit, part in there.items()}  # before it is sent
        offices.settle()
        assert points(north.desk) == points(south.desk) == there  # each has its own project
        assert points(ruler.desk) == {unit: 2 * part for unit, part in there.items()}
        told = {id: one.shares for desk in (north.desk, south.desk) for id, one in rulings(desk).of.items()}
        assert told == {id: one.shares for id, one in rulings(ruler.desk).of.items()}
        assert told.keys() == {own, other}
    in_step(offices)


def test_what_the_parties_agree_on_afterwards_travels_and_wins(offices: Offices) -> None:
    north, south = officer(offices, "张三", NORTH), officer(offices, "李四", SOUTH)
    ruler = officer(offices, "陈主任", role="hq")
    own, _ = project_of(north, NORTH), project_of(south, SOUTH)
    offices.settle()
    shares = {party.unit_id: share for party, share in zip(ruler.case().parties, (60, 40), strict=True)}
    rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason="裁")
    offices.settle()
    share_credit(north.desk, own, Credit.LANDING, {NORTH: "90", SOUTH: "10"})
    assert points(north.desk) == {NORTH: Decimal("3.6"), SOUTH: Decimal("0.4")}
    offices.settle()
    assert points(north.desk) == {NORTH: Decimal("3.6"), SOUTH: Decimal("0.4")}
    assert points(ruler.desk) == {
        NORTH: Decimal("3.6") + Decimal("2.4"),
        SOUTH: Decimal("0.4") + Decimal("1.6"),
    }
    shares = dict.fromkeys(shares, 50)
    rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason="再裁")
    offices.settle()
    assert points(north.desk) == points(south.desk) == {NORTH: 2, SOUTH: 2}
    in_step(offices)


def test_the_ruling_goes_with_a_project_that_goes_to_the_other_party(offices: Offices) -> None:
    north, south = officer(offices, "张三", NORTH), officer(offices, "李四", SOUTH)
    ruler = officer(offices, "陈主任", role="hq")
    own, _ = project_of(north, NORTH), project_of(south, SOUTH)
    offices.settle()
    shares = {party.unit_id: share for party, share in zip(ruler.case().parties, (60, 40), strict=True)}
    rule_clash(ruler.desk, ruler.case().id, ruling="shared", shares=shares, reason="裁")
    offices.settle()
    offices.transfer("project", own, SOUTH)
    offices.settle()
    assert own in rulings(south.desk).of and own not in rulings(north.desk).of
    assert points(south.desk) == points(ruler.desk) == {NORTH: Decimal("4.8"), SOUTH: Decimal("3.2")}
