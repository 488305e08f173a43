"""Journey 8: move a project to assessed, filling in place what is missing for it."""

from PySide6.QtCore import Qt

from app.services.records import create_record
from tests.journeys.frame import Budget, Hands, Journey
from tests.journeys.stage import id_of
from ui.dialogs.stage_dialog import StageDialog
from ui.widgets.button import Button

MISSING = {"investment": "3.5亿", "assessed_on": "今天"}


def move_to_assessed(hands: Hands) -> None:
    """The button of the page, what is missing, the button of the dialog."""
    talks = {"name": "储能电池项目", "stage": "negotiating", "investor_id": id_of("company", 1)}
    id, _ = create_record(hands.desk, "project", talks)
    page = hands.window.open_record("project", id)
    hands.rest()
    button = next(one for one in page.header.findChildren(Button) if one.text() == "推进到研判通过")
    hands.click(button)

    def ready() -> bool:
        dialog = hands.window.sheets.top
        return isinstance(dialog, StageDialog) and list(dialog.facts) == list(MISSING)

    hands.until(ready, "open")
    hands.rest()  # what was missing is on the screen
    dialog = hands.window.sheets.top
    assert isinstance(dialog, StageDialog)
    for number, text in enumerate(MISSING.values()):
        if number:
            hands.press(Qt.Key.Key_Tab)
        hands.line(text)
    hands.click(dialog.accept_button)
    hands.until(lambda: hands.window.sheets.top is None, "save")
    hands.rest()
    row = hands.desk.store.get("project", id)
    assert row is not None and row["stage"] == "assessed", "it did not move"
    assert row["investment"] == 35_000 and row["assessed_on"] == hands.desk.today()
    assert len(hands.desk.store.ids("stage_move")) >= 1, "the move was not kept"


JOURNEYS = (Journey("8", "推进到研判通过", Budget(1, 2, 2, {"open": 500, "save": 500}), move_to_assessed),)
