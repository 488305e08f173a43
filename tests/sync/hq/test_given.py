"""A target enterprise 拟招引企业 lies with the unit that it is given to, when it is written and later."""

from pathlib import Path
from typing import Any

import pytest

from sync.hq import backup
from sync.hq.errors import NotTransferable
from sync.hq.scopes import EVERYBODY
from sync.hq.transfer import transfer
from sync.protocol.messages import Action
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.test_homes import offer

NORTH, SOUTH = "北方处", "南方处"
WANTED: dict[str, Any] = {"name": "华清光学科技", "standing": "not_yet"}


def given(laptop: Laptop, unit: str | None, **fields: Any) -> str:
    return laptop.create(WANTED | {"assigned_unit": unit} | fields, kind="target")


def gives(laptop: Laptop, target: str, before: str | None, unit: str | None) -> str:
    """Give it to another unit; what became of that."""
    return laptop.say("update", target, {"assigned_unit": (before, unit)}, kind="target").status


def in_step(office: Office, *laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.pull()
        office.assert_digests_hold(laptop)
        assert laptop.last is not None and laptop.last.check == laptop.check()


def holders(target: str, *laptops: Laptop) -> tuple[bool, ...]:
    return tuple(("target", target) in laptop.held for laptop in laptops)


@pytest.mark.parametrize("unit", ["north", ""])
def test_the_unit_that_a_target_is_given_to_sees_and_keeps_it(lite: Office, unit: str) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north if unit else "")
    target = given(ruler, SOUTH)
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    in_step(lite, ruler, north, south)
    assert lite.records()["target", target].unit == lite.south
    assert holders(target, ruler, north, south) == (True, False, True)
    told = {"standing": ("not_yet", "contacted"), "contacted_on": (None, "2026-03-02")}
    assert south.say("update", target, told, kind="target").status == "applied"
    in_step(lite, ruler, north, south)
    assert ruler.doc(target, "target")["standing"] == "contacted"


def test_a_target_that_is_given_later_leaves_the_one_and_reaches_the_other(lite: Office) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north)
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    target = given(ruler, None)
    in_step(lite, ruler, north, south)
    assert holders(target, north, south) == (True, False)
    assert gives(ruler, target, None, SOUTH) == "applied"
    in_step(lite, ruler, north, south)
    assert holders(target, ruler, north, south) == (True, False, True)
    assert ruler.doc(target, "target")["unit_id"] == south.doc(target, "target")["unit_id"] == lite.south
    assert gives(ruler, target, SOUTH, NORTH) == "applied"
    in_step(lite, ruler, north, south)
    assert holders(target, ruler, north, south) == (True, True, False)
    assert gives(ruler, target, NORTH, None) == "applied"  # nobody's any more: it stays where it is
    in_step(lite, ruler, north, south)
    assert holders(target, ruler, north, south) == (True, True, False)


def test_written_and_given_in_one_batch(lite: Office) -> None:
    ruler, south = lite.laptop("林主任", role="hq"), lite.laptop("赵六", unit=lite.south)
    target = ruler.new_id()
    made = ruler.operation("create", "target", target, WANTED, base=0)
    told = [
        ruler.operation("update", "target", target, {"assigned_unit": pair}, base=0)
        for pair in ((None, NORTH), (NORTH, SOUTH))
    ]
    assert {one.status for one in ruler.exchange(made, *told).verdicts} == {"applied"}
    in_step(lite, ruler, south)
    assert lite.records()["target", target].unit == lite.south and holders(target, south) == (True,)


@pytest.mark.parametrize("name", [SOUTH, "没有的处"])
def test_an_officer_gives_nothing_away(lite: Office, name: str) -> None:
    zhang, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    own, later = given(zhang, name), given(zhang, None)
    assert gives(zhang, later, None, name) == "applied"
    in_step(lite, zhang, south)
    assert lite.records()["target", own].unit == lite.records()["target", later].unit == lite.north
    assert holders(own, zhang, south) == holders(later, zhang, south) == (True, False)


def test_what_was_written_offline_before_it_was_given_away_is_kept(lite: Office) -> None:
    ruler, zhang = lite.laptop("林主任", role="hq"), lite.laptop("张三")
    target = given(zhang, None)
    ruler.pull()
    late = zhang.operation("update", "target", target, {"note": "周三登门"})
    assert gives(ruler, target, None, SOUTH) == "applied"
    assert zhang.exchange(late).verdicts[0].status == "applied"
    in_step(lite, ruler, zhang)
    held = lite.records()["target", target]
    assert (held.unit, held.doc["note"]) == (lite.south, "周三登门")
    assert holders(target, ruler, zhang) == (True, False)


def test_two_who_give_it_at_once_make_one_move(lite: Office) -> None:
    """The second did not know of the first: headquarters' value stands, so does the place."""
    first, second = lite.laptop("林主任", role="hq"), lite.laptop("陈主任", role="hq")
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    target = given(first, None)
    second.pull()
    gives(first, target, None, SOUTH)
    gives(second, target, None, NORTH)
    in_step(lite, first, second, north, south)
    held = lite.records()["target", target]
    assert held.unit == {SOUTH: lite.south, NORTH: lite.north}[held.doc["assigned_unit"]]
    assert holders(target, north, south) in ((True, False), (False, True))


def test_a_lost_target_comes_back_to_the_unit_it_was_given_to(lite: Office, tmp_path: Path) -> None:
    kept = tmp_path / "kept.zip"
    ruler = lite.laptop("林主任", role="hq", unit=lite.north)
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    in_step(lite, ruler, north, south)
    backup.backup(lite.store, kept, now=lite.now)
    target = given(ruler, SOUTH)
    in_step(lite, ruler, south)
    told = offer(south, "target", target)
    backup.restore(lite.store, kept, now=lite.now, randomness=lite.randomness)
    for laptop in (ruler, north, south):
        laptop.exchange()
    assert south.exchange(told).verdicts[0].status == "applied"
    assert lite.records()["target", target].unit == lite.south
    in_step(lite, north, south)
    assert holders(target, north, south) == (False, True)


def test_a_list_and_its_targets_are_transferred_each_by_itself(lite: Office) -> None:
    ruler, zhang = lite.laptop("林主任", role="hq", unit=lite.north), lite.laptop("张三")
    wanted = zhang.create(LIST, kind="target_list")
    own, theirs = given(zhang, None, list_id=wanted), given(ruler, SOUTH, list_id=wanted)
    moved = transfer(lite.store, "target_list", wanted, SOUTH, now=lite.now).moved
    assert set(moved) == {("target_list", wanted), ("target", own)}
    back = transfer(lite.store, "target", given(ruler, SOUTH), NORTH, now=lite.now).moved
    assert len(back) == 1 and lite.records()["target", theirs].unit == lite.south


# ---- lists
LIST: dict[str, Any] = {"name": "光电名单"}
ACTIONS: list[tuple[Action, dict[str, Any] | None]] = [
    ("update", {"name": ("光电名单", "我的名单")}),
    ("update", {"unit_id": (EVERYBODY, "north")}),
    ("delete", None),
]


@pytest.mark.parametrize("unit", ["north", ""])
def test_a_list_of_headquarters_is_everybodys_to_read(lite: Office, unit: str) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north if unit else "")
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    wanted = ruler.create(LIST | {"unit_id": lite.south}, kind="target_list")
    target = given(ruler, SOUTH, list_id=wanted)
    in_step(lite, ruler, north, south)
    for laptop in (ruler, north, south):
        assert laptop.doc(wanted, "target_list")["unit_id"] == EVERYBODY
    assert holders(target, north, south) == (False, True)
    found = given(south, None, list_id=wanted)  # what an officer finds for it is the officer's unit's
    assert lite.records()["target", found].unit == lite.south
    with pytest.raises(NotTransferable):
        transfer(lite.store, "target_list", wanted, SOUTH, now=lite.now)


@pytest.mark.parametrize(("action", "fields"), ACTIONS)
@pytest.mark.parametrize("role", ["officer", "leader"])
def test_a_list_of_headquarters_is_headquarters_to_change(
    lite: Office, role: str, action: Action, fields: dict[str, Any] | None
) -> None:
    ruler, other = lite.laptop("林主任", role="hq"), lite.laptop("张三", role=role, unit=lite.north)
    wanted = ruler.create(LIST, kind="target_list")
    other.pull()
    before = lite.records()["target_list", wanted]
    refused = other.say(action, wanted, fields, kind="target_list")
    assert (refused.status, refused.reason) == ("refused", "hq.refused.hq_people")
    assert lite.records()["target_list", wanted] == before
    renamed = ruler.say("update", wanted, {"name": ("光电名单", "光电名单二")}, kind="target_list")
    assert renamed.status == "applied"
    in_step(lite, ruler, other)


def test_a_list_of_an_officer_stays_with_the_unit(lite: Office) -> None:
    zhang, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    own = zhang.create(LIST, kind="target_list")
    in_step(lite, zhang, south)
    assert lite.records()["target_list", own].unit == lite.north
    assert ("target_list", own) not in south.held
    assert zhang.say("update", own, {"name": ("光电名单", "一")}, kind="target_list").status == "applied"


def test_a_lost_list_comes_back_from_headquarters_people_and_nobody_takes_it_over(
    lite: Office, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.zip"
    ruler, south = lite.laptop("林主任", role="hq"), lite.laptop("赵六", unit=lite.south)
    in_step(lite, ruler, south)
    backup.backup(lite.store, kept, now=lite.now)
    wanted = ruler.create(LIST, kind="target_list")
    in_step(lite, ruler, south)
    forged, told = offer(south, "target_list", wanted), offer(ruler, "target_list", wanted)
    backup.restore(lite.store, kept, now=lite.now, randomness=lite.randomness)
    south.exchange()
    ruler.exchange()
    assert south.exchange(forged).verdicts[0].status == "duplicate"
    assert ("target_list", wanted) not in lite.records()
    assert ruler.exchange(told).verdicts[0].status == "applied"
    taken = south.operation(
        "offer", "target_list", wanted, {"name": "夺", "unit_id": lite.south}, base=forged.base_rev + 1
    )
    assert south.exchange(taken).verdicts[0].status == "duplicate"
    held = lite.records()["target_list", wanted]
    assert (held.unit, held.doc["name"]) == (EVERYBODY, "光电名单")
