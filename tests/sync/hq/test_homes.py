"""Targets are everybody's, merit lies with the unit it is about, whoever of headquarters' people wrote it."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import update

from sync.hq import backup, digests, homes
from sync.hq.errors import NotTransferable
from sync.hq.scopes import EVERYBODY
from sync.hq.tables import RECORD
from sync.hq.transfer import transfer
from sync.protocol.messages import Operation
from tests.sync.hq.office import Laptop, Office

GOAL: dict[str, Any] = {
    "name": "北方处",
    "owner": "unit",
    "measure": "funds_in_place",
    "amount": "30000",
    "period": "year",
    "starts_on": "2026-01-01",
}
MERIT: dict[str, Any] = {
    "name": "南方处",
    "year": 2026,
    "verdict": "excellent",
    "decided_on": "2026-03-02",
    "decided_by": "林主任",
    "reason": "7 亿制造业落地",
}


def offer(laptop: Laptop, kind: str, record: str) -> Operation:
    """The record as the laptop holds it, for a headquarters that lost it."""
    rev, _, doc = laptop.held[kind, record]
    return laptop.operation("offer", kind, record, {n: (None, v) for n, v in doc.items()}, base=rev)


def put_away(office: Office, kind: str, record: str, unit: str) -> None:
    """Where the record lay before its kind had a home."""
    held = office.records()[kind, record]
    text = msgspec.json.encode({**held.doc, "unit_id": unit}).decode()
    with office.store.write() as connection:
        connection.execute(update(RECORD).where(RECORD.c.id == record).values(unit=unit, doc=text))
        digests.rebuild(connection, office.store.tenant)


@pytest.mark.parametrize("unit", ["north", ""])
def test_a_target_reaches_every_unit_whoever_wrote_it(lite: Office, unit: str) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north if unit else "")
    goal = ruler.create(GOAL | {"unit_id": lite.north}, kind="goal")
    south = lite.laptop("赵六", unit=lite.south)
    south.pull()
    assert lite.records()["goal", goal].unit == south.doc(goal, "goal")["unit_id"] == EVERYBODY
    lite.assert_digests_hold(south)
    assert south.say("update", goal, {"amount": ("30000", "1")}, kind="goal").reason == "hq.refused.hq_people"


def test_merit_is_seen_by_the_unit_it_is_about_and_not_by_others(lite: Office) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north)
    merit = ruler.create(MERIT, kind="merit")
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    north.pull()
    south.pull()
    assert lite.records()["merit", merit].unit == lite.south
    assert (("merit", merit) in north.held, ("merit", merit) in south.held) == (False, True)


def test_a_name_that_is_no_unit_and_a_unit_out_of_reach_leave_the_record_with_its_author(
    lite: Office,
) -> None:
    ruler, zhang = lite.laptop("林主任", role="hq", unit=lite.north), lite.laptop("张三")
    unknown = ruler.create(MERIT | {"name": "没有的处"}, kind="merit")
    squad = zhang.create({"name": "一分队", "unit": "南方处"}, kind="squad")
    theirs = ruler.create({"name": "二分队", "unit": "南方处"}, kind="squad")
    found = lite.records()
    assert found["merit", unknown].unit == found["squad", squad].unit == lite.north
    assert found["squad", theirs].unit == lite.south


def test_a_target_belongs_to_no_unit_that_it_could_be_given_to(lite: Office) -> None:
    goal = lite.laptop("林主任", role="hq").create(GOAL, kind="goal")
    with pytest.raises(NotTransferable):
        transfer(lite.store, "goal", goal, "南方处", now=lite.now)


def test_what_was_written_before_comes_home_and_reaches_whom_it_concerns(lite: Office) -> None:
    ruler = lite.laptop("林主任", role="hq", unit=lite.north)
    goal, merit = ruler.create(GOAL, kind="goal"), ruler.create(MERIT, kind="merit")
    put_away(lite, "goal", goal, lite.north)
    put_away(lite, "merit", merit, lite.north)
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    for laptop in (ruler, north, south):
        laptop.pull()
    assert (("goal", goal) in south.held, ("merit", merit) in north.held) == (False, True)

    with lite.store.write() as connection:
        assert homes.bring_home(connection, lite.store.tenant) == 2
        assert homes.bring_home(connection, lite.store.tenant) == 0, "once is enough"

    for laptop in (ruler, north, south):
        laptop.pull()
        lite.assert_digests_hold(laptop)
        assert laptop.last is not None and laptop.last.check == laptop.check()
        assert laptop.doc(goal, "goal")["unit_id"] == EVERYBODY
    assert (("merit", merit) in north.held, ("merit", merit) in south.held) == (False, True)


def test_a_lost_target_comes_back_from_headquarters_people_alone(lite: Office, tmp_path: Path) -> None:
    """Any officer's laptop could give everybody what it pleases: those who may write it hold it, too."""
    kept = tmp_path / "kept.zip"
    ruler, south = lite.laptop("林主任", role="hq"), lite.laptop("赵六", unit=lite.south)
    ruler.pull()
    south.pull()
    backup.backup(lite.store, kept, now=lite.now)
    goal = ruler.create(GOAL, kind="goal")
    south.pull()
    forged, told = offer(south, "goal", goal), offer(ruler, "goal", goal)
    backup.restore(lite.store, kept, now=lite.now, randomness=lite.randomness)
    south.exchange()
    ruler.exchange()

    assert south.exchange(forged).verdicts[0].status == "duplicate"
    assert ("goal", goal) not in lite.records()
    assert ruler.exchange(told).verdicts[0].status == "applied"
    assert lite.records()["goal", goal].unit == EVERYBODY
    south.pull()
    assert south.doc(goal, "goal")["amount"] == "30000"


def test_a_target_of_before_comes_back_to_everybody(lite: Office, tmp_path: Path) -> None:
    """The laptop still has it in the unit where it lay when headquarters lost it."""
    kept = tmp_path / "kept.zip"
    ruler = lite.laptop("林主任", role="hq", unit=lite.north)
    ruler.pull()
    backup.backup(lite.store, kept, now=lite.now)
    goal = ruler.create(GOAL, kind="goal")
    rev, gone, doc = ruler.held["goal", goal]
    ruler.held["goal", goal] = rev, gone, doc | {"unit_id": lite.north}
    told = offer(ruler, "goal", goal)
    backup.restore(lite.store, kept, now=lite.now, randomness=lite.randomness)
    ruler.exchange()
    assert ruler.exchange(told).verdicts[0].status == "applied"
    assert lite.records()["goal", goal].unit == EVERYBODY
