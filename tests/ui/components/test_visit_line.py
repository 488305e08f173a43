"""The order of a day's visits by hand: keys, the menu, the mouse; the keyboard stays on what was moved."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from app.services.records import create_record
from app.services.trips import view_trip
from tests.fakes.desktops import Desktop
from ui.components.trip_cards import ItineraryCard
from ui.components.visit_line import VisitLine, visit_data
from ui.pages.detail_page import DetailPage

FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 21)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PLAN = (("甲", "09:00", FIRST), ("乙", "10:30", FIRST), ("丙", "14:00", FIRST), ("丁", "08:00", SECOND))


@pytest.fixture
def trip(desktop: Desktop) -> str:
    values = {"title": "长三角", "starts_on": FIRST, "ends_on": SECOND}
    id = create_record(desktop.desk, "trip", values)[0]
    for subject, time, day in PLAN:
        told = {"subject": subject, "time": time, "visited_on": day, "trip_id": id, "state": "planned"}
        create_record(desktop.desk, "visit", told)
    desktop.window.open_record("trip", id)
    desktop.settle()
    return id


def card(desktop: Desktop) -> ItineraryCard:
    page = desktop.window.page
    assert isinstance(page, DetailPage)
    return page.findChildren(ItineraryCard)[-1]


def line(desktop: Desktop, subject: str) -> VisitLine:
    (found,) = [one for one in card(desktop).lines if one.title == subject]
    return found


def shown(desktop: Desktop) -> str:
    return "".join(one.title for one in card(desktop).lines)


def planned(desktop: Desktop, trip: str) -> str:
    return "".join(row["subject"] for row in view_trip(desktop.desk, trip).visits)


def test_alt_and_an_arrow_moves_it_and_the_keyboard_goes_along(desktop: Desktop, trip: str) -> None:
    line(desktop, "甲").setFocus()
    for wanted in ("乙甲丙丁", "乙丙甲丁", "乙丙甲丁"):  # the last of its day stays there
        desktop.key(Qt.Key.Key_Down, ALT)
        desktop.settle()
        assert shown(desktop) == planned(desktop, trip) == wanted
        desktop.until(lambda: line(desktop, "甲").hasFocus())
    desktop.key(Qt.Key.Key_Up, ALT)
    desktop.settle()
    assert shown(desktop) == "乙甲丙丁"
    for wanted in ("乙丙甲丁", "乙甲丙丁", "甲乙丙丁"):
        desktop.key(Qt.Key.Key_Z, CTRL)
        desktop.settle()
        assert shown(desktop) == planned(desktop, trip) == wanted
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.id == trip  # the page did not go on to its neighbour


def test_elsewhere_on_the_page_the_keys_go_to_the_next_record(desktop: Desktop, trip: str) -> None:
    other = create_record(desktop.desk, "trip", {"title": "珠三角", "starts_on": FIRST})[0]
    page = desktop.window.page
    assert isinstance(page, DetailPage)
    page.around = [trip, other]
    page.setFocus()
    desktop.key(Qt.Key.Key_Down, ALT)
    desktop.settle()
    assert page.id == other


def test_the_menu_offers_what_can_be_done(desktop: Desktop, trip: str) -> None:
    def offered(subject: str) -> dict[str, bool]:
        menu = line(desktop, subject).menu()
        return {one.text().split("\t")[0]: one.isEnabled() for one in menu.actions()}

    assert (offered("甲")["上移"], offered("甲")["下移"]) == (False, True)
    assert (offered("丙")["上移"], offered("丙")["下移"]) == (True, False)
    assert (offered("丁")["上移"], offered("丁")["下移"]) == (False, False)
    assert "按时间排这一天" in offered("乙") and "按时间排这一天" not in offered("丁")


@pytest.mark.parametrize(("words", "wanted"), [("上移", "乙甲丙丁"), ("下移", "甲丙乙丁")])
def test_the_menu_moves_it_and_the_hour_decides_again(
    desktop: Desktop, trip: str, words: str, wanted: str
) -> None:
    def choose(text: str) -> None:
        (action,) = [one for one in line(desktop, "乙").menu().actions() if one.text().startswith(text)]
        action.trigger()
        desktop.settle()

    choose(words)
    assert shown(desktop) == wanted
    choose("按时间排这一天")
    assert shown(desktop) == "甲乙丙丁"


def carry(desktop: Desktop, data: QMimeData, to: str, *, below: bool) -> bool:
    """Over the upper or the lower half of a line, and let go; whether the card took it."""
    over, target = line(desktop, to).geometry(), card(desktop)
    spot = QPoint(over.center().x(), over.bottom() - 1 if below else over.top() + 1)
    enter = QDragEnterEvent(spot, Qt.DropAction.MoveAction, data, LEFT, NONE)
    target.dragEnterEvent(enter)
    target.dragMoveEvent(QDragMoveEvent(spot, Qt.DropAction.MoveAction, data, LEFT, NONE))
    assert target._mark.isVisibleTo(target) == enter.isAccepted()
    target.dropEvent(QDropEvent(QPointF(spot), Qt.DropAction.MoveAction, data, LEFT, NONE))
    assert not target._mark.isVisibleTo(target)
    desktop.settle()
    return enter.isAccepted()


@pytest.mark.parametrize(
    ("moved", "to", "below", "wanted"),
    [("丙", "甲", False, "丙甲乙丁"), ("甲", "乙", True, "乙甲丙丁"), ("甲", "丁", True, "乙丙丁甲")],
)
def test_a_visit_is_carried_with_the_mouse(
    desktop: Desktop, trip: str, moved: str, to: str, below: bool, wanted: str
) -> None:
    assert carry(desktop, visit_data(line(desktop, moved).visit_id), to, below=below)
    assert shown(desktop) == planned(desktop, trip) == wanted
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.settle()
    assert shown(desktop) == "甲乙丙丁"


def test_what_is_no_visit_of_the_trip_is_not_taken(desktop: Desktop, trip: str) -> None:
    other = create_record(desktop.desk, "visit", {"subject": "戊", "visited_on": FIRST})[0]
    file = QMimeData()
    file.setText("戊")
    for data in (visit_data(other), file):
        assert not carry(desktop, data, "甲", below=False)
    assert planned(desktop, trip) == "甲乙丙丁"


def test_a_press_takes_the_keyboard(desktop: Desktop, trip: str) -> None:
    QTest.mouseClick(line(desktop, "丙"), LEFT)
    assert line(desktop, "丙").hasFocus()
