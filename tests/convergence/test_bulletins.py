"""Headquarters sets targets and publishes; an officer of another unit sees target, share and place."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from app.model.registry import KINDS
from app.rules.targets import Owner
from app.services import records
from app.services.desk import Desk
from app.services.scores.board import board
from app.services.scores.bulletins import holds_everything, latest, may_publish, own_names, publish
from app.services.scores.goal_sheet import check_goal, goal_sheet, set_goals
from app.services.scores.standing import decide_merit
from app.store.work import ROLE
from sync.client.gateway import Gateway
from tests.convergence.test_versions import upgraded
from tests.fakes.laptops import Laptop
from tests.fakes.offices import Offices, opened_offices
from tests.fakes.older_versions import Upstream, Version, lacks_of, version, without

NORTH, SOUTH = "北方处", "南方处"


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with opened_offices(tmp_path) as made:
        yield made


def desk_of(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


def signs(laptop: Laptop, name: str, unit: str, amount: int) -> str:
    on = desk_of(laptop).today()
    money = {"investment": Decimal(amount), "contract_amount": Decimal(amount)}
    return laptop.create("project", name=name, stage="signed", responsible_unit=unit, contract_on=on, **money)


def headquarters_has(offices: Offices, company: str) -> bool:
    """Whether somebody who holds nothing yet is sent it."""
    other = offices.laptop("孙科", role="hq")
    other.synced()
    return other.store.ids("company") == [company]


def sets_targets(laptop: Laptop, amount: str, *owners: str) -> None:
    desk = desk_of(laptop)
    sheet = goal_sheet(desk, Owner.UNIT, "year", date(desk.today().year, 1, 1))
    set_goals(desk, sheet, [check_goal(sheet, one, "contract_capital", amount) for one in owners])


def test_an_officer_sees_target_share_and_place_in_what_headquarters_published(offices: Offices) -> None:
    lin = offices.laptop("林主任", "总部", role="hq")
    zhang, zhao = offices.laptop("张三", NORTH), offices.laptop("赵六", SOUTH)
    signs(zhang, "甲厂", NORTH, 5000)
    signs(zhao, "乙厂", SOUTH, 30000)
    sets_targets(lin, "20000", NORTH, SOUTH)
    offices.settle()

    assert [holds_everything(desk_of(one)) for one in (lin, zhang)] == [True, False]
    assert [may_publish(desk_of(one)) for one in (lin, zhang)] == [True, False]
    live = board(desk_of(zhang))
    north = live.line(NORTH)
    assert north is not None and [one.share_text for one in north.targets] == ["25.00%"], "its own, at once"
    assert own_names(desk_of(zhang), live) == {NORTH}
    first = live.ranking("contract_capital").place(NORTH)
    assert first is not None and first.rank == 1, "as far as it can see: no rank to show"

    publish(desk_of(lin))
    offices.settle()
    shown = latest(desk_of(zhang), "year")
    assert shown is not None and shown.row["created_by"] == "林主任"
    units = shown.told.boards["unit"]
    order, score = units.order("contract_capital"), units.line(NORTH)
    assert order is not None and score is not None
    place = order.place(NORTH)
    assert place is not None and place.rank == 2
    assert [(one.amount, one.share_text) for one in score.targets] == [(Decimal(20000), "25.00%")]
    assert shown.told.city.contract == 35000
    assert zhang.store.content_hash() != lin.store.content_hash(), "each holds its own beside"

    signs(zhang, "丙厂", NORTH, 1000)
    again = board(desk_of(zhang)).line(NORTH)
    assert again is not None and again.figures["contract_capital"] == 6000, "beside it, as it is now"
    kept = latest(desk_of(zhang), "year")
    assert kept is not None and kept.row.id == shown.row.id


def test_undo_takes_what_was_published_back_from_everybody(offices: Offices) -> None:
    lin, zhang = offices.laptop("林主任", "总部", role="hq"), offices.laptop("张三", NORTH)
    signs(zhang, "甲厂", NORTH, 5000)
    offices.settle()
    publish(desk_of(lin))
    offices.settle()
    assert latest(desk_of(zhang), "year") is not None
    records.undo(desk_of(lin))
    offices.settle()
    assert latest(desk_of(zhang), "year") is None
    assert zhang.store.integrity() == []


def test_two_of_headquarters_who_publish_apart_lose_nothing(offices: Offices) -> None:
    lin, sun = offices.laptop("林主任", role="hq"), offices.laptop("孙科", role="hq")
    zhang = offices.laptop("张三", NORTH)
    signs(zhang, "甲厂", NORTH, 5000)
    offices.settle()
    publish(desk_of(lin))
    signs(sun, "乙厂", NORTH, 1000)
    later, _ = publish(desk_of(sun))
    offices.settle()
    for laptop in (lin, sun, zhang):
        assert len(laptop.store.ids("bulletin")) == 2
        shown = latest(desk_of(laptop), "year")
        assert shown is not None and shown.row.id == later
        assert laptop.store.counts().conflicts == 0


def test_merit_is_seen_by_its_own_unit_alone(offices: Offices) -> None:
    lin = offices.laptop("林主任", "总部", role="hq")
    zhang, zhao = offices.laptop("张三", NORTH), offices.laptop("赵六", SOUTH)
    offices.settle()
    merit = {"name": SOUTH, "year": 2026, "verdict": "criticised", "reason": "未完成交办"}
    id, _ = decide_merit(desk_of(lin), merit)
    offices.settle()
    assert [one.store.ids("merit") for one in (lin, zhang, zhao)] == [[id], [], [id]]
    assert lin.value("merit", id, "unit_id") == offices.unit(SOUTH)


def test_a_squad_and_an_office_that_headquarters_enters_reach_the_unit_they_name(offices: Offices) -> None:
    lin, zhang = offices.laptop("林主任", "总部", role="hq"), offices.laptop("张三", NORTH)
    offices.settle()
    squad = lin.create("squad", name="一分队", unit=NORTH)
    day = desk_of(lin).today()
    office = lin.create("posting", name="深圳分局", sort="stationed_office", unit=NORTH, starts_on=day)
    other = lin.create("squad", name="二分队", unit=SOUTH)
    offices.settle()
    assert set(zhang.store.ids("squad")) | set(zhang.store.ids("posting")) == {squad, office}
    assert lin.store.get("squad", other) is not None


@pytest.mark.parametrize("schema", [1, 2])
def test_an_older_headquarters_is_not_sent_what_it_does_not_know(offices: Offices, schema: int) -> None:
    """N−1 and N−2 know neither targets nor bulletins: both wait on the laptop, all else goes (ADR 0019)."""
    older = Version(without(KINDS, lacks_of(schema)), schema)
    lin, zhang = offices.laptop("林主任", role="hq"), offices.laptop("张三", NORTH)
    way = lin.gateway
    lin.gateway = cast(Gateway, Upstream(way, older))
    company = lin.create("company", name="恒力")
    lin.synced()
    with lin.store.replica() as replica:  # the first word of an older headquarters is of its own people
        assert replica.get(ROLE) == "hq"
    sets_targets(lin, "20000", NORTH)
    publish(desk_of(lin))
    report = lin.synced()
    assert (report.waiting, report.tally.refused) == (2, 0)
    assert headquarters_has(offices, company)

    lin.gateway = way
    offices.settle()
    assert lin.store.counts().pending == 0
    assert latest(desk_of(zhang), "year") is not None
    assert [row["name"] for row in zhang.store.rows("goal", zhang.store.ids("goal"))] == [NORTH]


def test_an_older_laptop_carries_what_was_published_until_its_upgrade(offices: Offices) -> None:
    lin, zhang = offices.laptop("林主任", role="hq"), offices.laptop("张三", NORTH)
    offices.settle()
    way = zhang.gateway
    zhang.gateway = cast(Gateway, Upstream(way))
    sets_targets(lin, "20000", NORTH)
    publish(desk_of(lin))
    lin.synced()
    with version(lacks_of(2)):
        assert zhang.synced().tally.parked == 2
        assert zhang.synced().traffic.requests == 1, "both ends agree"
    upgraded(zhang)
    assert latest(desk_of(zhang), "year") is not None
    assert zhang.store.integrity() == []
