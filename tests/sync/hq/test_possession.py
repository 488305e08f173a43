"""Knowing a file's hash opens nothing: its bytes must be shown first (trust.md S4)."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from sqlalchemy import Connection, select, update

from sync.hq.backup import backup, restore
from sync.hq.database import Database
from sync.hq.errors import FileUnknown, WrongHash, WrongOffset
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.migrate import migrate, scripts
from sync.hq.shape import SCRIPTS
from sync.hq.tables import FILE_PROOF, RECORD
from tests.sync.hq.office import Laptop, Office
from tests.sync.hq.test_files import DATA, attached, send

SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def thief(office: Office) -> Laptop:
    """Of the south, where somebody has read the hash of a file of the north in a forwarded note."""
    owner, thief = office.laptop("张三"), office.laptop("李四", unit=office.south)
    attached(owner)
    send(owner, SHA, DATA)
    attached(thief)
    return thief


def test_a_hash_written_into_an_own_record_opens_nothing(office: Office, thief: Laptop) -> None:
    with pytest.raises(FileUnknown):
        give_piece(office.store, thief.principal, SHA, 0, 10)
    state = file_state(office.store, thief.principal, SHA)
    assert (state.offset, state.whole) == (0, False), "nor does it tell that headquarters has the file"
    for tail in (DATA[-1:], DATA[1000:]):
        with pytest.raises(WrongOffset):
            take_piece(office.store, thief.principal, SHA, len(DATA) - len(tail), tail)
    with pytest.raises(WrongHash):
        take_piece(office.store, thief.principal, SHA, 0, bytes(len(DATA)))
    with pytest.raises(FileUnknown):
        give_piece(office.store, thief.principal, SHA, 0, 10)


def test_the_last_byte_of_somebody_elses_upload_is_not_enough(office: Office) -> None:
    owner, thief = office.laptop("张三"), office.laptop("李四", unit=office.south)
    attached(owner)
    attached(thief)
    take_piece(office.store, owner.principal, SHA, 0, DATA[:-1])
    with pytest.raises(WrongOffset):
        take_piece(office.store, thief.principal, SHA, len(DATA) - 1, DATA[-1:])


def test_the_owners_upload_does_not_open_the_thiefs_record(office: Office, thief: Laptop) -> None:
    """Nor does that of a leader, who sees both records but wrote neither, or only the honest one."""
    leader = office.laptop("王局", role="leader")
    attached(leader)
    assert file_state(office.store, leader.principal, SHA).whole, "a leader may read it, and so attach it"
    with pytest.raises(FileUnknown):
        give_piece(office.store, thief.principal, SHA, 0, 10)


def test_who_has_the_bytes_sends_them_and_reads_them(office: Office, thief: Laptop) -> None:
    send(thief, SHA, DATA)
    assert file_state(office.store, thief.principal, SHA).whole
    assert give_piece(office.store, thief.principal, SHA, 0, len(DATA)) == DATA
    colleague = office.laptop("赵六", unit=office.south)
    assert give_piece(office.store, colleague.principal, SHA, 5, 5) == DATA[5:10]


def test_the_same_bytes_again_in_the_same_unit_travel_once(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("王五")
    attached(a)
    send(a, SHA, DATA)
    attached(b)
    assert file_state(office.store, b.principal, SHA).whole


def test_a_record_pointed_at_another_file_needs_a_new_proof(office: Office, thief: Laptop) -> None:
    own = attached(thief, b"own bytes")
    send(thief, own, b"own bytes")
    record = next(id for (kind, id), (_, _, doc) in thief.held.items() if doc.get("sha256") == own)
    thief.say("update", record, {"sha256": (own, SHA), "size": (9, len(DATA))}, kind="attachment")
    with pytest.raises(FileUnknown):
        give_piece(office.store, thief.principal, SHA, 0, 10)


def test_a_colleague_may_give_back_what_headquarters_lost(office: Office, tmp_path: Path) -> None:
    a, b = office.laptop("张三"), office.laptop("王五")
    attached(a)
    send(a, SHA, DATA)
    for path in tmp_path.rglob(SHA):
        path.unlink()
    send(b, SHA, DATA)
    assert give_piece(office.store, a.principal, SHA, 0, len(DATA)) == DATA


def test_files_of_an_earlier_version_stay_readable() -> None:
    database = Database("sqlite://")
    with database.write() as connection:
        upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO record (tenant, kind, id, rev, unit, deleted, doc, sha256) "
            "VALUES (1, 'attachment', 'a1', 1, 'u', 0, ?, ?)",
            (json.dumps({"sha256": SHA, "size": 7}), SHA),
        )
    assert migrate(database)
    with database.read() as connection:
        assert connection.execute(select(FILE_PROOF)).all() == [(1, "a1", SHA, 7)]
    database.close()


def upgrade(connection: Connection, to: str) -> None:
    """Bring a database to an older shape."""
    known = scripts()
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")

    def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
        return list(known._upgrade_revs(to, revision))

    with EnvironmentContext(config, known, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()


def test_files_of_an_earlier_backup_stay_readable(lite: Office, tmp_path: Path) -> None:
    a = lite.laptop("张三")
    attached(a)
    send(a, SHA, DATA)
    backup(lite.store, tmp_path / "new.zip", now=lite.now)
    with zipfile.ZipFile(tmp_path / "new.zip") as new, zipfile.ZipFile(tmp_path / "old.zip", "w") as old:
        for name in new.namelist():
            if name != "file_proof.jsonl":
                old.writestr(name, new.read(name))
    restore(lite.store, tmp_path / "old.zip", now=lite.now, randomness=lite.randomness)
    assert give_piece(lite.store, a.principal, SHA, 0, 10) == DATA[:10]


@pytest.mark.parametrize("how", ["own", "borrowed"])
def test_a_small_picture_is_a_file_like_any_other(office: Office, how: str) -> None:
    """It opens with its record, and knowing its hash opens nothing."""
    small, photo = b"a small picture", b"the photo itself"
    a, b, thief = office.laptop("张三"), office.laptop("王五"), office.laptop("李四", unit=office.south)
    sha = hashlib.sha256(small).hexdigest()
    fields = {
        "name": "x.jpg",
        "sha256": hashlib.sha256(photo).hexdigest(),
        "size": len(photo),
        "thumbnail_sha256": sha,
        "thumbnail_size": len(small),
        "parent_kind": "project",
        "parent_id": "p1",
    }
    a.create(fields, kind="attachment")
    assert file_state(office.store, a.principal, sha).length == len(small)
    send(a, sha, small)
    assert give_piece(office.store, b.principal, sha, 0, 99) == small
    named = {"own": fields, "borrowed": fields | {"sha256": sha, "thumbnail_sha256": None}}[how]
    thief.create(named, kind="attachment")
    with pytest.raises(FileUnknown):
        give_piece(office.store, thief.principal, sha, 0, 99)
    with pytest.raises(FileUnknown):
        give_piece(office.store, b.principal, hashlib.sha256(photo).hexdigest(), 0, 99)


def test_who_made_a_record_still_sends_its_bytes_after_it_moved_away(office: Office) -> None:
    a, south = office.laptop("张三"), office.laptop("李四", unit=office.south)
    attached(a)
    take_piece(office.store, a.principal, SHA, 0, DATA[:1000])
    with office.store.write() as connection:
        connection.execute(update(RECORD).where(RECORD.c.sha256 == SHA).values(unit=office.south))
    send(a, SHA, DATA)
    assert give_piece(office.store, south.principal, SHA, 0, 10) == DATA[:10]
    with pytest.raises(FileUnknown):
        give_piece(office.store, a.principal, SHA, 0, 10)
