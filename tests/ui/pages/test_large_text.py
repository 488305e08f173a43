"""Text at 150 and 200 % in a window of 1366 × 768: nothing is cut off or drawn over something else."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from ui.pages.rail_lists import COUNTS
from ui.pages.trips_page import TripsPage
from ui.widgets.button import Button
from ui.widgets.label import ElidedLabel
from ui.widgets.month_calendar import MonthCalendar


@pytest.fixture
def large(desktop: Desktop) -> Desktop:
    desktop.window.resize(1366, 768)
    desktop.theme.set_percent(200)
    desktop.window.rebuild()
    desktop.settle()
    return desktop


def test_the_buttons_of_a_record_are_whole_and_the_menu_has_those_that_gave_way(large: Desktop) -> None:
    page = large.record("project", "煤矸石")
    QApplication.sendPostedEvents()
    shown = [one for one in page.header.findChildren(Button) if one.isVisible()]
    assert all(one.width() >= one.sizeHint().width() for one in shown)
    row = large.desk.store.get("project", page.id)
    assert row is not None
    hidden = {"记走访", "首报", "一页纸"} - {one.text() for one in shown}
    assert hidden, "at this size not all of them fit"
    assert hidden <= {action.text().partition("\t")[0] for action in page.header.menu(row).actions()}


def test_days_and_figures_under_a_title_stay_whole(large: Desktop) -> None:
    page = large.record("project", "煤矸石")
    QApplication.sendPostedEvents()
    labels = page.header.figures.findChildren(ElidedLabel)
    assert labels
    assert [one.text() for one in labels if len(one.text()) <= 8 and one.shown != one.text()] == []


def test_a_page_too_narrow_for_two_columns_of_cards_has_one(large: Desktop) -> None:
    create_record(large.desk, "squad", {"name": "驻沪小分队"})
    page = large.page("trips", COUNTS)
    assert isinstance(page, TripsPage)
    large.settle()
    QApplication.sendPostedEvents()
    columns = page.counts.columns
    right = columns.mapTo(page.counts.viewport(), QPoint(columns.width(), 0)).x()
    assert right <= page.counts.viewport().width()


def test_a_low_calendar_marks_days_where_no_line_has_room(large: Desktop) -> None:
    month = MonthCalendar(large.theme, date(2026, 11, 22))
    month.resize(600, 400)
    bare = month.grab().toImage()
    month.set_content([], {date(2026, 11, 20): "访 1"})
    marked = month.grab().toImage()
    cell = month._cell(3, 4)
    half = cell.center().x() - large.theme.px(4)
    # The number of the day stands alone in the left of its cell, its mark in the right.
    same = [
        bare.pixel(x, y) == marked.pixel(x, y)
        for x in range(cell.left() + 2, half)
        for y in range(cell.top() + 2, cell.bottom())
    ]
    assert all(same) and bare != marked
