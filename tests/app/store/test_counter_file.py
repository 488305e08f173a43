"""The write counter beside the store: a store that went back in time says so, a sound one never does."""

import random
import shutil
from pathlib import Path

import pytest

from app.i18n import LANGUAGES, Translator
from app.services.indexing import ChineseIndexing
from app.store import notices
from app.store.counter_file import SIZE, CounterFile
from app.store.store import Store
from tests.conftest import ExpectedLogs
from tests.fakes.virtual_time import VirtualClock

KEY = bytes(range(32))


def opened(path: Path, *, new: bool = False) -> Store:
    make = Store.create if new else Store.open
    return make(path, KEY, clock=VirtualClock(), randomness=random.SystemRandom(), indexing=ChineseIndexing())


def save(store: Store, name: str) -> None:
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": name})


def copied_at_rest(path: Path, to: Path) -> None:
    for one in path.parent.glob("outpost.db*"):
        if not one.name.endswith(".counter"):
            shutil.copy(one, to / one.name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p" / "outpost.db"


def test_a_sound_store_has_nothing_to_tell(path: Path) -> None:
    for number in range(3):
        store = opened(path, new=number == 0)
        save(store, f"恒力{number}")
        assert store.notices() == []
        store.close()
    assert CounterFile(path, KEY).read() == 3


def test_a_log_that_lost_acknowledged_writes_is_noticed(
    path: Path, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """The process dies; then damage takes the last commits out of the log without a word from SQLite."""
    store = opened(path, new=True)
    save(store, "恒力")
    log = path.with_name("outpost.db-wal")
    kept = log.stat().st_size
    save(store, "盛虹")
    save(store, "桐昆")
    dead = tmp_path / "dead"
    shutil.copytree(path.parent, dead)
    store.close()
    with (dead / log.name).open("r+b") as file:
        file.seek(kept + 100)
        file.write(b"\xff" * 64)  # the first page after the first commit

    again = opened(dead / path.name)
    expected_logs.take("2 acknowledged writes older")
    assert [again.get("company", id)["name"] for id in again.ids("company")] == ["恒力"]  # type: ignore[index]
    (notice,) = again.notices()
    assert (notice.code, dict(notice.params)) == (notices.WRITES_LOST, {"lost": 2})
    again.dismiss_notice(notice.seq)
    assert again.notices() == [] and len(again.notices(seen=True)) == 1
    again.close()
    opened(dead / path.name).close()  # told once


def test_an_older_copy_in_the_place_of_the_file_is_noticed(
    path: Path, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    store = opened(path, new=True)
    save(store, "恒力")
    store.close()
    copied_at_rest(path, tmp_path)
    store = opened(path)
    save(store, "盛虹")
    store.undo(actor="周敏")
    store.close()
    shutil.copy(tmp_path / path.name, path)
    again = opened(path)
    expected_logs.take("older than it was")
    assert [dict(one.params) for one in again.notices()] == [{"lost": 2}]
    again.close()


def test_a_counter_that_is_not_ours_says_nothing(path: Path) -> None:
    store = opened(path, new=True)
    save(store, "恒力")
    store.close()
    file = CounterFile(path, KEY)
    for content in (b"", b"{", b'{"counter":99,"seal":"00"}', b"\xff\xfe"):
        file.path.write_bytes(content)
        assert file.read() == 0
    CounterFile(path, bytes(32)).keep(99, durable=True)
    assert file.read() == 0
    again = opened(path)
    assert again.notices() == []
    save(again, "盛虹")
    assert file.read() == 2
    again.close()


def test_noting_a_write_replaces_no_file_and_settling_does(path: Path) -> None:
    """What is replaced goes through the journal of the disk, for which every save beside it would wait."""
    path.parent.mkdir()
    file = CounterFile(path, KEY)
    file.note(1)  # there was none
    first = file.path.stat()
    for counter in (2, 99, 12_345_678_901):
        file.note(counter)
        assert file.read() == counter
    now = file.path.stat()
    assert (now.st_ino, now.st_size) == (first.st_ino, SIZE)
    file.settle()
    assert file.read() == 12_345_678_901 and not list(path.parent.glob("*.new"))


@pytest.mark.parametrize("left", [0, 30, 85, SIZE])
def test_whatever_was_there_is_written_over(path: Path, left: int) -> None:
    """Also the shorter file of an older version."""
    path.parent.mkdir()
    file = CounterFile(path, KEY)
    file.path.write_bytes(b"x" * left)
    file.note(7)
    assert file.read() == 7


def test_a_folder_that_takes_no_file_hinders_nothing(path: Path) -> None:
    store = opened(path, new=True)
    CounterFile(path, KEY).path.mkdir()
    save(store, "恒力")
    store.close()
    assert not list(path.parent.glob("*.new")) or CounterFile(path, KEY).read() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_notice_can_be_told(lang: str) -> None:
    tr = Translator(lang).tr
    assert "3" in tr(f"notice.{notices.WRITES_LOST}", lost=3)
    assert "4" in tr(f"notice.{notices.WENT_BACK}", waiting=4)
