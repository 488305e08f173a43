"""Knowing a file's hash opens nothing: its bytes must be shown first (trust.md S4)."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from sync.hq.errors import FileUnknown, WrongHash, WrongOffset
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.migrate import migrate
from sync.hq.tables import FILE_PROOF, METADATA, RECORD
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


def test_files_of_an_earlier_version_stay_readable(lite: Office) -> None:
    a = lite.laptop("张三")
    attached(a)
    send(a, SHA, DATA)
    with lite.store.write() as connection:
        connection.execute(delete(FILE_PROOF))
        METADATA.tables["file_proof"].drop(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert migrate(lite.store.database)
    assert give_piece(lite.store, a.principal, SHA, 0, 10) == DATA[:10]


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
