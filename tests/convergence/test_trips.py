"""Two laptops plan and write up one trip offline: nothing is lost, both end alike (A8, A9)."""

from datetime import date

import pytest

from app.services.desk import Desk
from app.services.promises import close_promise, open_promises
from app.services.trips import mark_visit, plan_visits, squad_meters, view_trip
from app.services.visit_order import shift_visit
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open

START, END = date(2026, 12, 1), date(2026, 12, 3)


def desk(laptop: Laptop) -> Desk:
    return Desk(laptop.store, laptop.name)


@pytest.fixture
def pair(opened: Open) -> tuple[Laptop, Laptop]:
    return opened("张三"), opened("李四")


def all_synced(*laptops: Laptop) -> None:
    for laptop in (*laptops, *laptops):
        laptop.synced()


def alike(headquarters: Headquarters, *laptops: Laptop) -> None:
    hashes = {laptop.store.content_hash() for laptop in laptops}
    assert hashes == {hq_digest(headquarters)}


def test_both_plan_visits_of_one_trip_offline(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, li = pair
    firms = [zhang.create("company", name=name) for name in ("甲", "乙", "丙")]
    trip = zhang.create("trip", title="长三角", starts_on=START, ends_on=END, leader="张三")
    all_synced(zhang, li)
    plan_visits(desk(zhang), trip, firms[:2])
    plan_visits(desk(li), trip, firms[2:])
    zhang.update("trip", trip, cities=["苏州"])
    li.update("trip", trip, cities=["上海"])
    all_synced(zhang, li)
    for laptop in pair:
        assert len(view_trip(desk(laptop), trip).visits) == 3
        assert sorted(laptop.value("trip", trip, "cities")) == ["上海", "苏州"]
    alike(headquarters, *pair)


def test_one_writes_a_visit_up_while_the_other_moves_it(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, li = pair
    firm = zhang.create("company", name="甲")
    person = zhang.create("contact", name="张总", company_id=firm)
    trip = zhang.create("trip", title="长三角", starts_on=START, ends_on=END)
    (visit,) = plan_visits(desk(zhang), trip, [firm])[0]
    all_synced(zhang, li)
    mark_visit(desk(zhang), visit, "made")
    li.update("visit", visit, place="昆山", time="09:30")
    all_synced(zhang, li)
    for laptop in pair:
        assert laptop.value("visit", visit, "state") == "made"
        assert (laptop.value("visit", visit, "place"), laptop.value("visit", visit, "time")) == (
            "昆山",
            "09:30",
        )
        assert laptop.value("contact", person, "last_contact_on") == START
    alike(headquarters, *pair)


def test_visits_moved_on_both_laptops_end_in_one_order(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, li = pair
    trip = zhang.create("trip", title="长三角", starts_on=START, ends_on=END)
    names = dict.fromkeys("甲乙丙丁戊")
    ids = [
        zhang.create("visit", subject=one, visited_on=START, kind="outward", trip_id=trip) for one in names
    ]
    all_synced(zhang, li)
    shift_visit(desk(zhang), ids[3], -2)
    shift_visit(desk(li), ids[4], -3)  # into the same gap
    shift_visit(desk(zhang), ids[0], 4)
    shift_visit(desk(li), ids[0], 2)  # and one that both move
    all_synced(zhang, li)
    orders = [[row["subject"] for row in view_trip(desk(laptop), trip).visits] for laptop in pair]
    assert orders[0] == orders[1] and sorted(orders[0]) == sorted(names)
    assert not zhang.store.ids("conflict") and not li.store.ids("conflict")
    alike(headquarters, *pair)


def test_a_promise_closed_twice_is_closed_once(
    pair: tuple[Laptop, Laptop], headquarters: Headquarters
) -> None:
    zhang, li = pair
    promise = zhang.create("promise", title="给方案", side="ours", promised_on=START, note="口头")
    all_synced(zhang, li)
    close_promise(desk(zhang), promise, "kept", on=START)
    close_promise(desk(li), promise, "released", on=END, note="对方不要了")
    all_synced(zhang, li)
    assert open_promises(desk(zhang)) == open_promises(desk(li)) == []
    assert zhang.value("promise", promise, "outcome") == li.value("promise", promise, "outcome")
    assert "对方不要了" in zhang.value("promise", promise, "note")
    alike(headquarters, *pair)


def test_a_squad_is_counted_alike_on_both(pair: tuple[Laptop, Laptop], headquarters: Headquarters) -> None:
    zhang, li = pair
    squad = zhang.create("squad", name="一分队", leader="张三", members=["李四"])
    today = desk(zhang).today()
    all_synced(zhang, li)
    zhang.create("trip", title="一", starts_on=today, squad_id=squad)
    li.create("trip", title="二", starts_on=today, squad_id=squad)
    li.update("squad", squad, members=["李四", "王五"])
    all_synced(zhang, li)
    for laptop in pair:
        (meter,) = squad_meters(desk(laptop))
        assert (meter.days, meter.verdict("squad.composition")) == (1, "satisfied")
    alike(headquarters, *pair)
