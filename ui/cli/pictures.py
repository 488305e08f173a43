"""Pictures of the desktop's scenes, drawn without a screen: always the same size, theme and language."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt looks for a screen

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Translator
from app.profile import Profile
from ui.cli.errors import PictureNotWritten, SceneNotReady, UnknownScene
from ui.context.headquarters import Headquarters
from ui.context.preferences import Choices, Preferences
from ui.desktop import build_desktop, demo_scenes, let_go
from ui.starting import make_theme
from ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from ui.main_window import MainWindow

TICK = 15  # milliseconds
CALM_TICKS = 12  # without work, one after the other: longer than anything fades
PATIENCE_TICKS = 2000


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures look; ``size`` in pixels; ``synced``: sync first, to show a live connection."""

    size: tuple[int, int]
    theme: str
    language: str
    synced: bool = False


def take_pictures(profile: Profile, folder: Path, look: Look, wanted: Sequence[str] = ()) -> list[Path]:
    """One PNG for each scene (or each of ``wanted``), numbered in their order.

    Raises:
        UnknownScene, SceneNotReady, PictureNotWritten: as they say.
    """
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setCursorFlashTime(0)  # a blinking cursor would be on one picture and not on the next
    taken = []
    with _desktop(application, profile, look) as window:
        scenes = list(demo_scenes(window))
        names = [name for name, _ in scenes]
        if unknown := [name for name in wanted if name not in names]:
            raise UnknownScene(name=unknown[0], known=", ".join(names))
        for number, (name, show) in enumerate(scenes, start=1):
            if not wanted or name in wanted:
                shown = show()
                assert isinstance(shown, QWidget)
                shown.window().resize(*look.size)
                _settle(window, name)
                taken.append(_save(shown.window(), folder / f"{number:02d}-{name}.png"))
    return taken


@contextmanager
def _desktop(application: QApplication, profile: Profile, look: Look) -> Iterator["MainWindow"]:
    translator = Translator(look.language)
    window = build_desktop(
        profile.paths.folder,
        profile.store,
        settings=Preferences(Choices(language=look.language, mode=look.theme)),
        sync_runner=Headquarters(profile.store),
        translator=translator,
        theme=make_theme(application, translator),
    )
    try:
        window.resize(*look.size)
        window.show()
        _settle(window, "")
        if look.synced:
            window.monitor.sync_now()
            _settle(window, "")
        yield window
    finally:
        let_go(window)
        window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _settle(window: "MainWindow", scene: str) -> None:
    """Let the window work until it has had nothing to do for a while."""
    loop, ticker = QEventLoop(), QTimer()
    calm = waited = 0

    def tick() -> None:
        nonlocal calm, waited
        waited += 1
        calm = 0 if _at_work(window) else calm + 1
        if calm >= CALM_TICKS or waited >= PATIENCE_TICKS:
            loop.quit()

    ticker.timeout.connect(tick)
    ticker.start(TICK)
    loop.exec()
    ticker.stop()
    if calm < CALM_TICKS:
        raise SceneNotReady(name=scene)


def _at_work(window: "MainWindow") -> bool:
    """Whether the database is asked for something, a sync runs, or progress is shown of work elsewhere."""
    if window.ctx.database.busy or window.monitor.syncing:
        return True
    return any(strip.isVisible() for strip in window.findChildren(ProgressStrip))


def _save(window: QWidget, path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PictureNotWritten(path=str(path)) from error
    if not window.grab().save(str(path)):
        raise PictureNotWritten(path=str(path))
    return path
