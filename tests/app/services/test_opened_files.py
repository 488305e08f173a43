"""Copies for other programs are gone at the end, and after a kill when the profile is opened next."""

import signal
import subprocess
import sys
from pathlib import Path

from app.services.opened_files import FOLDER, OpenedFiles, sweep
from tests.architecture.source_tree import ROOT

OPENS = """
import os, signal, sys
from pathlib import Path
from app.services.opened_files import OpenedFiles
opened = OpenedFiles(Path(sys.argv[1]))
opened.place("x.txt").write_bytes("机密".encode())
print("ready", flush=True)
sys.stdin.readline()
"""


def process(profile: Path) -> "subprocess.Popen[str]":
    """Another desktop on the profile, with a file open."""
    started = subprocess.Popen(
        [sys.executable, "-c", OPENS, str(profile)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert started.stdout is not None and started.stdout.readline() == "ready\n"
    return started


def left(profile: Path) -> list[Path]:
    return [path for path in (profile / FOLDER).rglob("*") if path.is_file()]


def test_copies_of_the_same_name_do_not_meet_and_go_at_the_end(tmp_path: Path) -> None:
    opened = OpenedFiles(tmp_path)
    places = [opened.place("合同.pdf") for _ in range(3)]
    for number, place in enumerate(places):
        place.write_bytes(bytes([number]))
        place.chmod(0o400)
    assert len(set(places)) == 3 and {place.name for place in places} == {"合同.pdf"}
    if sys.platform != "win32":
        assert {
            folder.stat().st_mode & 0o077 for folder in (tmp_path / FOLDER).rglob("*") if folder.is_dir()
        } == {0}
    opened.wipe()
    assert list(tmp_path.iterdir()) == []
    opened.wipe()


def test_what_a_killed_desktop_left_goes_when_the_profile_is_opened_next(tmp_path: Path) -> None:
    with process(tmp_path) as killed:
        assert len(left(tmp_path)) == 1
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert len(left(tmp_path)) == 1, "or this test is blind"
    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []
    assert sweep(tmp_path) == 0


def test_another_desktop_that_runs_keeps_its_copies(tmp_path: Path) -> None:
    with process(tmp_path) as running:
        own = OpenedFiles(tmp_path)
        own.place("y.txt").write_bytes(b"y")
        (tmp_path / FOLDER / f"{running.pid}-1.00").mkdir()  # the same number, long ago
        (tmp_path / FOLDER / "nonsense").mkdir()
        assert sweep(tmp_path) == 2
        assert sorted(path.name for path in left(tmp_path)) == ["x.txt", "y.txt"]
        own.wipe()
        assert [path.name for path in left(tmp_path)] == ["x.txt"]
        running.kill()
