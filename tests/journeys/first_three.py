"""Journeys 1 to 3: log a visit, find a telephone, check for a clash; and the page of today."""

import random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.rules.capture.corrections import Corrections
from app.rules.pinyin import read_pinyin
from app.services.today import today_at
from tests.bench.data import PLACES
from tests.journeys.frame import CTRL, Budget, Hands, Journey
from tests.journeys.stage import TAKEN, id_of
from ui.dialogs.capture_dialog import CaptureDialog
from ui.pages.today_page import TodayPage

LINE = "今天 苏州 拜访 {firm} 张总 {phone} 谈二期3亿 要50亩 下周三回访"
KINDS = ("visit", "contact", "project", "next_step")


def _capture(hands: Hands, name: str = "") -> CaptureDialog:
    """One shortcut, and the keyboard is in the line."""
    hands.press(Qt.Key.Key_N, CTRL)
    hands.until(lambda: isinstance(hands.window.sheets.top, CaptureDialog), name)
    dialog = hands.window.sheets.top
    assert isinstance(dialog, CaptureDialog)
    assert QApplication.focusWidget() is dialog.line, "the keyboard is not in the line"
    return dialog


def log_a_visit(hands: Hands) -> None:
    """One shortcut, one line, Ctrl+Enter: visit, contact, project with its amount, next step."""
    store, chance = hands.desk.store, random.SystemRandom()
    firm, phone = "".join(chance.sample(PLACES, 4)), f"138{chance.randrange(10**8):08d}"
    text = LINE.format(firm=firm, phone=phone)
    before = [set(store.ids(kind)) for kind in KINDS]
    dialog = _capture(hands, "open")
    hands.rest()  # the names of the firms have come; a person is still thinking
    hands.line(text, "key")
    hands.timed("read", lambda: dialog._reader.read(text, Corrections()))
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.window.sheets.top is None and bool(hands.window.toast.text), "save")
    hands.rest()
    made = [set(store.ids(kind)) - there for kind, there in zip(KINDS, before, strict=True)]
    assert [len(some) for some in made] == [1, 1, 1, 1], "something is missing"
    (visit,) = store.rows("visit", list(made[0]))
    assert visit["content"] == text, "the line is not with the visit"


def find_a_phone(hands: Hands) -> None:
    """Ctrl+K and two to four initials; the row shows the telephone."""
    search = hands.window.top.search
    somebody = hands.desk.store.get("contact", id_of("contact", 0))
    assert somebody is not None
    initials = read_pinyin(somebody["name"], person=True).initials[0]
    hands.press(Qt.Key.Key_K, CTRL)
    hands.until(search.hasFocus)
    for number, letter in enumerate(initials, start=1):
        hands.letter(letter)
        typed = initials[:number]
        hands.until(lambda typed=typed: search.text() == typed and _shown(hands), "key")  # type: ignore[misc]
    people = [line for line in search.list.lines if line.kind == "contact" and line.id]
    assert people, "nobody was found"
    assert any(char.isdigit() for char in people[0].detail), "no telephone in the row"
    search.clear()
    search.list.hide()


def _shown(hands: Hands) -> bool:
    return hands.window.top.search.list.isVisible() and not hands.window.ctx.database.busy


def check_for_a_clash(hands: Hands) -> None:
    """Paste a name: the strip says who has it, offline and without a click."""
    dialog = _capture(hands)
    dialog.line.clear()
    hands.paste(TAKEN)
    hands.until(lambda: not dialog.claims.isHidden(), "answer")
    assert "县功镇" in dialog.claims.sentences(), "the strip does not say who has it"
    dialog.line.clear()
    dialog.reject()
    hands.rest()


def see_today(hands: Hands) -> None:
    """Ctrl+1: everything due, from whatever page one is on; then one thing is ticked off."""
    hands.window.open_page("settings")
    hands.press(Qt.Key.Key_1, CTRL)
    page = hands.window.page
    assert isinstance(page, TodayPage)
    hands.until(lambda: not hands.window.ctx.database.busy and page.ready(), "open")
    hands.timed("read", lambda: today_at(hands.desk))
    rows = page.lists[0].rows
    assert rows, "nothing is due"
    rows[0].setFocus()
    line, count = rows[0].line, len(page.loaded.today.lines) if page.loaded else 0
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: page.loaded is not None and line not in page.loaded.today.lines, "settle")
    assert page.loaded is not None and len(page.loaded.today.lines) >= count - 1


JOURNEYS = (
    Journey(
        "1", "记一次走访", Budget(2, 0, 1, {"open": 500, "key": 16.7, "read": 10, "save": 500}), log_a_visit
    ),
    Journey("2", "找人看电话", Budget(5, 0, 0, {"key": 50}), find_a_phone),
    Journey("3", "会前查撞单", Budget(2, 0, 0, {"answer": 1000}), check_for_a_clash),
    Journey("今", "看今日，办一件", Budget(2, 0, 0, {"open": 300, "read": 50, "settle": 300}), see_today),
)
