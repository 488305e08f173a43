"""The composition root: the looks a profile keeps, and the whole program from start to end."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.profile import create_profile, open_profile
from app.services.indexing import _load_dictionaries
from app.store.errors import DiskFull
from tests.conftest import ExpectedLogs
from tests.fakes.desktops import Desktop
from ui import program
from ui.cli import exit_codes
from ui.context.preferences import SETTING, Preferences
from ui.desktop import profile_preferences, read_ahead

SECRET = "correct horse battery"

# Opens the desktop of the profile in argv[1], types the passphrase, sees the window, closes it.
WATCHED = """
import sys
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.main import run_desktop
from ui.main_window import MainWindow
from ui.pages.first_run_view import FirstRunView
from ui.pages.start_views import PassphraseView

app = QApplication([])
seen = []

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and window.isVisible():
            seen.append("desktop")
            window.close()
            return
        for view in window.findChildren(FirstRunView):
            if "start" not in seen:
                seen.append("first run")
                window.close()
                return
        for view in window.findChildren(PassphraseView):
            if view.button.isEnabled() and "passphrase" not in seen:
                seen.append("passphrase")
                view.field.set_raw(sys.argv[2])
                view.button.click()
    QTimer.singleShot(100, look)

QTimer.singleShot(100, look)
"""
NAMED = "print(run_desktop(Path(sys.argv[1])), seen)"
NOTHING_ASKED = """
import os
from ui import program

os.environ["OUTPOST_PROFILE"] = sys.argv[1]
program.has_screen = lambda: True
print(program.main([]), seen, "ui.cli.main" in sys.modules)
"""


def run(folder: Path, program: str = WATCHED + NAMED) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), SECRET],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_program_opens_a_profile_and_ends_with_its_window(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    create_profile(folder, actor="陈立", passphrase=SECRET).close()
    assert run(folder) == "0 ['passphrase', 'desktop']"
    assert (folder / "logs").is_dir()


def test_the_program_begins_with_the_first_run_and_leaves_nothing_when_closed(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    assert run(folder) == "0 ['first run']"
    assert not folder.exists()


def test_looks_are_kept_with_the_profile(tmp_path: Path) -> None:
    profile = create_profile(tmp_path / "profile", actor="陈立", passphrase=SECRET)
    preferences = profile_preferences(profile)
    assert (preferences.language, preferences.choices.mode) == ("zh_CN", "auto")
    preferences.set(language="en", mode="dark")
    preferences.set(unit="wan", text_size=150)
    stored = profile.store.settings.get(SETTING)
    assert "unit" in stored and not {"text_size", "rail_collapsed"} & stored.keys()
    once = stored | {"text_size": 200, "rail_collapsed": True}
    profile.store.settings.set(SETTING, once)  # as they were kept before they lay in the open
    profile.close()
    again = open_profile(tmp_path / "profile", passphrase_source=lambda: SECRET)
    kept = profile_preferences(again).choices
    assert (kept.language, kept.mode, kept.unit, kept.text_size) == ("en", "dark", "wan", 200)
    assert (again.settings.text_size, again.settings.rail_folded) == (200, True)
    assert not {"text_size", "rail_collapsed"} & again.store.settings.get(SETTING).keys()
    again.close()


def test_choices_made_in_the_window_are_kept_by_the_thread_that_writes(desktop: Desktop) -> None:
    threads: list[str] = []
    kept = Preferences(keep=lambda _choices, _changed: threads.append(threading.current_thread().name))
    kept.set(unit="wan")
    kept.keep_through(lambda work: desktop.window.ctx.read(work, lambda _none: None))
    kept.set(unit="yi")
    desktop.settle()
    assert threads == ["MainThread", "database"]


def test_the_dictionaries_are_there_before_anybody_waits_for_them(desktop: Desktop) -> None:
    _load_dictionaries.cache_clear()
    read_ahead(desktop.window)
    desktop.settle()
    assert _load_dictionaries.cache_info() == (0, 1, None, 1)
    desktop.desk.store.indexing.ready()
    assert _load_dictionaries.cache_info().hits == 1
    desktop.window.close()
    read_ahead(desktop.window)  # a second after the start it may be gone


def test_asked_for_nothing_the_program_is_the_desktop_without_the_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    create_profile(folder, actor="陈立", passphrase=SECRET).close()
    assert run(folder, WATCHED + NOTHING_ASKED) == "0 ['passphrase', 'desktop'] False"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DiskFull(path="D:"), exit_codes.DISK, "磁盘"),
        (ValueError("周敏"), exit_codes.BUG, "outpost gui"),
        (KeyboardInterrupt(), exit_codes.INTERRUPTED, ""),
    ],
)
def test_a_desktop_that_cannot_start_says_why(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    expected_logs: ExpectedLogs,
    error: BaseException,
    code: int,
    words: str,
) -> None:
    def broken(_: Path) -> int:
        raise error

    monkeypatch.setattr(program, "has_screen", lambda: True)
    monkeypatch.setattr(program, "run_desktop", broken)
    assert program.main([]) == code
    told = capsys.readouterr().err
    assert words in told and "周敏" not in told
    if code == exit_codes.BUG:
        expected_logs.take("gui")
