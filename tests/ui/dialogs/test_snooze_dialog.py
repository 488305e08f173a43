"""The dialog that puts an alert off: what it asks, what it refuses, both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.alerts import alerts
from app.services.records import create_record
from tests.fakes.desktops import Desktop, make_desktop, said_by
from ui.dialogs.snooze_dialog import SnoozeDialog
from ui.pages.alerts_page import AlertsPage
from ui.theme.theme import Theme

GIVEN = {"name": "海上储能", "stage": "signed", "contract_on": "2026-01-01"}


@pytest.fixture
def english(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder, language="en")


def opened(desktop: Desktop) -> tuple[AlertsPage, SnoozeDialog]:
    create_record(desktop.desk, "project", GIVEN)
    page = desktop.page("alerts")
    assert isinstance(page, AlertsPage)
    rows = page.cards["signed_not_landed"].rows
    (row,) = [one for one in rows if one.alert.title == "海上储能"]
    desktop.click(row.later)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, SnoozeDialog)
    return page, dialog


def put_off(desktop: Desktop) -> int:
    return sum(one.put_off is not None for one in alerts(desktop.desk))


def test_each_word_is_refused_beside_itself_and_only_while_it_is_wrong(desktop: Desktop) -> None:
    _, dialog = opened(desktop)
    assert any("海上储能" in text and "签约" in text for _, text in said_by(dialog)), "it says which alert"
    dialog.accept()
    desktop.settle()
    assert {name: bool(row.error) for name, row in dialog.rows.items()} == {"until": True, "reason": True}
    dialog.bindings["reason"].editor.set_raw("等批文")
    dialog.bindings["until"].editor.set_raw("2026-11-20")
    dialog.accept()
    desktop.settle()
    assert dialog.rows["until"].error == "暂缓日期要晚于今天" and not dialog.rows["reason"].error
    assert desktop.window.sheets.top is dialog and put_off(desktop) == 0
    dialog.bindings["until"].editor.set_raw("2026-11-21")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert put_off(desktop) == 1 and desktop.window.toast.text.startswith("已暂缓这条预警")


def test_escape_keeps_the_light(desktop: Desktop) -> None:
    page, dialog = opened(desktop)
    before = len(page.shown())
    dialog.bindings["until"].editor.set_raw("2026-12-01")
    dialog.bindings["reason"].editor.set_raw("等批文")
    dialog.reject()
    desktop.settle()
    assert desktop.window.sheets.top is not dialog
    assert put_off(desktop) == 0 and len(page.shown()) == before


def test_everything_in_english(english: Desktop) -> None:
    page, dialog = opened(english)
    said = [text for _, text in said_by(page)]
    assert any("Signed, not landed" in text for text in said)
    assert page.status()[1][0] == "0 put off"
    dialog.bindings["until"].editor.set_raw("2026-12-01")
    dialog.bindings["reason"].editor.set_raw("waiting for the permit")
    english.click(dialog.accept_button)
    english.until(lambda: english.window.sheets.top is None)
    assert english.window.toast.text.startswith("The alert is put off")
    page = english.page("alerts", "put_off")  # type: ignore[assignment]
    english.settle()
    (one,) = page.shown()
    said = [text for _, text in said_by(page)]
    assert any("waiting for the permit" in text and "by" in text for text in said)
    assert page.status()[1][0] == "1 put off" and not page.cards[one.light].rows[0].later.isVisible()
