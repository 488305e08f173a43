"""The keyboard alone gets everywhere: Tab through pages and dialogs, each stop once, in order, and seen."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.desktops import Desktop
from tests.ui.tab_walk import Looker, reached, troubles
from ui.desktop import demo_scenes
from ui.theme.theme import Theme
from ui.widgets.focus_ring import FocusRing

# Not among them is “projects-cell”: in its cells Tab goes from one to the next, as in WPS.
STATES = (
    *("projects-board", "project-approval", "trips-calendar", "trip", "scores-goals", "projects-lists"),
    "projects-timeline",
    *("project", "company", "circles-natives-whole", "pursuit-chains", "funds-funds", "sync-conflicts"),
)
DIALOGS = (
    *("projects-paste", "projects-bulk", "projects-returned", "approval-file", "approval-verdict"),
    *("approval-service", "brief", "scores-goals-paste", "scores-goals-set", "scores-leads-judge"),
    *("scores-merit-decide", "capture", "duplicates", "form", "form-visit", "stage", "plan"),
    *("rules", "claim", "handover", "funds-paste", "funds-locked", "funds-lock", "funds-enter"),
    *("funds-counted", "fill", "phone-book", "target-list", "business-card"),
)


@pytest.fixture
def ring(qapp: QApplication, theme: Theme) -> Iterator[FocusRing]:
    """The ring around what the keyboard is on, as the composition root makes it."""
    made = FocusRing(qapp, theme)
    yield made
    made.deleteLater()


def walk(desktop: Desktop, names: Sequence[str], least: int) -> dict[str, list[str]]:
    """What is wrong with the scenes of these names; each has at least so many stops."""
    window, wrong = desktop.window, dict[str, list[str]]()
    looker = Looker(window)
    scenes = dict(demo_scenes(window))
    for name in names:
        scenes[name]()
        desktop.settle()
        root = window.sheets.top or window
        wrong[name] = troubles(root, looker)
        if len(reached(root)) < least:
            wrong[name].append("hardly anything to come to")
    return {name: found for name, found in wrong.items() if found}


def test_tab_reads_every_page_from_the_top_left_and_is_seen(desktop: Desktop, ring: FocusRing) -> None:
    assert walk(desktop, desktop.window.page_names(), 24) == {}


def test_tab_reads_the_tabs_and_states_of_the_pages(desktop: Desktop, ring: FocusRing) -> None:
    assert walk(desktop, STATES, 24) == {}


def test_tab_reads_every_dialog_and_stays_in_it(desktop: Desktop, ring: FocusRing) -> None:
    assert walk(desktop, DIALOGS, 1) == {}
    assert desktop.window.sheets.top is not None


# ---- the walk itself sees what is wrong
class Unseen(QPushButton):
    """A button that looks the same with and without the keyboard."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), Qt.GlobalColor.gray)


@pytest.fixture
def plain(qtbot: QtBot) -> QWidget:
    """A window in Qt's own order, with one button over another that was made before it."""
    window = QWidget()
    column = QVBoxLayout(window)
    low, middle, high = Unseen("low"), QPushButton("middle"), QPushButton("high")
    for button in (low, middle, high):
        column.insertWidget(0, button)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
        window.activateWindow()
    low.setFocus()
    return window


def test_the_walk_tells_what_goes_up_and_what_is_not_seen(plain: QWidget) -> None:
    found = troubles(plain, Looker(plain))
    assert sum(one.startswith("back from") for one in found) == 2, found
    assert [one for one in found if one.startswith("unseen")] == ["unseen Unseen “low” in QWidget"]


def test_the_walk_tells_what_is_passed_over(plain: QWidget) -> None:
    class Shut(QWidget):
        def focusNextPrevChild(self, forward: bool) -> bool:
            return True

    shut = Shut()
    inside = QPushButton("inside", shut)
    plain.layout().addWidget(shut)  # type: ignore[union-attr]
    inside.setFocus()
    found = troubles(plain, Looker(plain))
    assert any(one.startswith("missed QPushButton “middle”") for one in found), found
