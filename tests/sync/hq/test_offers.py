"""What laptops bring back to a restored headquarters, where records went from office to office meanwhile."""

from pathlib import Path

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
