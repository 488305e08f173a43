"""The further journey: plan a trip to five cities, eight firms on it, and print every brief with one key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.services.records import create_record
from app.services.trips import view_trip
from tests.bench.data import PLACES
from tests.journeys.frame import Budget, Hands, Journey
from tests.journeys.stage import id_of
from ui.components.trip_cards import ItineraryCard
from ui.dialogs.preview_dialog import PreviewDialog
from ui.dialogs.record_dialog import RecordDialog

FIRMS = 8
TITLE = "五城招商"


def _begin(hands: Hands) -> None:
    """The form of a new trip, its name, its days; Ctrl+Enter."""
    hands.window.open_page("trips")
    hands.rest()
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.until(lambda: isinstance(hands.window.sheets.top, RecordDialog), "form")
    dialog = hands.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "trip"
    assert not dialog.findChildren(QComboBox), "a foreign control is in the form"
    dialog.form.go_to("title")
    hands.line(TITLE)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: hands.window.sheets.top is None, "save")
    hands.rest()


def plan_a_trip(hands: Hands) -> None:
    """Eight firms by typing their names, then F8: the plan and a page for each firm."""
    desk, store = hands.desk, hands.desk.store
    names = [f"{PLACES[number]}行程试验{number}" for number in range(FIRMS)]
    for number, name in enumerate(names):
        create_record(desk, "company", {"name": name, "city": PLACES[number]})
    before = set(store.ids("trip"))
    _begin(hands)
    (trip,) = set(store.ids("trip")) - before
    page = hands.window.open_record("trip", trip)
    hands.rest()
    for number, name in enumerate(names, start=1):
        (card,) = page.findChildren(ItineraryCard)[-1:]
        card.adder.setFocus()
        hands.line(name)
        hands.rest()  # the firm is in the list below the line
        hands.press(Qt.Key.Key_Return)
        hands.until(lambda number=number: len(view_trip(desk, trip).visits) == number, "add")  # type: ignore[misc]
        hands.rest()
    page.setFocus()
    hands.press(Qt.Key.Key_F8)
    hands.until(lambda: isinstance(hands.window.sheets.top, PreviewDialog), "briefs")
    preview = hands.window.sheets.top
    assert isinstance(preview, PreviewDialog)
    assert all(name in preview.html for name in (TITLE, *names)), "a firm has no page"
    assert preview.html.count("page-break-before") == FIRMS, "the pages are not one for each firm"
    preview.reject()
    hands.rest()


def brief_of_a_firm(hands: Hands) -> None:
    """One key on a firm's page."""
    hands.window.open_record("company", id_of("company", 0))
    hands.rest()
    hands.press(Qt.Key.Key_F8)
    hands.until(lambda: isinstance(hands.window.sheets.top, PreviewDialog), "brief")
    preview = hands.window.sheets.top
    assert isinstance(preview, PreviewDialog) and "<h2>" in preview.html
    preview.reject()
    hands.rest()


JOURNEYS = (
    Journey(
        "+",
        "排五城行程，印八家一页纸",
        Budget(3 + FIRMS, 0, 1 + FIRMS, {"form": 500, "save": 500, "add": 500, "briefs": 2000}),
        plan_a_trip,
    ),
    Journey("纸", "行前一页纸", Budget(1, 0, 0, {"brief": 1000}), brief_of_a_firm),
)
