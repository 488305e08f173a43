"""Today leads to the call or visit that settles a line, with one key."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.services.records import create_record
from tests.fakes.desktops import Desktop
from tests.fakes.full_days import full_day, lines, row
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.today_page import TodayPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desktop: Desktop) -> TodayPage:
    return full_day(desktop)


@pytest.mark.parametrize(
    ("held", "kind"), [(CTRL, "call"), (CTRL | Qt.KeyboardModifier.ShiftModifier, "outward")]
)
def test_somebody_silent_is_called_or_visited_with_one_key(
    desktop: Desktop, page: TodayPage, held: Qt.KeyboardModifier, kind: str
) -> None:
    row(page, "王建国").setFocus()
    desktop.key(Qt.Key.Key_Return, held)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "visit"
    begun = dialog.form.entered()
    person = desktop.id("contact", "王建国")
    assert (begun["kind"], begun["contact_ids"]) == (kind, [person])
    assert begun["company_id"] == desktop.id("company", "正威")
    dialog.form.bindings["subject"].restore("问候")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    desktop.until(lambda: not any("王建国" in one for one in lines(page)))
    assert desktop.row("contact", "王建国")["last_contact_on"] == date(2026, 11, 20)


def test_a_greeting_owed_leads_to_its_person_and_a_step_to_its_firm(
    desktop: Desktop, page: TodayPage
) -> None:
    person = desktop.id("contact", "仇志远")
    create_record(
        desktop.desk, "greeting", {"contact_id": person, "title": "春节慰问", "due_on": "2026-11-21"}
    )
    page.refresh()
    desktop.until(lambda: any("仇志远" in one for one in lines(page)))
    menu = row(page, "仇志远").menu()
    next(one for one in menu.actions() if one.text().startswith("记一次走访")).trigger()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.entered()["contact_ids"] == [person]
    assert dialog.form.entered()["company_id"] == desktop.id("company", "青岛啤酒")
    dialog.reject()
    row(page, "资源配置").setFocus()
    desktop.key(Qt.Key.Key_Return, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.entered()["company_id"] == desktop.id("company", "正威")


def test_a_planned_visit_offers_no_second_one(page: TodayPage) -> None:
    texts = [one.text() for one in row(page, "看地块").menu().actions()]
    assert not any(text.startswith("记一次") for text in texts)
