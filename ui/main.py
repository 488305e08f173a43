"""Where the desktop starts, told how to be quick about it before anything large is loaded."""

import gc
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.start import Start


def run_desktop(profile_dir: Path) -> int:
    """Open the profile (or make one) and run until the window is closed; answers the exit code."""
    with ExitStack() as ending:
        start_desktop(profile_dir, ending)
        from PySide6.QtWidgets import QApplication

        return QApplication.exec()


def start_desktop(profile_dir: Path, ending: ExitStack) -> "Start":
    """Begin to open the profile; what must be ended with the program goes on ``ending``."""
    gc.disable()  # nothing loaded now is garbage; from then on ``ui.background.garbage`` looks for it
    from PySide6.QtWidgets import QApplication

    leave_sources_unread()
    from app.later import load_later

    load_later()
    from ui.starting import begin
    from ui.theme.theme import STYLE, STYLED

    app = QApplication.instance()
    if app is None:
        app = QApplication([*sys.argv[:1], "-style", STYLE])
        app.setProperty(STYLED, True)
    assert isinstance(app, QApplication)
    return begin(app, profile_dir, ending)


def has_screen() -> bool:
    """Whether a window could be shown to somebody."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return os.environ.get("QT_QPA_PLATFORM", "") not in ("offscreen", "minimal")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def leave_sources_unread() -> None:
    """Keep PySide from reading the source of every module that is imported, and 29 MB of it in memory.

    It looks for modules that ask for its snake_case names, and takes one whose source it cannot have for one
    that does not: as with a packed program, where there is no source. Should a later version look in another
    way, it just looks.
    """
    feature: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False
