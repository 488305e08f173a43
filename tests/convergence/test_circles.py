"""People from here, targets and chains travel: edits of two laptops join, and nothing is lost."""

from app.services.chains import chains
from app.services.desk import Desk
from app.services.greetings import greeting_made
from app.services.merging import merge_records
from app.services.natives import directory
from app.services.reaching import ways_to
from app.services.targets import covered, mark_contacted
from tests.convergence.test_two_laptops import hq_digest
from tests.fakes.headquarters import Headquarters
from tests.fakes.laptops import Laptop, Open


def meet(headquarters: Headquarters, *laptops: Laptop) -> None:
    """Sync until nobody has anything new, and see that all hold the same."""
    for laptop in (*laptops, *laptops):
        laptop.synced()
    hashes = {laptop.store.content_hash() for laptop in laptops}
    assert hashes == {hq_digest(headquarters)}


def test_firms_added_to_one_place_of_a_chain_by_two_laptops_join(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    place = zhang.create("chain_node", name="电芯", chain="新能源电池")
    meet(headquarters, zhang, li)
    for laptop, name in ((zhang, "星澜储能"), (li, "骏驰电池")):
        firm = laptop.create("company", name=name)
        laptop.update("chain_node", place, company_ids=[firm])
    meet(headquarters, zhang, li)
    (chain,) = chains(Desk(zhang.store, "张三"))
    assert {firm["name"] for firm in chain.places[0].firms} == {"星澜储能", "骏驰电池"}
    assert chain.gaps == 0


def test_the_later_contact_stands_whoever_syncs_first(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    target = zhang.create("target", name="锐锂", standing="not_yet", assigned_to="张三")
    meet(headquarters, zhang, li)
    mark_contacted(Desk(li.store, "李四"), [target])
    zhang.update("target", target, why="本地电芯要配套")
    meet(headquarters, zhang, li)
    for laptop in (zhang, li):
        found = covered(Desk(laptop.store, "张三"))
        assert (found.whole.contacted, found.open_ids) == (1, ())
        assert laptop.value("target", target, "why") == "本地电芯要配套"
        assert laptop.value("target", target, "standing") == "contacted"


def test_a_greeting_made_here_is_off_the_other_laptops_page(opened: Open, headquarters: Headquarters) -> None:
    zhang, li = opened("张三"), opened("李四")
    person = zhang.create("contact", name="宋启明", circle="native")
    today = zhang.clock().date()
    greeting = zhang.create("greeting", title="住院慰问", contact_id=person, due_on=today)
    meet(headquarters, zhang, li)
    greeting_made(Desk(li.store, "李四"), greeting)
    meet(headquarters, zhang, li)
    assert zhang.store.agenda.greetings(today) == ()
    assert zhang.value("greeting", greeting, "by") == "李四"
    assert zhang.value("contact", person, "last_contact_on") is not None


def test_relations_of_people_merged_on_one_laptop_lead_on_from_the_other(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    friend = zhang.create("contact", name="徐慧琴", kept_by="张三")
    keep = zhang.create("contact", name="单志远")
    twice = zhang.create("contact", name="单志远")
    meet(headquarters, zhang, li)
    li.create("relation", tie="classmate", contact_id=friend, to_contact_id=twice)
    merge_records(Desk(zhang.store, "张三"), "contact", keep, twice, {})
    meet(headquarters, zhang, li)
    for laptop in (zhang, li):
        (way,) = ways_to(Desk(laptop.store, "张三"), "contact", keep)
        assert [row["name"] for row in way.rows] == ["徐慧琴", "单志远"]
        assert way.whys == ("classmate",)


def test_gaps_of_the_directory_filled_by_two_people_are_filled_for_both(
    opened: Open, headquarters: Headquarters
) -> None:
    zhang, li = opened("张三"), opened("李四")
    person = zhang.create("contact", name="孟宪国", circle="native", city="深圳")
    meet(headquarters, zhang, li)
    zhang.update("contact", person, hometown="溪谷乡", occupation="电子元件")
    li.update("contact", person, chamber="深圳云溪商会", kept_by="李四", phones=["+8613600770004"])
    meet(headquarters, zhang, li)
    for laptop in (zhang, li):
        whole = directory(Desk(laptop.store, "张三")).whole
        assert (whole.total, whole.lacking) == (1, ())
