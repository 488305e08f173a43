"""The first window: what is needed to show it, and no more; the rest loads behind it."""

import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

import resources
from app.i18n import DEFAULT_LANGUAGE, Translator
from app.profile_settings import read_settings
from app.store.turns import interpreter_shared
from ui.background.garbage import Garbage
from ui.pages.start import Start
from ui.theme.theme import THEMES, Mode, Theme
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from app.profile import Profile
    from ui.desktop import OpenedDesktop

_log = logging.getLogger(__name__)


def make_theme(app: QApplication, translator: Translator) -> Theme:
    """The theme of an application, not yet applied."""
    return Theme(app, translator, Path(resources.__file__).parent)


def begin(app: QApplication, profile_dir: Path, ending: ExitStack) -> Start:
    """Begin to open the profile; what must be ended with the program goes on ``ending``."""
    settings = read_settings(profile_dir)
    theme = make_theme(app, Translator(settings.language or DEFAULT_LANGUAGE))
    theme.set_mode(THEMES.get(settings.theme, Mode.AUTO))
    FocusRing(app, theme)
    ending.callback(Garbage(app).stop)
    ending.enter_context(interpreter_shared())
    start = Start(
        theme,
        profile_dir,
        lambda profile: _open_desktop(profile, theme, ending),
        app,
        needs="ui.desktop",
    )
    watch_for_bugs(theme, lambda: app.activeWindow() or start.doorstep or start.window)
    ending.callback(start.stop)
    start.begin()
    return start


def _open_desktop(profile: "Profile", theme: Theme, ending: ExitStack) -> "OpenedDesktop":
    from ui.desktop import open_desktop

    return open_desktop(profile, theme, ending)


def watch_for_bugs(theme: Theme, window: Callable[[], QWidget]) -> None:
    """Show a report for every exception nobody caught, log it, and go on."""

    def met(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("unexpected", exc_info=(kind, error, trace))
        from ui.desktop import show_bug

        show_bug(theme, window(), error)

    sys.excepthook = met
