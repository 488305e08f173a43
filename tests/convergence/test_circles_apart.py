"""Two laptops that were apart: one phone book taken in by both, a chain linked from both ends, days."""

from datetime import date, timedelta

from app.services.chains import chains
from app.services.desk import Desk
from app.services.natives import directory
from app.services.phone_book import plan_cards, take_in
from tests.convergence.test_circles import meet
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Open

BOOK = "BEGIN:VCARD\nFN:徐慧琴\nTEL:13600770001\nORG:慧丰纺织\nEND:VCARD\n".encode()


def test_one_book_taken_in_by_both_is_seen_as_twice_and_nobody_is_lost(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    for laptop in (zhang, li):
        desk = Desk(laptop.store, laptop.name)
        (id,), _ = take_in(desk, plan_cards(desk, BOOK))
        laptop.update("contact", id, circle="native")
    meet(headquarters, zhang, li)
    pairs = [directory(Desk(laptop.store, "张三")).twice for laptop in (zhang, li)]
    assert pairs[0] == pairs[1] and len(pairs[0]) == 1
    (planned,) = plan_cards(Desk(li.store, "李四"), BOOK)
    assert {row.id for row in planned.same} == set(pairs[0][0])


def test_a_chain_linked_from_both_ends_is_drawn_alike(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    cell = zhang.create("chain_node", name="电芯", chain="电池")
    scrap = zhang.create("chain_node", name="回收", chain="电池")
    meet(headquarters, zhang, li)
    zhang.update("chain_node", cell, from_ids=[scrap])
    li.update("chain_node", scrap, from_ids=[cell])
    meet(headquarters, zhang, li)
    drawn = [chains(Desk(laptop.store, "张三"))[0] for laptop in (zhang, li)]
    for chain in drawn:
        assert set(chain.links) == {(cell, scrap), (scrap, cell)} and chain.gaps == 2
    layers = [[[place.row.id for place in layer] for layer in chain.layers] for chain in drawn]
    assert layers[0] == layers[1] and len(layers[0]) == 2


def test_the_later_day_of_contact_stands_in_both_orders(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    target = zhang.create("target", name="锐锂")
    body = zhang.create("organisation", name="苏州云溪商会", kind="chamber")
    meet(headquarters, zhang, li)
    early, late = date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=1)
    zhang.update("target", target, contacted_on=late)
    li.update("target", target, contacted_on=early)
    zhang.update("organisation", body, last_home_on=early)
    li.update("organisation", body, last_home_on=late)
    meet(headquarters, zhang, li)
    for laptop in (zhang, li):
        assert laptop.value("target", target, "contacted_on") == late
        assert laptop.value("organisation", body, "last_home_on") == late
