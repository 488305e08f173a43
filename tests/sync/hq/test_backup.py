"""Backup and restore: everything comes back, on the other database too, and a new epoch begins."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.hq import audit, directory, setup
from sync.hq.backup import backup, read_manifest, restore
from sync.hq.errors import BadBackup, StorageFull
from sync.hq.files import give_piece, take_piece
from sync.hq.store import HqStore, read_tenant
from sync.hq.tables import OPERATION
from tests.sync.hq.office import Office
from tests.sync.hq.test_files import DATA, attached
from tests.sync.hq.test_push import clash


@pytest.fixture
def busy(office: Office) -> Office:
    """A headquarters with records, a card, a tombstone, a file."""
    a, b, record, _ = clash(office)
    sha = attached(a)
    take_piece(office.store, a.principal, sha, 0, DATA)
    b.say("delete", record)
    return office


@pytest.fixture
def empty(office: Office, tmp_path: Path) -> Iterator[HqStore]:
    """Another headquarters, on SQLite whatever the first is on."""
    store = setup.initialise(tmp_path / "new", name="空", now=office.now, randomness=office.randomness)
    yield store
    store.close()


def test_everything_comes_back(busy: Office, empty: HqStore, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    written = backup(busy.store, target, now=busy.now)
    assert written.files == 1 and read_manifest(target).tenant == "测试招商局"
    restored = restore(empty, target, now=busy.now, randomness=busy.randomness)
    assert restored.rows == written.rows and restored.files == 1
    before, after = busy.records(), Office(empty, busy.clock, busy.randomness).records()
    assert before == after and len(before) >= 3
    with busy.store.read() as old, empty.read() as new:
        columns = select(OPERATION.c.op_id, OPERATION.c.fields, OPERATION.c.rev).order_by(OPERATION.c.op_id)
        assert old.execute(columns).all() == new.execute(columns).all()
        assert audit.verify(new, empty.tenant).broken == 0
        assert directory.devices(old, busy.store.tenant) == directory.devices(new, empty.tenant)
        first, second = read_tenant(old, busy.store.tenant), read_tenant(new, empty.tenant)
    assert second.epoch != first.epoch and second.rev > first.rev and second.secret == first.secret
    leader = busy.laptop("王局", role="leader")
    sha = next(held.doc["sha256"] for (kind, _), held in before.items() if kind == "attachment")
    assert give_piece(empty, leader.principal, sha, 0, len(DATA)) == DATA


def test_laptops_go_on_after_a_restore_and_lose_nothing(office: Office, tmp_path: Path) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    record = a.create()
    backup(office.store, tmp_path / "backup.zip", now=office.now)
    edit = a.operation("update", "project", record, {"name": ("新能源项目", "备份之后")})
    a.exchange(edit)
    b.pull()
    restore(office.store, tmp_path / "backup.zip", now=office.now, randomness=office.randomness)
    assert office.records()["project", record].doc["name"] == "新能源项目"
    assert a.exchange().epoch
    assert a.exchange(edit).verdicts[0].status == "applied"  # what it had acknowledged since
    b.pull()
    assert b.doc(record)["name"] == "备份之后"
    assert b.last is not None and b.check() == b.last.check == a.check()


def test_a_backup_holds_no_token(busy: Office, tmp_path: Path) -> None:
    backup(busy.store, tmp_path / "backup.zip", now=busy.now)
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        names = set(archive.namelist())
    assert "record.jsonl" in names and not names & {"token.jsonl", "nonce.jsonl"}


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_damaged_backup_changes_nothing(busy: Office, tmp_path: Path, at: float) -> None:
    target = tmp_path / "backup.zip"
    backup(busy.store, target, now=busy.now)
    before, body = busy.records(), bytearray(target.read_bytes())
    for damaged in (bytes(body[: int(len(body) * at)]), flipped(body, int(len(body) * at)), b"no zip"):
        target.write_bytes(damaged)
        with pytest.raises(BadBackup):
            restore(busy.store, target, now=busy.now, randomness=busy.randomness)
    assert busy.records() == before


def flipped(body: bytearray, at: int) -> bytes:
    changed = bytearray(body)
    changed[at : at + 40] = bytes(byte ^ 0xFF for byte in changed[at : at + 40])
    return bytes(changed)


def test_a_backup_of_a_later_version_is_refused(busy: Office, tmp_path: Path) -> None:
    target = tmp_path / "backup.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("manifest.json", '{"format":1,"shape":"9999","tenant":"x","at":1,"rev":1}')
    with pytest.raises(BadBackup):
        read_manifest(target)


def test_a_place_that_cannot_be_written_leaves_nothing_behind(busy: Office, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "backup.zip").mkdir()  # the name is taken by something that cannot be replaced
    with pytest.raises(StorageFull):
        backup(busy.store, folder / "backup.zip", now=busy.now)
    assert [path.name for path in folder.iterdir()] == ["backup.zip"]
