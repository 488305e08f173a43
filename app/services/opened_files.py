"""Copies of attachments that other programs show, not encrypted: in a private folder of the profile, gone at
the end and, where the product was killed, when the profile is opened next (trust.md S3)."""

import os
import shutil
from contextlib import suppress
from functools import cached_property
from pathlib import Path

FOLDER = "opened"


class OpenedFiles:
    """The copies of this process, in ``PROFILE/opened/PID-START``."""

    def __init__(self, profile: Path) -> None:
        self._folder = profile / FOLDER
        self._count = 0

    @cached_property
    def _own(self) -> Path:
        return self._folder / _process_mark(os.getpid())

    def place(self, name: str) -> Path:
        """Where a copy called ``name`` (a safe one) goes; two of the same name do not meet."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._count += 1
        folder = self._own / str(self._count)
        self._own.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        return folder / name

    def wipe(self) -> None:
        """Remove every copy of this process; what another program holds open goes at the next start."""
        if not self._count:
            return
        _remove(self._own)
        with suppress(OSError):  # another desktop still has copies there
            self._folder.rmdir()


def sweep(profile: Path) -> int:
    """Remove the copies of processes that are no more; returns of how many."""
    folder = profile / FOLDER
    if not folder.is_dir():
        return 0
    gone = [path for path in folder.iterdir() if not _lives(path.name)]
    for path in gone:
        _remove(path)
    with suppress(OSError):  # a process that lives has copies there
        folder.rmdir()
    return len(gone)


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.is_dir():
            with suppress(OSError):
                path.chmod(0o600)  # Windows removes no read-only file
    shutil.rmtree(folder, ignore_errors=True)


def _lives(mark: str) -> bool:
    pid = mark.partition("-")[0]
    return pid.isdigit() and mark == _process_mark(int(pid))


def _process_mark(pid: int) -> str:
    """Process numbers come again; with the time of its start a process is the only one of its name."""
    import psutil  # not needed until a file is opened or was left

    try:
        return f"{pid}-{psutil.Process(pid).create_time():.2f}"
    except psutil.Error:
        return ""
