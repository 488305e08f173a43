"""The demo's way to the screen: the desktop on an open profile, until its window is closed."""

import threading
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.i18n import Translator
from app.profile import create_profile
from app.services.records import create_record
from tests.fakes.keyrings import MemoryKeyring
from ui.cli.showing import show
from ui.main_window import MainWindow


def test_until_the_window_is_closed(tmp_path: Path, ring: MemoryKeyring, qapp: QApplication) -> None:
    profile = create_profile(tmp_path / "profile", actor="周敏", passphrase=None)
    create_record(profile.desk, "project", {"name": "热电联产"})
    seen: list[str] = []

    def close_it() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                seen.append(window.ctx.desk.actor)
                window.close()

    QTimer.singleShot(300, qapp, close_it)
    before = set(threading.enumerate())
    assert show(profile, Translator()) == 0
    assert seen == ["周敏"]
    assert set(threading.enumerate()) <= before
    assert not [one for one in qapp.allWidgets() if isinstance(one, MainWindow)], "dressed for ever"
    profile.close()
