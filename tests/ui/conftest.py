"""The theme every widget test wears: light, 100 %, no motion, Chinese."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from app.i18n import Translator
from tests.fakes.desks import sample_desk
from tests.fakes.desktops import Desktop, copied, make_desktop
from ui.theme.theme import Density, Mode, Theme

FAR = QPoint(-1, -1)  # where no window of a test stands

RESOURCES = Path(resources.__file__).parent


class KeepingBot(QtBot):
    """Holds the widgets of a test until they are closed; pytest-qt itself holds them only weakly.

    A window held by nothing but a cycle of its own would be taken apart by the garbage collector, which may
    run in the midst of that window's painting.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.kept: list[QWidget] = []

    def addWidget(
        self, widget: QWidget, *, before_close_func: Callable[[QWidget], None] | None = None
    ) -> None:
        self.kept.append(widget)
        super().addWidget(widget, before_close_func=before_close_func)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QtBot]:
    """pytest-qt's robot, whose closed widgets go at the end of the test, as in the product's event loop."""
    for left in QApplication.topLevelWidgets():
        left.hide()  # a window of an earlier test would lie over this test's, and take its pointer
    QCursor.setPos(FAR)
    bot = KeepingBot(request)
    yield bot
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    bot.kept.clear()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    """One theme for the whole run: reading fonts takes a while."""
    made = Theme(qapp, Translator(), RESOURCES)
    _themes.append(made)
    return made


_themes: list[Theme] = []


@pytest.fixture
def theme(dressed: Theme) -> Theme:
    """The theme in its starting state."""
    _reset(dressed)
    return dressed


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Sets the theme back when the widgets of a test are gone: dressing a window anew takes 0.2 s."""
    yield
    for made in _themes:
        _reset(made)


def _reset(theme: Theme) -> None:
    if theme.motion_ms:
        theme.set_reduced_motion(True)
    if theme.density is not Density.NORMAL:
        theme.set_density(Density.NORMAL)
    # Dressing the application again takes a while: only after a test that undressed it.
    if theme.percent != 100:
        theme.set_percent(100)
    if theme.mode is not Mode.LIGHT:
        theme.set_mode(Mode.LIGHT)
    if not theme.worn:  # a program's own theme was here: its pictures went with it
        theme.apply()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed store with some of everything; copy it before use."""
    folder = tmp_path_factory.mktemp("sample")
    desk = sample_desk(folder)
    desk.store.close()
    return folder


@pytest.fixture
def profile_folder(sample_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample store of one's own."""
    return copied(sample_folder, tmp_path / "profile")


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The desktop of an officer who works alone."""
    yield from make_desktop(qtbot, theme, profile_folder)
