"""What laptops bring back to a restored headquarters, where records went from office to office meanwhile."""

from pathlib import Path

import msgspec
import pytest

from sync.hq import backup
from sync.hq.transfer import transfer
from sync.protocol.messages import Operation
from tests.sync.hq.office import NEW, Laptop, Office


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.zip"


def back_up(office: Office, kept: Path) -> None:
    backup.backup(office.store, kept, now=office.now)


def put_back(office: Office, kept: Path) -> None:
    backup.restore(office.store, kept, now=office.now, randomness=office.randomness)


def offer(laptop: Laptop, record: str) -> Operation:
    """The record as the laptop holds it, for a headquarters that may have lost it."""
    _, gone, doc = laptop.held["project", record]
    fields = {name: (None, value) for name, value in doc.items()}
    return laptop.operation("offer_gone" if gone else "offer", "project", record, fields)


def test_what_comes_back_in_another_office_leaves_its_author_with_all_that_is_sent_again(
    lite: Office, kept: Path
) -> None:
    """No revision is told of it: the author would keep a record that it must not hold."""
    north, south = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    north.pull()
    south.pull()
    back_up(lite, kept)
    made = north.operation("create", "project", north.new_id(), NEW)
    taken = north.exchange(made).verdicts[0].rev
    transfer(lite.store, "project", made.id, "南方处", now=lite.now)
    south.pull()
    put_back(lite, kept)
    again, newer = offer(north, made.id), offer(south, made.id)

    south.exchange()
    assert south.exchange(newer).verdicts[0].status == "applied"
    north.exchange()
    verdicts = north.exchange(again, made, acked={made.op_id: taken}).verdicts

    assert [(one.status, one.rev) for one in verdicts] == [("duplicate", 0), ("duplicate", 0)]
    assert lite.records()["project", made.id].unit == lite.south


def test_a_record_that_is_offered_in_another_office_leaves_the_one_of_the_backup(
    lite: Office, kept: Path
) -> None:
    north, leader = lite.laptop("张三"), lite.laptop("王局", role="leader")
    record = north.create()
    back_up(lite, kept)
    transfer(lite.store, "project", record, "南方处", now=lite.now)
    leader.pull()
    put_back(lite, kept)
    north.pull()
    assert ("project", record) in north.held, "the backup has it in the north"
    newer = offer(leader, record)
    leader.exchange()
    assert leader.exchange(newer).verdicts[0].status == "applied"

    north.pull()

    assert lite.records()["project", record].unit == lite.south
    assert ("project", record) not in north.held
    lite.assert_digests_hold(north)


def test_what_comes_again_after_a_restore_is_sent_whole(lite: Office, kept: Path) -> None:
    """Its laptop may have let go of the record long ago and hold nothing to count it from."""
    north = lite.laptop("张三")
    north.pull()
    back_up(lite, kept)
    fields = {**NEW, "unit_id": lite.north, "created_by": "张三", "created_at": "2026-03-02T01:00:00.000Z"}
    made = north.operation("create", "project", north.new_id(), fields)
    first = north.exchange(made).verdicts[0]
    assert first.exact
    put_back(lite, kept)
    north.exchange()
    del north.held["project", made.id]

    verdict = north.exchange(made, acked={made.op_id: first.rev}).verdicts[0]

    assert (verdict.status, verdict.exact) == ("applied", False)
    assert north.doc(made.id)["name"] == NEW["name"]


def test_one_backup_put_back_twice_gives_no_revision_twice(lite: Office, kept: Path) -> None:
    """Laptops hold records of the first life, and would take others of the same revision for those."""
    back_up(lite, kept)
    given = []
    for _ in range(2):
        put_back(lite, kept)
        north = lite.laptop("张三")
        made = north.operation("create", "project", north.new_id(), NEW)
        given.append(north.exchange(made).verdicts[0].rev)
        lite.clock.advance(1)
    assert given[0] < given[1]


def test_what_was_seen_through_masks_is_not_taken_for_what_was_lost(lite: Office, kept: Path) -> None:
    """Not even where its laptop may see the numbers by now: whoever saw them brings them back."""
    north, leader = lite.laptop("张三"), lite.laptop("王局", role="leader")
    back_up(lite, kept)
    id, seen = north.new_id(), {"name": "陈总", "wechat": "c***", "unit_id": lite.north, "created_by": "张三"}
    made = north.operation("create", "contact", id, {name: (None, value) for name, value in seen.items()})
    rev = north.exchange(made).verdicts[0].rev
    put_back(lite, kept)

    def told(laptop: Laptop, wechat: str) -> str:
        fields = {name: (None, value) for name, value in (seen | {"wechat": wechat}).items()}
        once = msgspec.structs.replace(laptop.operation("offer", "contact", id, fields), base_rev=rev)
        laptop.exchange()
        return laptop.exchange(once).verdicts[0].status

    assert told(leader, "c***") == "duplicate"
    assert ("contact", id) not in lite.records()
    assert told(north, "chenzong") == "applied"
    assert lite.records()["contact", id].doc["wechat"] == "chenzong"


def test_an_edit_sent_with_the_offer_of_its_record_outlives_a_newer_offer(lite: Office, kept: Path) -> None:
    """Two laptops hold states that were lost: the older one's owner had gone on working on it."""
    north, leader = lite.laptop("张三"), lite.laptop("王局", role="leader")
    record = north.create()
    back_up(lite, kept)
    north.say("update", record, {"name": "一期"})
    north.pull()
    older, edit = offer(north, record), north.operation("update", "project", record, {"note": "要五十亩地"})
    leader.pull()
    leader.say("update", record, {"name": ("一期", "二期")})
    leader.pull()
    newer = offer(leader, record)
    put_back(lite, kept)
    north.exchange()
    leader.exchange()

    assert [one.status for one in north.exchange(older, edit).verdicts] == ["applied", "applied"]
    assert leader.exchange(newer).verdicts[0].status == "applied"

    doc = lite.records()["project", record].doc
    assert (doc["name"], doc["note"]) == ("二期", "要五十亩地")
