"""Right-click everywhere: a walk through pages, states and dialogs finds nothing without its own menu."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.fakes.desks import add_conflicts
from tests.fakes.desktops import Desktop
from tests.ui.menus import close_menu, unexplained
from tests.ui.tab_walk import name_of, reached
from ui.components.ground_menu import GroundMenu
from ui.desktop import demo_scenes
from ui.theme.theme import Theme
from ui.widgets.line_edit import LineEdit, TextEdit
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering, ask_by_keyboard

STATES = (
    *("projects-board", "project", "project-plan", "project-approval", "project-team", "project-timeline"),
    "projects-timeline",
    *("project-attachments", "company", "contact", "visit", "trip", "trips-calendar", "trips-counts"),
    *(
        "scores-goals",
        "approvals-services",
        "projects-lists",
        "circles-natives-whole",
        "circles-organisations-agents",
    ),
    *("pursuit-targets-coverage", "pursuit-chains", "funds-empty", "clash-ruled", "scores-leads"),
    *("sync-pending", "sync-files", "sync-conflicts", "sync-refused", "sync-runs", "sync-packages"),
)
DIALOGS = (
    *("projects-paste", "projects-bulk", "projects-returned", "capture", "form", "form-visit", "stage"),
    *("rules", "funds-paste", "funds-enter", "fill", "phone-book", "target-list", "import"),
)


def asked(root: QWidget) -> list[QWidget]:
    """What has to answer: whatever the keyboard works in, and each line that says it offers something."""
    stops = [one for one in reached(root) if not isinstance(one, QAbstractButton | QScrollBar)]
    works = (QAbstractItemView, LineEdit, TextEdit)  # any other area only scrolls
    stops = [one for one in stops if isinstance(one, works) or not isinstance(one, QAbstractScrollArea)]
    lines = [one for one in root.findChildren(QWidget) if isinstance(one, Offering) and one.isVisible()]
    return list(dict.fromkeys([*stops, *lines]))


def answer(widget: QWidget) -> Menu | None:
    """The menu that the keyboard gets for a widget."""
    close_menu()
    ask_by_keyboard(widget)
    found = QApplication.activePopupWidget()
    return found if isinstance(found, Menu) else None


def silent(root: QWidget, seen: set[tuple[str, ...]]) -> list[str]:
    """What has no menu of its own, or one that does not say why a line cannot be chosen."""
    found = []
    for widget in asked(root):
        sort = (type(widget).__name__, type(widget.parentWidget()).__name__, type(root).__name__)
        if sort in seen and not isinstance(widget, QAbstractItemView):
            continue
        seen.add(sort)
        menu = answer(widget)
        if menu is None or isinstance(menu, GroundMenu):
            found.append(f"no menu: {name_of(widget)}")
        else:
            found += [f"does not say why: {line} of {name_of(widget)}" for line in unexplained(menu)]
            found += [
                f"no picture: {one.text()} of {name_of(widget)}"
                for one in menu.actions()
                if not one.isSeparator() and one.icon().isNull()
            ]
        close_menu()
    return found


def walk(desktop: Desktop, names: Sequence[str], least: int) -> dict[str, list[str]]:
    """What is wrong with the scenes of these names; so many sorts of things are asked at least."""
    window, wrong, seen = desktop.window, dict[str, list[str]](), set[tuple[str, ...]]()
    scenes = dict(demo_scenes(window))
    for name in names:
        scenes[name]()
        desktop.settle()
        wrong[name] = silent(window.sheets.top or window, seen)
    assert len(seen) >= least, sorted(seen)
    return {name: found for name, found in wrong.items() if found}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    close_menu()


def test_every_page_answers_the_right_button_and_the_menu_key(desktop: Desktop) -> None:
    add_conflicts(desktop.desk)
    assert walk(desktop, desktop.window.page_names(), 12) == {}


def test_every_tab_and_state_does(desktop: Desktop) -> None:
    add_conflicts(desktop.desk)
    assert walk(desktop, STATES, 15) == {}


def test_every_dialog_does(desktop: Desktop) -> None:
    assert walk(desktop, DIALOGS, 5) == {}


def test_bare_ground_and_words_are_answered_by_the_window(desktop: Desktop) -> None:
    for name in desktop.window.page_names():
        page = desktop.page(name)
        words = next(one for one in page.findChildren(QLabel) if one.isVisible() and one.text().strip())
        at = words.rect().center()
        how = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(words, QContextMenuEvent(how, at, words.mapToGlobal(at)))
        assert isinstance(QApplication.activePopupWidget(), Menu), name
        close_menu()


# ---- the walk itself sees what is wrong
def test_the_walk_names_what_has_no_menu(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    class Shut(Offering, QWidget):
        def menu(self) -> Menu:
            menu = Menu(theme, self)
            menu.add("打开", lambda: None, enabled=False)
            return menu

    class Mute(Offering, QWidget):
        def menu(self) -> Menu | None:
            return None

    window = QWidget()
    shut, mute, area = Shut(window), Mute(window), QTableView(window)
    for number, one in enumerate((shut, mute, area)):
        one.setGeometry(0, 40 * number, 200, 30)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert shut.mapToGlobal(QPoint(0, 0)) != mute.mapToGlobal(QPoint(0, 0))
    found = silent(window, set())
    assert [one.partition(":")[0] for one in found] == [
        *("no menu", "does not say why", "no picture", "no menu"),
    ], found
