"""Attachments' bytes: whole or not at all, resumable, and only within the scope."""

import errno
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from sync.hq.blobs import FolderBlobs
from sync.hq.errors import FileTooLarge, FileUnknown, StorageFull, UnitFilesFull, WrongHash, WrongOffset
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.staging import Staging
from sync.hq.store import FileLimits
from tests.sync.hq.office import Laptop, Office

DATA = bytes(range(256)) * 1000


def attached(laptop: Laptop, data: bytes = DATA, *, size: int | None = None) -> str:
    sha = hashlib.sha256(data).hexdigest()
    laptop.create(
        {
            "name": "照片.jpg",
            "sha256": sha,
            "size": len(data) if size is None else size,
            "parent_kind": "project",
            "parent_id": "p1",
        },
        kind="attachment",
    )
    return sha


def send(laptop: Laptop, sha: str, data: bytes, piece: int = 100_000) -> None:
    state = file_state(laptop.office.store, laptop.principal, sha)
    at = state.offset
    while at < len(data):
        at = take_piece(laptop.office.store, laptop.principal, sha, at, data[at : at + piece]).offset


def test_a_file_goes_up_in_pieces_and_comes_down_in_ranges(office: Office) -> None:
    a, b = office.laptop("张三"), office.laptop("李四")
    sha = attached(a)
    with pytest.raises(FileUnknown):
        give_piece(office.store, b.principal, sha, 0, 10)
    take_piece(office.store, a.principal, sha, 0, DATA[:1000])
    assert file_state(office.store, a.principal, sha).offset == 1000
    send(a, sha, DATA)
    state = file_state(office.store, b.principal, sha)
    assert state.whole and state.length == len(DATA)
    parts = [give_piece(office.store, b.principal, sha, at, 90_000) for at in range(0, len(DATA), 90_000)]
    assert b"".join(parts) == DATA


def test_a_piece_at_the_wrong_place_is_told_the_right_one(lite: Office) -> None:
    a = lite.laptop("张三")
    sha = attached(a)
    take_piece(lite.store, a.principal, sha, 0, DATA[:1000])
    for offset in (0, 999, 1001, 5000):
        with pytest.raises(WrongOffset) as caught:
            take_piece(lite.store, a.principal, sha, offset, b"x" * 10)
        assert caught.value.offset == 1000
    send(a, sha, DATA)
    assert take_piece(lite.store, a.principal, sha, 0, DATA[:1000]).whole  # again: nothing to do


def test_other_bytes_than_named_are_forgotten(lite: Office) -> None:
    a = lite.laptop("张三")
    sha = attached(a)
    with pytest.raises(WrongHash):
        send(a, sha, bytes(len(DATA)))
    assert file_state(lite.store, a.principal, sha).offset == 0
    send(a, sha, DATA)
    assert file_state(lite.store, a.principal, sha).whole


def test_an_empty_file_is_a_file(lite: Office) -> None:
    a = lite.laptop("张三")
    sha = attached(a, b"")
    take_piece(lite.store, a.principal, sha, 0, b"")
    assert give_piece(lite.store, a.principal, sha, 0, 10) == b""


@pytest.mark.parametrize("size", [0, 10])
def test_more_bytes_than_told_are_refused(lite: Office, size: int) -> None:
    a = lite.laptop("张三")
    sha = attached(a, DATA, size=size)
    with pytest.raises(FileTooLarge):
        take_piece(lite.store, a.principal, sha, 0, DATA[:1000])


def test_files_of_other_units_do_not_exist(office: Office) -> None:
    a, south = office.laptop("张三"), office.laptop("李四", unit=office.south)
    leader = office.laptop("王局", role="leader")
    sha = attached(a)
    send(a, sha, DATA)
    for call in (
        lambda: file_state(office.store, south.principal, sha),
        lambda: give_piece(office.store, south.principal, sha, 0, 10),
        lambda: take_piece(office.store, south.principal, sha, 0, b"x"),
        lambda: file_state(office.store, a.principal, "0" * 64),
    ):
        with pytest.raises(FileUnknown):
            call()
    assert give_piece(office.store, leader.principal, sha, 0, 3) == DATA[:3]


def test_pieces_sent_twice_at_once_make_one_file(lite: Office) -> None:
    a = lite.laptop("张三")
    sha = attached(a)

    def push(_: int) -> str:
        try:
            take_piece(lite.store, a.principal, sha, 0, DATA)
        except WrongOffset:
            return "again"
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        assert "kept" in set(pool.map(push, range(4)))
    assert give_piece(lite.store, a.principal, sha, 0, len(DATA)) == DATA


class FullStaging(Staging):
    """A folder whose disk takes half of a piece and is full then."""

    full = True

    def _write(self, part: Path, here: int, piece: bytes) -> None:
        if not self.full:
            super()._write(part, here, piece)
            return
        super()._write(part, here, piece[: len(piece) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


class FullBlobs(FolderBlobs):
    """Keeps files, but has no room for more to arrive."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.narrow = FullStaging(folder / "arriving")

    @property
    def staging(self) -> Staging:
        return self.narrow


def test_a_full_disk_says_so_and_the_file_goes_on_later(lite: Office, tmp_path: Path) -> None:
    a = lite.laptop("张三")
    sha = attached(a)
    blobs = FullBlobs(tmp_path / "blobs")
    store = replace(lite.store, blobs=blobs)
    with pytest.raises(StorageFull):
        take_piece(store, a.principal, sha, 0, DATA)
    blobs.narrow.full = False
    here = file_state(store, a.principal, sha).offset
    assert take_piece(store, a.principal, sha, here, DATA[here:]).whole
    assert give_piece(store, a.principal, sha, 0, len(DATA)) == DATA


def test_what_arrived_whole_before_headquarters_died_is_kept_afterwards(lite: Office) -> None:
    a = lite.laptop("张三")
    sha = attached(a)
    lite.store.blobs.staging.append(a.principal.device_id, sha, 0, DATA)  # and there it died
    assert file_state(lite.store, a.principal, sha).whole
    assert give_piece(lite.store, a.principal, sha, 0, len(DATA)) == DATA


def test_a_file_over_the_limit_is_refused_with_the_limit(lite: Office) -> None:
    a = lite.laptop("张三")
    sha, small = attached(a), attached(a, b"small")
    store = replace(lite.store, limits=FileLimits(file_bytes=len(DATA) - 1))
    with pytest.raises(FileTooLarge) as caught:
        take_piece(store, a.principal, sha, 0, DATA[:1000])
    assert caught.value.params["limit"] == len(DATA) - 1
    assert take_piece(store, a.principal, small, 0, b"small").whole


def test_a_unit_has_its_share_and_no_more(office: Office) -> None:
    a, south = office.laptop("张三"), office.laptop("李四", unit=office.south)
    store = replace(office.store, limits=FileLimits(unit_bytes=len(DATA) + 10))
    first, more = attached(a), attached(a, b"more than ten bytes")
    assert take_piece(store, a.principal, first, 0, DATA).whole
    a.say("delete", next(id for (kind, id) in a.held if kind == "attachment"), kind="attachment")
    with pytest.raises(UnitFilesFull) as caught:
        take_piece(store, a.principal, more, 0, b"more than ten bytes")
    assert caught.value.params == {"used": len(DATA) >> 20, "limit": len(DATA) >> 20}
    again = attached(a, DATA)
    assert file_state(store, a.principal, again).whole, "the same bytes take no more room"
    there = attached(south, b"more than ten bytes")
    assert take_piece(store, south.principal, there, 0, b"more than ten bytes").whole
