"""The further journey: hand a post over, in three clicks, with the list that both sign."""

import random

from PySide6.QtCore import Qt

from app.services.handing_over import in_hand
from app.services.records import create_record
from tests.bench.data import GIVEN
from tests.journeys.frame import CTRL, Budget, Hands, Journey
from tests.journeys.stage import id_of
from ui.dialogs.handover_dialog import HandoverDialog
from ui.dialogs.preview_dialog import PreviewDialog
from ui.pages.settings_page import SettingsPage

STEPS = 6


def hand_over_a_post(hands: Hands) -> None:
    """Who one is, 岗位交接, the successor's name, 交接并打印清单."""
    desk = hands.desk
    taker = "接" + "".join(random.SystemRandom().sample(GIVEN, 2))
    for number in range(STEPS):
        step = {"title": f"答复{number}", "owner": desk.actor, "company_id": id_of("company", number)}
        create_record(desk, "next_step", step)
    before = in_hand(desk, desk.actor).count
    hands.window.open_page("leads")
    hands.rest()
    hands.click(hands.window.rail.person)
    hands.until(lambda: isinstance(hands.window.page, SettingsPage))
    page = hands.window.page
    assert isinstance(page, SettingsPage)
    hands.click(page.handover_button)
    hands.until(lambda: isinstance(hands.window.sheets.top, HandoverDialog), "form")
    hands.rest()  # what goes over is told
    dialog = hands.window.sheets.top
    assert isinstance(dialog, HandoverDialog) and dialog.found.count == before
    hands.line(taker)
    hands.click(dialog.accept_button)
    hands.until(lambda: isinstance(hands.window.sheets.top, PreviewDialog), "list")
    preview = hands.window.sheets.top
    assert isinstance(preview, PreviewDialog)
    assert all(words in preview.html for words in (taker, desk.actor, "接手人", f"共 {before} 项"))
    assert in_hand(desk, desk.actor).count == 0 and in_hand(desk, taker).count == before
    preview.reject()
    hands.rest()
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: in_hand(desk, desk.actor).count == before, "undo")


JOURNEYS = (
    Journey(
        "+", "交接一个岗位", Budget(1, 3, 1, {"form": 500, "list": 5000, "undo": 3000}), hand_over_a_post
    ),
)
