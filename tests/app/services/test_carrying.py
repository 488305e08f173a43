"""Files asked for, taken along, dropped; and what is said of each."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.reasons import Reason
from app.services import carrying
from app.services.attaching import attach_bytes, save_attachment
from app.services.carrying import Place
from app.services.desk import Desk
from app.services.errors import FileNotSent
from app.services.records import create_record
from app.store.errors import RecordNotFound
from app.store.file_cache import SHARE
from tests.fakes.stores import new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "profile")
    yield desk
    desk.store.close()


def record(desk: Desk, kind: str, **values: Any) -> str:
    return create_record(desk, kind, values)[0]


def attached(desk: Desk, kind: str, id: str, content: bytes, *, sent: bool = True) -> str:
    attachment, _ = attach_bytes(desk, kind, id, iter([content]), name="x.bin")
    if sent:
        desk.store.files.mark_sent(sha(content))
    return attachment


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def place(desk: Desk, attachment: str) -> Place:
    rows = desk.store.rows("attachment", [attachment])
    return carrying.standings(desk.store, rows)[attachment].place


def test_each_file_says_where_it_is(desk: Desk) -> None:
    company = record(desk, "company", name="恒力")
    one = attached(desk, "company", company, b"one", sent=False)
    assert place(desk, one) is Place.WAITING
    desk.store.files.mark_refused(sha(b"one"), Reason("error.unit_files_full", {"used": 1, "limit": 2}))
    told = carrying.standings(desk.store, desk.store.rows("attachment", [one]))[one]
    assert told.place is Place.REFUSED
    assert told.reason == {"key": "error.unit_files_full", "params": {"used": 1, "limit": 2}}
    carrying.send_again(desk, one)
    assert place(desk, one) is Place.WAITING
    desk.store.files.mark_sent(sha(b"one"))
    assert place(desk, one) is Place.HERE
    carrying.drop_copy(desk, one)
    assert place(desk, one) is Place.REMOTE
    carrying.ask_for(desk, one)
    assert place(desk, one) is Place.FETCHING
    desk.store.files.put([b"one"], state="sent")
    assert place(desk, one) is Place.HERE
    carrying.take_along(desk, "attachment", one)
    assert place(desk, one) is Place.TAKEN


def test_the_only_copy_is_not_dropped(desk: Desk) -> None:
    one = attached(desk, "company", record(desk, "company", name="恒力"), b"one", sent=False)
    with pytest.raises(FileNotSent) as caught:
        carrying.drop_copy(desk, one)
    assert caught.value.params == {"name": "x.bin"}
    assert desk.store.files.has(sha(b"one"))


def test_a_trip_takes_along_all_that_it_is_about(desk: Desk) -> None:
    investor, host = record(desk, "company", name="恒力"), record(desk, "company", name="盛虹")
    project = record(desk, "project", name="二期", investor_id=investor)
    contact = record(desk, "contact", name="王伟")
    trip = record(desk, "trip", title="苏州行", starts_on="2026-03-02")
    visit = record(
        desk,
        "visit",
        subject="首访",
        visited_on="2026-03-02",
        trip_id=trip,
        company_id=host,
        project_id=project,
        contact_ids=[contact],
    )
    elsewhere = record(desk, "company", name="别家")
    owners = {
        "trip": trip,
        "visit": visit,
        "project": project,
        "company": host,
        "contact": contact,
    }
    expected = set()
    for kind, id in [*owners.items(), ("company", investor)]:
        attached(desk, kind, id, f"{kind}{id}".encode())
        expected.add(sha(f"{kind}{id}".encode()))
    attached(desk, "company", elsewhere, b"elsewhere")
    assert carrying.carried_files(desk.store) == {}
    carrying.take_along(desk, "trip", trip)
    assert carrying.carried_files(desk.store).keys() == expected
    attached(desk, "visit", visit, b"added later")
    assert sha(b"added later") in carrying.carried_files(desk.store)
    assert carrying.is_taken(desk.store, "trip", trip)
    carrying.leave_behind(desk, "trip", trip)
    assert carrying.carried_files(desk.store) == {}
    with pytest.raises(RecordNotFound):
        carrying.take_along(desk, "trip", "nothing")


def test_room_is_made_within_the_share(desk: Desk, tmp_path: Path) -> None:
    company = record(desk, "company", name="恒力")
    seen, unseen, taken = (attached(desk, "company", company, mark * 100) for mark in (b"a", b"b", b"c"))
    carrying.take_along(desk, "attachment", taken)
    save_attachment(desk, seen, tmp_path / "out")
    assert carrying.make_room(desk.store) == 0
    desk.store.settings.set(SHARE, 200)
    assert carrying.make_room(desk.store) == 1
    assert [place(desk, one) for one in (seen, unseen, taken)] == [Place.HERE, Place.REMOTE, Place.TAKEN]
    desk.store.settings.set(SHARE, 0)
    assert carrying.make_room(desk.store) == 1
    assert place(desk, taken) is Place.TAKEN
