"""Attachments on disk: encrypted, named by content, every alteration noticed."""

import errno
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.reasons import Reason
from app.store import errors
from app.store.files import PIECE
from app.store.store import Store

CANARY = "现场照片 13912345678".encode()


def sealed(store: Store) -> list[Path]:
    return list(store.path.parent.rglob("*.sealed"))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * 1024 * 1024])
def test_bytes_come_back_whole(store: Store, size: int) -> None:
    body = random.Random(size).randbytes(size)
    name, length = store.files.put(body[n : n + 100_000] for n in range(0, size, 100_000))
    assert (name, length) == (hashlib.sha256(body).hexdigest(), size)
    assert b"".join(store.files.read(name)) == body


def test_nothing_readable_is_left_on_disk(store: Store) -> None:
    store.files.put([CANARY * 1000])
    store.close()
    for path in store.path.parent.rglob("*"):
        assert path.is_dir() or CANARY not in path.read_bytes()


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "drop last", "empty"])
def test_every_alteration_is_noticed(store: Store, harm: str) -> None:
    name, _ = store.files.put([random.Random(1).randbytes(PIECE * 3)])
    (path,) = sealed(store)
    body = bytearray(path.read_bytes())
    step = PIECE + 16
    match harm:
        case "flip":
            body[PIECE] ^= 1
        case "cut":
            del body[-5:]
        case "swap":
            first, second = body[8 : 8 + step], body[8 + step : 8 + 2 * step]
            body[8 : 8 + 2 * step] = second + first
        case "drop last":
            del body[8 + 2 * step :]
        case "empty":
            body.clear()
    path.write_bytes(body)
    with pytest.raises(errors.FileDamaged):
        b"".join(store.files.read(name))


@pytest.mark.parametrize(
    ("state", "harm", "code"),
    [
        ("waiting", "flip", "file_damaged"),
        ("sent", "flip", "file_damaged"),
        ("waiting", "unlink", "file_lost"),
        ("sent", "unlink", ""),
        ("waiting", "swap for another", "file_damaged"),
    ],
)
def test_the_doctor_looks_into_every_file(store: Store, state: str, harm: str, code: str) -> None:
    other, _ = store.files.put([b"other"])
    name, _ = store.files.put([CANARY * 1000], state=state)
    assert store.integrity() == []
    (path,) = (path for path in sealed(store) if path.stem == name)
    match harm:
        case "flip":
            body = bytearray(path.read_bytes())
            body[20] ^= 1
            path.write_bytes(body)
        case "unlink":
            path.unlink()
        case _:
            (another,) = (path for path in sealed(store) if path.stem == other)
            path.write_bytes(another.read_bytes())
    found = [(problem.code, problem.detail) for problem in store.integrity()]
    assert found == ([(code, name)] if code else [])


def attached(store: Store, content: bytes) -> str:
    """A file that an attachment names."""
    name, size = store.files.put([content])
    with store.write(actor="周敏", label="create") as work:
        work.create("attachment", {"parent_kind": "company", "name": "x", "sha256": name, "size": size})
    return name


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    assert attached(store, CANARY) == attached(store, CANARY)
    assert len(sealed(store)) == 1
    assert len(store.files.waiting()) == 1


def test_bytes_whose_record_was_never_saved_do_not_wait(store: Store) -> None:
    """The process died in between, or the import was given up."""
    name, _ = store.files.put([CANARY])
    assert (store.files.waiting(), store.counts().files_waiting) == ([], 0)
    attached(store, CANARY)
    assert [file.sha256 for file in store.files.waiting()] == [name]
    assert store.counts().files_waiting == 1


def test_the_queue_empties_as_headquarters_acknowledges(store: Store) -> None:
    sent, refused = attached(store, b"a"), attached(store, b"bb")
    assert [w.size for w in store.files.waiting()] == [1, 2]
    store.files.mark_sent(sent)
    store.files.mark_refused(refused, Reason("error.file_too_large"))
    assert store.files.waiting() == []
    assert store.files.has(sent) and store.files.has(refused)


def test_a_disk_that_dies_is_told_even_where_nothing_can_be_cleared_away(store: Store) -> None:
    def dying() -> Iterator[bytes]:
        yield b"x" * PIECE * 2
        (draft,) = (store.path.parent / "files").glob("*.new")
        draft.unlink()
        draft.mkdir()
        raise OSError(errno.EIO, "gone")

    with pytest.raises(errors.DiskTrouble):
        store.files.put(dying())


def test_an_interrupted_stream_leaves_nothing_behind(store: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * PIECE * 2
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.files.put(broken())
    assert not list((store.path.parent / "files").rglob("*.*"))
    assert store.files.waiting() == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "0" * 64])
def test_a_name_that_is_no_hash_is_no_file(store: Store, name: str) -> None:
    with pytest.raises(errors.FileMissing):
        b"".join(store.files.read(name))
