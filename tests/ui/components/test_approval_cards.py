"""The cards of assessment and approval: in English, after a no, services late and done, by keyboard."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.approvals import approvals_of, record_step
from app.services.records import undo
from app.services.reviews import finish_service, open_services, services_of
from tests.fakes.approvals import give_approvals
from tests.fakes.desks import sample_desk
from tests.fakes.desktops import Desktop, copied, make_desktop, said_by
from ui.components.approval_cards import ApprovalCard, ReviewsCard, ServiceLine, ServicesCard
from ui.dialogs.fields_dialog import FieldsDialog
from ui.theme.theme import Theme

Made = dict[str, str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("cards")
    desk = sample_desk(folder)
    made = give_approvals(desk)
    desk.store.close()
    return folder, made


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, filled: tuple[Path, Made], tmp_path: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, copied(filled[0], tmp_path / "profile"))


def words(root: QWidget) -> str:
    return "\n".join(text for _, text in said_by(root))


def tab(desktop: Desktop, find: str) -> QWidget:
    page = desktop.record("project", find)
    page.show_tab("approval")
    desktop.settle()
    return page.approval


def shown(root: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in root.findChildren(kind) if one.isVisible()]


def button(root: QWidget, text: str) -> QPushButton:
    return next(one for one in root.findChildren(QPushButton) if one.text() == text and one.isVisible())


def test_everything_of_the_product_is_in_english(
    qtbot: QtBot, theme: Theme, filled: tuple[Path, Made], tmp_path: Path
) -> None:
    folder = copied(filled[0], tmp_path / "profile")
    for desktop in make_desktop(qtbot, theme, folder, language="en"):
        approval = tab(desktop, "煤矸石")
        told = words(approval)
        for said in ("The Party standing committee deliberates", "> 50 mu", "Record step", "Withdraw"):
            assert said in told
        cards = {card.findChildren(QLabel)[0].text() for card in shown(approval, ServicesCard)}
        assert cards == {"Services"}
        page = desktop.page("approvals")
        assert not any("个" in text or "项" in text for text, _ in page.status())
        desktop.page("approvals", "services")
        assert "working days late" in words(page)


def test_after_a_no_the_card_offers_another_application(desktop: Desktop, filled: tuple[Path, Made]) -> None:
    made = filled[1]
    record_step(desktop.desk, made["second"], {"outcome": "refused", "decided_on": "2026-11-19"})
    approval = tab(desktop, "华夏电动")
    (card,) = shown(approval, ApprovalCard)
    told = words(card)
    assert "否决" in told and "提交申请" in told
    assert "记一步" not in told and "撤回申请" not in told, "nobody is waited for"
    undo(desktop.desk)
    (one,) = approvals_of(desktop.desk, desktop.id("project", "华夏电动"))
    assert one.standing.is_open
    (card,) = shown(tab(desktop, "华夏电动"), ApprovalCard)
    assert "记一步" in words(card) and "提交申请" not in words(card)


def test_verdicts_are_counted_and_what_is_asked_stands_where_none_was_given(desktop: Desktop) -> None:
    entry, pre_review, site_visit = shown(tab(desktop, "煤矸石"), ReviewsCard)
    assert "考察联审" in words(site_visit) and "自然资源部门意见" in words(site_visit)
    assert "3/7" in words(entry) and "1/6" in words(pre_review)
    told = words(entry)
    assert told.count("改结论") == 3 and told.count("给结论") == 4
    assert "262 万元/亩" in told and "不符合" in told
    assert "不低于本地控制指标" in told, "the threshold of what has no verdict yet"


def test_services_tell_days_left_late_and_done(desktop: Desktop, filled: tuple[Path, Made]) -> None:
    gangue = filled[1]["gangue"]
    lines = shown(tab(desktop, "煤矸石"), ServiceLine)
    told = [words(line) for line in lines]
    assert [("逾期 4 个工作日" in told[0], "还有 6 个工作日" in told[1], "已办结" in told[2])] == [
        (True, True, True)
    ]
    boxes = [line.box for line in lines if isinstance(line, ServiceLine)]
    assert [box.isEnabled() for box in boxes] == [True, True, False]
    boxes[0].setFocus()
    QTest.keyClick(boxes[0], Qt.Key.Key_Space)
    desktop.settle()
    late = next(one for one in services_of(desktop.desk, gangue) if one.limit.done and one.limit.late)
    assert late.limit.late == 4, "done today, four days late"
    lines = shown(tab(desktop, "煤矸石"), ServiceLine)
    assert any("办结，晚 4 个工作日" in words(line) for line in lines)
    undo(desktop.desk)
    assert not services_of(desktop.desk, gangue)[0].limit.done


def test_the_page_follows_what_happens_elsewhere(desktop: Desktop) -> None:
    page = desktop.page("approvals", "services")
    for one in open_services(desktop.desk):
        finish = partial(finish_service, desktop.desk, one.row.id)
        desktop.window.ctx.change(finish, changes=lambda changes: changes, said="")
    desktop.settle()
    assert "没有在办的代办事项" in words(page)
    assert page.status()[-1][0] == "代办逾期 0 项"


def test_a_step_is_told_by_keyboard_and_escape_keeps_nothing(
    desktop: Desktop, filled: tuple[Path, Made]
) -> None:
    made = filled[1]
    (card,) = shown(tab(desktop, "煤矸石"), ApprovalCard)
    step = button(card, "记一步")
    step.setFocus()
    QTest.keyClick(step, Qt.Key.Key_Space)
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, FieldsDialog)
    assert "第 2 步" in words(dialog) and "煤矸石" in words(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desktop.settle()
    assert desktop.window.sheets.top is None
    (one,) = approvals_of(desktop.desk, made["gangue"])
    assert one.standing.number == 2
    for what in ("step", "withdraw", "agenda", "outcome", "service", "file"):
        desktop.window.ctx.approval_asked.emit(what, "no such record")
        desktop.settle()
        assert desktop.window.sheets.top is None, what
