"""Files on their way in: each device its own part, cut where the disk ended, given up when they are many."""

import hashlib
import os
import resource
import signal
from functools import partial
from pathlib import Path

import pytest

from sync.hq.blobs import FolderBlobs
from sync.hq.errors import StorageFull, WrongHash, WrongOffset
from sync.hq.staging import UNFINISHED, Staging

DATA = bytes(range(256)) * 1000
SHA = hashlib.sha256(DATA).hexdigest()


def test_a_write_cut_by_the_system_leaves_the_earlier_pieces(tmp_path: Path) -> None:
    """A real refusal of the system: files of this process may not grow beyond a limit."""
    blobs = FolderBlobs(tmp_path)
    staging = blobs.staging
    staging.append("pc", SHA, 0, DATA[:1000])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    quiet = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, before[1]))
    try:
        with pytest.raises(StorageFull):
            staging.append("pc", SHA, 1000, DATA[1000:])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, quiet)
    assert staging.offset("pc", SHA) == 1000
    assert staging.append("pc", SHA, 1000, DATA[1000:]) == len(DATA)
    staging.finish("pc", SHA, partial(blobs.put, SHA))
    assert list(blobs.names()) == [SHA]
    assert staging.offset("pc", SHA) == 0


def test_no_device_goes_on_where_another_stopped(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staging.append("pc", SHA, 0, DATA[:-1])
    assert staging.offset("other", SHA) == 0
    with pytest.raises(WrongOffset):
        staging.append("other", SHA, len(DATA) - 1, DATA[-1:])


def test_wrong_bytes_are_forgotten_and_never_kept(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    staging.append("pc", SHA, 0, bytes(10))
    kept: list[Path] = []
    with pytest.raises(WrongHash):
        staging.finish("pc", SHA, kept.append)
    assert kept == [] and staging.offset("pc", SHA) == 0
    staging.finish("pc", SHA, kept.append)  # nothing is there: nothing happens
    assert kept == []


def test_a_device_that_begins_many_files_gives_up_the_oldest(tmp_path: Path) -> None:
    """S13: a hostile laptop cannot fill the disk with beginnings."""
    staging = Staging(tmp_path)
    names = [hashlib.sha256(bytes([number])).hexdigest() for number in range(UNFINISHED + 3)]
    for number, name in enumerate(names):
        staging.append("pc", name, 0, b"begun")
        os.utime(tmp_path / "pc" / f"{name}.part", (number, number))
    staging.append("other", SHA, 0, b"begun")
    assert [staging.offset("pc", name) for name in names] == [0] * 3 + [5] * UNFINISHED
    assert staging.offset("other", SHA) == 5
