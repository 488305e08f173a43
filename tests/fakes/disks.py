"""Disks that are full or read-only: a small one of our own where we are root, else what the system offers."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AS_ROOT = os.name == "posix" and os.geteuid() == 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own at ``folder`` where we are root; else just the folder."""
    folder.mkdir()
    if AS_ROOT:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        if AS_ROOT:
            _run("umount", "--lazy", str(folder))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below ``folder`` (from ``small_disk``) can be written while the block runs."""
    if AS_ROOT:
        _run("mount", "-o", "remount,ro", str(folder))
    else:
        _allow(folder, 0o500, 0o400)
    try:
        yield
    finally:
        if AS_ROOT:
            _run("mount", "-o", "remount,rw", str(folder))
        else:
            _allow(folder, 0o700, 0o600)


def fill(folder: Path) -> None:
    """Leave no room on the disk of ``folder`` (from ``small_disk``, as root)."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            return


def _allow(folder: Path, directories: int, files: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o700)
    for path in [*folder.rglob("*"), folder]:
        path.chmod(directories if path.is_dir() else files)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
