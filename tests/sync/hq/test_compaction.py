"""Compaction as the administrator and the server run it, and what it does with files."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from sync.hq import audit
from sync.hq.bucket import BucketBlobs, parse_bucket
from sync.hq.compaction import compact
from sync.hq.daily import compact_when_due, compacting_daily
from sync.hq.errors import StorageFull
from sync.hq.staging import Staging
from sync.hq.tables import AUDIT, FILE_PROOF, RECORD
from tests.conftest import ExpectedLogs
from tests.fakes.bucket_server import ACCESS_KEY, SECRET_KEY, bucket_server
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.test_cli import Administrator, admin
from tests.sync.hq.test_files import DATA, attached, send

__all__ = ["admin"]
LATER = 181 * 86_400


def deleted_file(laptop: Laptop, data: bytes) -> str:
    """An attachment that was sent and then deleted; its hash."""
    sha = attached(laptop, data)
    send(laptop, sha, data)
    (record,) = [key[1] for key, held in laptop.held.items() if held[2].get("sha256") == sha]
    assert laptop.say("delete", record, kind="attachment").status == "applied"
    return sha


def pass_time(office: Office, laptop: Laptop) -> None:
    office.clock.advance(LATER)
    laptop.pull()
    office.clock.advance(120)
    laptop.pull()


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, lite: Office, tmp_path: Path) -> Iterator[Office]:
    """Files in a folder and in a bucket."""
    if request.param == "folder":
        yield lite
        return
    patch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    patch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    with bucket_server() as server:
        blobs = BucketBlobs(parse_bucket(server.address), "1/", Staging(tmp_path / "arriving"))
        lite.store = replace(lite.store, blobs=blobs)
        yield lite


def test_files_go_unless_another_record_names_them(kept: Office) -> None:
    laptop = kept.laptop("张三")
    gone = deleted_file(laptop, DATA)
    shared = deleted_file(laptop, b"shared")
    attached(laptop, b"shared")
    send(laptop, shared, b"shared")
    laptop.create()
    pass_time(kept, laptop)

    done = compact(kept.store, now=kept.now)

    assert (done.records, done.files) == (2, 1)
    assert list(kept.store.blobs.names()) == [shared]
    with kept.store.read() as connection:
        assert set(connection.execute(select(FILE_PROOF.c.sha256)).scalars()) == {shared}
    assert gone != shared


def test_a_run_that_was_cut_off_before_the_files_is_gone_on_with(lite: Office) -> None:
    laptop = lite.laptop("张三")
    sha = deleted_file(laptop, DATA)
    with lite.store.write() as connection:  # as a run leaves it that ends here
        connection.execute(delete(RECORD).where(RECORD.c.sha256 == sha))
    lite.store.blobs.drop(sha)  # and one that ends after the bytes
    assert compact(lite.store, now=lite.now).files == 1
    assert compact(lite.store, now=lite.now).files == 0


def test_what_came_back_meanwhile_stays(office: Office) -> None:
    laptop = office.laptop("张三")
    kept, gone = laptop.create(), laptop.create()
    for record in (kept, gone):
        laptop.say("delete", record)
    laptop.create()
    pass_time(office, laptop)
    assert compact(office.store, now=office.now, dry_run=True).records == 2
    laptop.say("restore", kept)

    assert compact(office.store, now=office.now).records == 1
    assert {key[1] for key in office.records()} >= {kept}
    assert gone not in {key[1] for key in office.records()}
    office.assert_digests_hold(laptop)


def test_refused_changes_somebody_has_still_to_decide_on_stay(lite: Office) -> None:
    laptop, other = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    record = laptop.create()
    refused = other.operation("update", "project", record, {"name": "别处"}, base=1)
    assert other.exchange(refused).verdicts[0].status == "refused"
    laptop.say("delete", record)
    laptop.create()
    pass_time(lite, laptop)
    other.pull()
    lite.clock.advance(120)
    other.pull()
    assert compact(lite.store, now=lite.now).records == 1
    again = other.exchange(refused).verdicts[0]
    assert again.status == "refused"


def test_a_forged_tombstone_lands_nowhere_else(lite: Office) -> None:
    laptop, other = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    record = laptop.create()
    laptop.say("delete", record)
    last = laptop.create()
    pass_time(lite, laptop)
    other.pull()
    lite.clock.advance(120)
    other.pull()
    assert compact(lite.store, now=lite.now).horizon == 2

    fields = {"name": "伪造", "stage": "lead", "unit_id": lite.north}
    bury = other.operation("offer_gone", "project", record, fields, base=1)
    assert other.exchange(bury).verdicts[0].status == "duplicate"
    assert ("project", record) not in lite.records()
    unknown = other.operation("offer_gone", "project", last, fields, base=3)
    other.exchange(unknown)
    assert not lite.records()["project", last].deleted
    late = other.operation("update", "project", other.new_id(), {"name": "改"}, base=1)
    assert other.exchange(late).verdicts[0].reason == "hq.later.compacted"


@pytest.mark.parametrize("base", [1, 0], ids=["as it was", "by then of no revision"])
def test_edits_behind_a_tombstone_that_was_brought_in_vain_are_refused(lite: Office, base: int) -> None:
    """By somebody who may not write there any more."""
    north, other = lite.laptop("张三"), lite.laptop("赵六", unit=lite.south)
    record = north.create()
    held = north.held["project", record][2]
    north.say("delete", record)
    pass_time(lite, north)
    other.pull()
    lite.clock.advance(120)
    other.pull()
    assert compact(lite.store, now=lite.now).records == 1

    edit = other.operation("restore", "project", record, base=1)
    assert other.exchange(edit).verdicts[0].reason == "hq.later.compacted"
    bury = other.operation("offer_gone", "project", record, {n: (None, v) for n, v in held.items()}, base=1)
    other.exchange(bury)
    verdict = other.exchange(
        other.operation("update", "project", record, {"name": "再提"}, base=base)
    ).verdicts[0]

    assert (verdict.status, verdict.reason) == ("refused", "hq.refused.read_only")
    assert ("project", record) not in lite.records()


def test_a_tombstone_of_whoever_never_read_its_row_lies_in_their_own_unit(lite: Office) -> None:
    """Made before its laptop was enrolled, the answer lost: without a unit it would wait for ever."""
    laptop = lite.laptop("张三")
    record = laptop.create()
    laptop.say("delete", record)
    pass_time(lite, laptop)
    lite.clock.advance(120)
    laptop.pull()
    assert compact(lite.store, now=lite.now).records == 1
    bury = laptop.operation("offer_gone", "project", record, {"name": "二期", "stage": "lead"}, base=1)
    assert laptop.exchange(bury).verdicts[0].status == "applied"
    held = lite.records()["project", record]
    assert (held.deleted, held.unit, held.doc["unit_id"]) == (True, lite.north, lite.north)


def test_it_runs_once_a_day_and_is_audited(lite: Office) -> None:
    assert compact_when_due(lite.store, lite.now) is not None
    lite.clock.advance(3600)
    assert compact_when_due(lite.store, lite.now) is None
    lite.clock.advance(24 * 3600)
    assert compact_when_due(lite.store, lite.now) is not None
    with lite.store.read() as connection:
        lines = connection.execute(select(AUDIT.c.result).where(AUDIT.c.action == "compact")).scalars().all()
        assert audit.verify(connection, lite.store.tenant).broken == 0
    assert lines == ["records=0 operations=0 moves=0 files=0"] * 2


def test_the_server_runs_it_and_goes_on_after_trouble(lite: Office, expected_logs: ExpectedLogs) -> None:
    troubles, done = [StorageFull()], threading.Event()

    def clock() -> object:
        if troubles:
            raise troubles.pop()
        done.set()
        return lite.clock()

    with compacting_daily(lite.store, clock, look_every=0.01):  # type: ignore[arg-type]
        assert done.wait(20)
    expected_logs.take("storage_full")
    assert not [one for one in threading.enumerate() if one.name == "compaction"]
    assert compact_when_due(lite.store, lite.now) is None


def test_the_command(admin: Administrator) -> None:
    expected = {"records": 0, "operations": 0, "moves": 0, "files": 0, "horizon": 0, "laptops_behind": 0}
    assert admin.run("compact", "--dry-run") == {**expected, "dry_run": True}
    assert admin.run("compact", "--days", "365") == {**expected, "dry_run": False}
    assert admin.run("audit")["entries"] >= 1
    with pytest.raises(SystemExit):
        admin.run("compact", "--days", "30")
