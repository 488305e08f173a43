"""研判审批 and the approval tab of a project: what they show, and what is done from them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.approvals import approvals_of, open_approvals
from app.services.meetings import sitting
from app.services.records import required_row
from app.services.reviews import review_items, services_of
from tests.fakes.approvals import give_approvals
from tests.fakes.desks import sample_desk
from tests.fakes.desktops import Desktop, copied, make_desktop, said_by
from ui.components.approval_cards import ServiceLine
from ui.components.meeting_cards import MeetingCard
from ui.components.record_cards import LinkRow
from ui.components.route_ribbon import RouteRibbon
from ui.dialogs.approval_dialog import ApprovalDialog
from ui.dialogs.approval_forms import ServiceDialog
from ui.dialogs.fields_dialog import FieldsDialog
from ui.dialogs.meeting_dialogs import AgendaDialog, OutcomeDialog
from ui.pages.approvals_page import ApprovalsPage
from ui.theme.theme import Theme

Made = dict[str, str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("approvals")
    desk = sample_desk(folder)
    made = give_approvals(desk)
    desk.store.close()
    return folder, made


@pytest.fixture
def made(filled: tuple[Path, Made]) -> Made:
    return filled[1]


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, filled: tuple[Path, Made], tmp_path: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, copied(filled[0], tmp_path / "profile"))


def words(root: QWidget) -> str:
    return "\n".join(text for _, text in said_by(root))


def form(desktop: Desktop, what: str, id: str) -> FieldsDialog:
    desktop.window.ctx.approval_asked.emit(what, id)
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, FieldsDialog)
    return dialog


def keep(desktop: Desktop, dialog: FieldsDialog) -> None:
    dialog.accept()
    desktop.settle()


def test_the_page_tells_who_is_waited_for_and_how_long(desktop: Desktop, made: Made) -> None:
    page = desktop.page("approvals")
    assert isinstance(page, ApprovalsPage) and page.ready()
    told = words(page)
    assert "政府办公会议审议" in told and "招商部门审核" in told and "一事一议" in told
    assert "已等 10 个工作日" in told
    assert [text for text, _ in page.status()] == ["待审批 2 个", "待定议题 1 个", "代办逾期 1 项"]
    link = next(one for one in page.findChildren(LinkRow) if "煤矸石" in one.accessibleName())
    link.opened.emit()
    desktop.settle()
    assert desktop.window.page.current_tab() == "approval"


def test_meetings_stand_by_month_with_their_agendas(desktop: Desktop) -> None:
    page = desktop.page("approvals", "meetings")
    told = words(page)
    assert "2026年11月" in told and "有条件通过" in told and "编制用水保障方案" in told and "退回" in told
    cards = [card for card in page.findChildren(MeetingCard) if card.isVisible()]
    assert len(cards) == 2
    assert "记结果" not in words(cards[0]), "it has not been held yet"
    assert desktop.window.page.current_tab() == "meetings"


def test_a_service_is_finished_where_it_is_listed(desktop: Desktop, made: Made) -> None:
    page = desktop.page("approvals", "services")
    lines = [line for line in page.findChildren(ServiceLine) if line.isVisible()]
    assert "逾期 4 个工作日" in words(lines[0]) and "煤矸石" in words(lines[0])
    lines[0].box.setChecked(True)
    desktop.settle()
    states = [one.limit.done for one in services_of(desktop.desk, made["gangue"])]
    assert states.count(True) == 2


def test_the_tab_of_a_project_shows_its_route_opinions_and_verdicts(desktop: Desktop, made: Made) -> None:
    page = desktop.record("project", "煤矸石")
    page.show_tab("approval")
    told = words(page.approval)
    for said in (
        "党委常委会审议：供地 > 50 亩",
        "§2(5)",
        "同意上会。",
        "不符合",
        "废水排放",
        "还需要：落户地",
    ):
        assert said in told
    assert page.approval.findChildren(RouteRibbon)


def test_a_step_is_recorded_from_the_tab(desktop: Desktop, made: Made) -> None:
    dialog = form(desktop, "step", made["approval"])
    assert dialog.windowTitle() == "政府办公会议审议"
    dialog.bindings["who"].editor.set_raw("李市长")
    dialog.bindings["decided_on"].restore("2026-11-01")
    keep(desktop, dialog)
    assert "早于上一步" in dialog.rows["decided_on"].error, "typed text stays, the reason is told"
    dialog.bindings["decided_on"].restore("2026-11-19")
    keep(desktop, dialog)
    assert desktop.window.sheets.top is None
    (one,) = approvals_of(desktop.desk, made["gangue"])
    assert (one.standing.number, one.steps[-1]["who"], one.steps[-1]["outcome"]) == (3, "李市长", "passed")


def test_the_route_is_told_while_an_application_is_typed(desktop: Desktop, made: Made) -> None:
    beer = desktop.id("project", "青岛啤酒15")
    dialog = form(desktop, "file", beer)
    assert isinstance(dialog, ApprovalDialog)
    desktop.until(lambda: "供地 ≤ 30 亩" in dialog.why.text())
    dialog.bindings["land"].restore("45亩")
    dialog.bindings["land"].editor.changed.emit()
    desktop.until(lambda: "政府办公会议审议" in dialog.why.text())
    assert not dialog.rows["special_terms"].isVisible()
    dialog.flags.boxes["special"].setChecked(True)
    desktop.until(lambda: "提高一级" in dialog.why.text())
    assert dialog.rows["special_terms"].isVisible()
    keep(desktop, dialog)
    (one,) = approvals_of(desktop.desk, beer)
    assert (one.row["route"], str(one.row["land"]), one.row["special"]) == ("standing", "45", True)
    again = form(desktop, "file", beer)
    keep(desktop, again)
    assert any("已有一份在办的申请" in row.error for row in again.rows.values())


def test_an_application_is_withdrawn_with_a_note(desktop: Desktop, made: Made) -> None:
    dialog = form(desktop, "withdraw", made["second"])
    dialog.bindings["note"].editor.set_raw("业主另行选址")
    keep(desktop, dialog)
    assert [one.row.id for one in open_approvals(desktop.desk)] == [made["approval"]]


def test_a_meeting_is_planned_filled_and_decided(desktop: Desktop, made: Made) -> None:
    planned = form(desktop, "meeting", "")
    planned.bindings["held_on"].restore("2026-11-19")
    keep(desktop, planned)
    meeting = desktop.desk.store.ids("meeting", find="2026年第2次项目研判小组会议")[0]
    agenda = form(desktop, "agenda", meeting)
    assert isinstance(agenda, AgendaDialog)
    hydrogen = desktop.id("project", "氢能源")
    agenda.boxes[hydrogen].setChecked(True)
    agenda.bindings["argument"].editor.set_raw("已重新选址")
    keep(desktop, agenda)
    (item,) = sitting(desktop.desk, meeting).items
    assert item.row["argument"] == "已重新选址"
    outcome = form(desktop, "outcome", item.row.id)
    assert isinstance(outcome, OutcomeDialog)
    outcome.add_assignment()
    outcome.assignments[0]["due_on"].restore("明年的某一天")
    keep(desktop, outcome)
    assert outcome.rows["title"].error or outcome.rows["due_on"].error
    outcome.assignments[0]["title"].editor.set_raw("办理规划许可")
    outcome.assignments[0]["due_on"].restore("2026-12-01")
    keep(desktop, outcome)
    (item,) = sitting(desktop.desk, meeting).items
    assert (item.row["outcome"], [row["title"] for row in item.assignments]) == ("passed", ["办理规划许可"])


def test_a_verdict_and_a_service(desktop: Desktop, made: Made) -> None:
    beer = desktop.id("project", "青岛啤酒15")
    verdict = form(desktop, "verdict", f"{beer} energy")
    verdict.bindings["verdict"].editor.set_value("not_met")
    keep(desktop, verdict)
    assert verdict.rows["reason"].error == "不符合的要写明理由"
    verdict.bindings["reason"].editor.set_raw("单位能耗超限")
    keep(desktop, verdict)
    asked = review_items(desktop.desk, required_row(desktop.desk, "project", beer), "entry")
    assert [one.row["reason"] for one in asked if one.row] == ["单位能耗超限"]
    service = form(desktop, "service", beer)
    assert isinstance(service, ServiceDialog)
    service.item.set_value("power")
    service.item.changed.emit()
    assert service.bindings["limit_days"].editor.raw() == "10"
    keep(desktop, service)
    (one,) = services_of(desktop.desk, beer)
    assert (one.row["title"], one.row["limit_days"]) == ("供电接入", 10)


def test_documents_are_written_and_offered(desktop: Desktop, made: Made, tmp_path: Path) -> None:
    actions = desktop.window.desk_actions.approvals
    actions.write("form", made["approval"], tmp_path / "form.docx")
    actions.write("minutes", made["held"], tmp_path / "minutes.docx")
    desktop.settle()
    assert Document(str(tmp_path / "form.docx")).tables
    assert "一、青岛啤酒15万吨纯生啤酒项目" in [
        one.text for one in Document(str(tmp_path / "minutes.docx")).paragraphs
    ]


def test_what_there_is_nothing_of_says_what_to_do(qtbot: QtBot, theme: Theme, profile_folder: Path) -> None:
    for desktop in make_desktop(qtbot, theme, profile_folder):
        page = desktop.page("approvals")
        assert "没有在等的审批" in words(page)
        desktop.page("approvals", "meetings")
        assert "还没有会议" in words(page)
        desktop.page("approvals", "services")
        assert "没有在办的代办事项" in words(page)
        record = desktop.record("project", "煤矸石")
        record.show_tab("approval")
        assert "按现有资料，应走“党委常委会审议”" in words(record.approval)
