"""Moving a project on the screen: what is missing is filled in place (journey 8)."""

from PySide6.QtCore import Qt

from app.services.records import change_record, create_record
from tests.fakes.desktops import Desktop
from ui.components.checklist import CheckLine
from ui.dialogs.record_dialog import RecordDialog
from ui.dialogs.stage_dialog import StageDialog
from ui.widgets.button import Button

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desktop: Desktop, find: str, stage: str) -> StageDialog:
    desktop.window.ctx.stage_asked.emit(desktop.id("project", find), stage)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, StageDialog)
    desktop.settle()
    return dialog


def test_the_next_stage_takes_two_clicks_and_what_is_missing(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    desktop.settle()
    next(one for one in page.header.findChildren(Button) if one.text() == "推进到落地").click()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, StageDialog)
    desktop.settle()
    assert list(dialog.facts) == ["obligation_on"]
    dialog.facts["obligation_on"].restore("11月18日")
    dialog.accept_button.click()
    desktop.until(lambda: desktop.window.sheets.top is None)
    row = desktop.row("project", "煤矸石")
    assert (row["stage"], str(row["stage_on"])) == ("landed", "2026-11-20")
    assert str(row["obligation_on"]) == "2026-11-18"
    (move,) = desktop.desk.store.rows("stage_move", desktop.desk.store.ids("stage_move"))
    assert (move["before"], move["after"]) == ("signed", "landed")
    assert desktop.window.toast.text.endswith("：已到落地")


def test_what_is_left_empty_is_said_where_it_belongs_and_nothing_is_lost(desktop: Desktop) -> None:
    dialog = opened(desktop, "煤矸石", "landed")
    dialog.reason.set_raw("土地已摘牌")
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.settle()
    assert dialog.isVisible() and "第一项义务已履行" in dialog.rows["fact.obligation_on"].error
    assert dialog.reason.raw() == "土地已摘牌"
    assert desktop.row("project", "煤矸石")["stage"] == "signed"


def test_a_stage_date_that_is_none_is_said_at_its_row(desktop: Desktop) -> None:
    dialog = opened(desktop, "煤矸石", "landed")
    dialog.day.restore("13月40日")
    dialog.accept()
    desktop.settle()
    assert dialog.isVisible() and "13" in dialog.rows["stage_on"].error


def test_pausing_asks_for_a_reason_of_the_pack(desktop: Desktop) -> None:
    dialog = opened(desktop, "煤矸石", "landed")
    assert dialog.rows["exit_reason"].isHidden()
    dialog.stage.set_value("paused")
    dialog.stage.changed.emit()
    desktop.settle()
    assert dialog.rows["exit_reason"].isVisible() and dialog.facts == {}
    dialog.accept()
    desktop.settle()
    assert dialog.rows["exit_reason"].error
    dialog.exit_reason.set_raw("资金未落实")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    row = desktop.row("project", "煤矸石")
    assert (row["stage"], row["exit_reason"]) == ("paused", "funding")


def test_skipping_says_what_is_skipped_and_wants_to_know_why(desktop: Desktop) -> None:
    change_record(desktop.desk, "project", desktop.id("project", "煤矸石"), {"site_on": "2026-11-01"})
    dialog = opened(desktop, "煤矸石", "construction")
    assert "落地" in dialog.rows["reason"].help
    dialog.facts["started_on"].restore("11月19日")
    dialog.accept()
    desktop.settle()
    assert dialog.rows["reason"].error
    dialog.reason.set_raw("先行开工")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.row("project", "煤矸石")["stage_reason"] == "先行开工"


def test_what_no_field_would_mend_is_a_link_and_counts_when_it_is_there(desktop: Desktop) -> None:
    id = desktop.id("project", "氢能源")
    change_record(desktop.desk, "project", id, {"investor_id": desktop.id("company", "正威")})
    dialog = opened(desktop, "氢能源", "negotiating")
    line = next(one for one in dialog.findChildren(CheckLine) if one.button is not None)
    assert line.line.requirement.id == "contact" and line.button is not None
    line.button.click()
    assert isinstance(desktop.window.sheets.top, RecordDialog)
    desktop.window.sheets.top.reject()
    visit = {"visited_on": "2026-11-19", "kind": "call", "subject": "电话", "project_id": id}
    _, changes = create_record(desktop.desk, "visit", visit)
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    desktop.settle()
    assert not [one for one in dialog.findChildren(CheckLine) if one.button is not None and one.isVisible()]
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.row("project", "氢能源")["stage"] == "negotiating"
