"""Pictures of trips, promises and paper."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.model.row import Row
from ui.main_window import MainWindow
from ui.pages.rail_lists import CALENDAR, COUNTS
from ui.pages.trips_page import TripsPage

TripScene = Callable[[MainWindow], QWidget]


def _view(window: MainWindow, scope: str) -> TripsPage:
    page = window.open_page("trips")
    assert isinstance(page, TripsPage)
    page.scopes.set_current(scope)
    page.set_scope(scope)
    return page


def calendar(window: MainWindow) -> QWidget:
    """This month."""
    _view(window, CALENDAR)
    return window


def counts(window: MainWindow) -> QWidget:
    """Squads, leaders, units, weeks and provinces."""
    _view(window, COUNTS)
    return window


def trip(window: MainWindow) -> QWidget:
    """The trip with the most visits."""
    store = window.ctx.desk.store
    ids = store.ids("trip")
    if ids:
        window.open_record("trip", max(ids, key=lambda one: len(store.referring("trip", one))))
    return window


def brief(window: MainWindow) -> QWidget:
    """The one-page brief of a firm."""
    store = window.ctx.desk.store
    ids = store.ids("company")
    if ids:
        window.desk_actions.brief("company", max(ids, key=lambda one: len(store.referring("company", one))))
    return window


def visit_proof(window: MainWindow) -> QWidget:
    """A visit with photos of its day, of another, with a place and without."""
    store = window.ctx.desk.store
    ids = [id for id in store.ids("visit") if any(row["taken_on"] for row in _files(window, id))]
    if ids:
        window.open_record("visit", max(ids, key=lambda one: len(_files(window, one))))
    return window


def _files(window: MainWindow, id: str) -> list[Row]:
    return [row for row in window.ctx.desk.store.referring("visit", id) if row.kind == "attachment"]


def reception(window: MainWindow) -> QWidget:
    """A reception with its days, seats and people."""
    if ids := window.ctx.desk.store.ids("reception"):
        window.open_record("reception", ids[0])
    return window


def reception_plan(window: MainWindow) -> QWidget:
    """The plan of a reception on paper."""
    return _reception_paper(window, "reception")


def reception_card(window: MainWindow) -> QWidget:
    """Its card for the pocket."""
    return _reception_paper(window, "reception.card")


def _reception_paper(window: MainWindow, kind: str) -> QWidget:
    if ids := window.ctx.desk.store.ids("reception"):
        window.desk_actions.printing.brief_of(kind, ids[0])
    return window


TRIP_SCENES: tuple[tuple[str, TripScene], ...] = (
    ("trips-calendar", calendar),
    ("trips-counts", counts),
    ("trip", trip),
    ("brief", brief),
    ("visit-proof", visit_proof),
    ("reception", reception),
    ("reception-plan", reception_plan),
    ("reception-card", reception_card),
)
