"""保存并首报: the form of a lead that is reported first while it is saved (journeys.md 4)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.services.claims import claims_on
from tests.fakes.desktops import Desktop
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(desktop: Desktop, kind: str, **values: object) -> RecordDialog:
    dialog = desktop.window.desk_actions.new_record(kind, values)
    desktop.settle()
    return dialog


def test_one_key_saves_reports_and_opens_what_attests_it(desktop: Desktop) -> None:
    opened(desktop, "project", name="光热采暖项目", investor_id=desktop.id("company", "正威"))
    desktop.key(Qt.Key.Key_Return, CTRL_SHIFT)
    desktop.until(lambda: desktop.window.sheets.top is None)
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.kind == "project"
    (claim,) = claims_on(desktop.desk, "project", page.id)
    said = page.overview.claims.sentences()
    assert "首报：待发送" in said and "陈立" in said
    assert f"本机存证第 1 号（{claim['hash'][:8]}），等总部回执" in said
    assert desktop.window.toast.text == "已新建并首报项目：光热采暖项目"


def test_a_lead_without_an_investor_says_so_at_its_row_and_stays(desktop: Desktop) -> None:
    dialog = opened(desktop, "project", name="光热采暖项目")
    assert dialog.report_button is not None
    desktop.click(dialog.report_button)
    desktop.until(lambda: bool(dialog.form.rows["investor_id"].error))
    assert desktop.window.sheets.top is dialog
    assert desktop.desk.store.ids("claim") == [] == desktop.desk.store.ids("project", find="光热采暖")
    assert QApplication.focusWidget() is dialog.form.bindings["investor_id"].editor.focusProxy()
    dialog.accept()  # saving alone is fine after that, and reports nothing
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.desk.store.ids("claim") == []
    assert len(desktop.desk.store.ids("project", find="光热采暖")) == 1


def test_what_the_unit_has_reported_already_is_said_and_can_be_saved_alone(desktop: Desktop) -> None:
    values = {"investor_id": desktop.id("company", "正威")}
    first = opened(desktop, "project", name="光热采暖项目", **values)
    first.save_and_report()
    desktop.until(lambda: desktop.window.sheets.top is None)
    second = opened(desktop, "project", name="光热二期项目", **values)
    second.save_and_report()
    desktop.until(lambda: "正威" in desktop.window.toast.text and "首报" in desktop.window.toast.text)
    assert desktop.window.sheets.top is second and len(desktop.desk.store.ids("claim")) == 1
    second.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert len(desktop.desk.store.ids("project", find="光热二期")) == 1


def test_only_forms_of_what_can_be_claimed_offer_it(desktop: Desktop) -> None:
    for kind, offered in (("project", True), ("company", True), ("contact", False), ("visit", False)):
        dialog = opened(desktop, kind)
        assert (dialog.report_button is not None) is offered, kind
        dialog.reject()
        desktop.settle()
