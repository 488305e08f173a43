"""The menus of lines in cards: what each verb does, undone by the toast where it takes something away."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.model.row import Row
from app.services.drafts import keep_draft, new_draft
from app.services.records import create_record
from tests.fakes.clash_cases import add_cases, become
from tests.fakes.desks import add_conflicts
from tests.fakes.desktops import Desktop, make_desktop
from tests.fakes.lives import give_life
from tests.ui.menus import choose, close_menu, line, menu_key, right_click, texts
from ui.components.alert_cards import AlertRow
from ui.components.case_list import CaseItem
from ui.components.fact_list import FactRow
from ui.components.life_cards import GanttCard, NodeLine
from ui.components.promises_card import PromiseRow
from ui.components.record_cards import LinkRow
from ui.components.record_menu import ReadLine, words_of
from ui.components.steps_box import StepRow
from ui.components.surveys.survey import ShareRow
from ui.components.today_cards import EntryRow, FigureCard
from ui.components.trip_calendar import TripCalendar
from ui.components.visit_line import VisitLine
from ui.dialogs.record_dialog import RecordDialog
from ui.dialogs.snooze_dialog import SnoozeDialog
from ui.pages.detail_page import DetailPage
from ui.pages.sync_centre import SyncCentre
from ui.theme.theme import Theme
from ui.widgets.timeline import Timeline

W = TypeVar("W", bound=QWidget)
TODAY = date(2026, 11, 20)


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with lives in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        give_life(made.desk)
        yield made
        close_menu()


def shown(desktop: Desktop, sort: type[W], words: str = "") -> W:
    """The line of a sort on the screen with these words."""
    desktop.settle()
    desktop.settle()  # what a change made stale is read again after it
    found = [one for one in desktop.window.findChildren(sort) if one.isVisible()]
    named = [one for one in found if words in _read(one)]
    assert named, f"no {sort.__name__} with {words} among {[_read(one) for one in found]}"
    return named[-1]


def _read(widget: QWidget) -> str:
    names = [one.accessibleName() for one in [widget, *widget.findChildren(QWidget)]]
    labels = [str(getattr(one, "text", lambda: "")()) for one in widget.findChildren(QWidget)]
    return " ".join([*names, *labels])


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def kept(desktop: Desktop, kind: str, id: str) -> Row:
    row = desktop.desk.store.get(kind, id)
    assert row is not None
    return row


def take_back(desktop: Desktop) -> None:
    """The undo of the toast."""
    desktop.window.ctx.undo()
    desktop.settle()


# ---- records in cards
def test_a_record_in_a_card_opens_is_copied_and_deleted_with_an_undo(desktop: Desktop) -> None:
    desktop.record("company", "青岛啤酒")
    id = desktop.id("contact", "仇志远")
    link = shown(desktop, LinkRow, "仇志远")
    menu = right_click(link)
    assert texts(menu)[:2] == ["打开", "记走访"] and "加入行程" in texts(menu)
    choose(menu, next(one for one in texts(menu) if one.startswith("复制电话")))
    assert clipboard().replace(" ", "") == "13800138000"
    choose(menu_key(link), "复制文字")
    assert clipboard().startswith("仇志远") and "青岛啤酒" in clipboard()
    choose(menu_key(link), "记走访")
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "visit"
    desktop.window.sheets.close_all()
    choose(menu_key(link), "删除")
    desktop.settle()
    assert kept(desktop, "contact", id).deleted and "已删除 1 条联系人" in desktop.window.toast.text
    take_back(desktop)
    assert not kept(desktop, "contact", id).deleted
    choose(menu_key(shown(desktop, LinkRow, "仇志远")), "打开")
    desktop.settle()
    assert isinstance(desktop.window.page, DetailPage) and desktop.window.page.id == id


def test_a_step_is_ticked_off_and_says_so_afterwards(desktop: Desktop) -> None:
    values = {"title": "送样品", "company_id": desktop.id("company", "青岛啤酒"), "due_on": "2026-11-25"}
    id = create_record(desktop.desk, "next_step", values)[0]
    desktop.record("company", "青岛啤酒")
    choose(right_click(shown(desktop, StepRow, "送样品")), "标为完成")
    desktop.settle()
    assert kept(desktop, "next_step", id)["done_on"] == TODAY
    row = shown(desktop, StepRow, "送样品")
    assert row.childAt(row.box.geometry().center()) is not row.box, "a shut box would swallow the click"
    done = line(right_click(row, row.box.geometry().center()), "标为完成")
    assert not done.isEnabled() and done.toolTip() == "已经完成"


def test_nodes_are_ticked_off_on_the_list_and_opened_on_the_axis(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    node = shown(desktop, NodeLine, "项目公司注册")
    choose(right_click(node), "标为完成")
    desktop.settle()
    assert not shown(desktop, NodeLine, "项目公司注册").box.isEnabled()
    page.show_tab("plan")
    gantt = shown(desktop, GanttCard).gantt
    choose(right_click(gantt, gantt.row_rect(2).center()), "打开")
    desktop.settle()
    assert page.kind == "node"


def test_a_promise_is_closed_and_opened_again(desktop: Desktop) -> None:
    company = desktop.id("company", "青岛啤酒")
    told = {"title": "给用水方案", "side": "ours", "promised_on": "2026-11-19", "company_id": company}
    id = create_record(desktop.desk, "promise", told)[0]
    desktop.record("company", "青岛啤酒")
    row = shown(desktop, PromiseRow, "给用水方案")
    row.offer_under(row)
    by_button = texts(right_click(row))
    assert by_button == texts(menu_key(row.box)), "one menu, whichever way"
    choose(right_click(row), "已兑现")
    desktop.settle()
    assert kept(desktop, "promise", id)["closed_on"] == TODAY
    choose(right_click(shown(desktop, PromiseRow, "给用水方案")), "重新打开")
    desktop.settle()
    assert kept(desktop, "promise", id)["closed_on"] is None


def test_a_visit_of_a_trip_is_ticked_and_deleted_and_ends_say_why(desktop: Desktop) -> None:
    trip = create_record(desktop.desk, "trip", {"title": "长三角", "starts_on": TODAY, "ends_on": TODAY})[0]
    told = {"subject": "甲", "visited_on": TODAY, "trip_id": trip, "state": "planned"}
    id = create_record(desktop.desk, "visit", told)[0]
    desktop.window.open_record("trip", trip)
    menu = right_click(shown(desktop, VisitLine, "甲"))
    assert line(menu, "上移").toolTip() == "已是这一天的第一个"
    assert line(menu, "下移").toolTip() == "已是这一天的最后一个"
    choose(menu, "标为已走访")
    desktop.settle()
    assert kept(desktop, "visit", id)["state"] == "made"
    choose(right_click(shown(desktop, VisitLine, "甲")), "删除")
    desktop.settle()
    assert kept(desktop, "visit", id).deleted
    take_back(desktop)
    assert not kept(desktop, "visit", id).deleted


def test_lines_that_are_only_read_lead_to_their_record_or_are_copied(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    page.show_tab("team")
    member = shown(desktop, ReadLine, "陈县长")
    menu = right_click(member)
    assert texts(menu) == ["打开", "复制文字", "删除"]
    choose(menu, "复制文字")
    assert clipboard() == words_of(member)
    choose(right_click(member), "删除")
    desktop.settle()
    assert "已删除 1 条" in desktop.window.toast.text
    take_back(desktop)
    page.show_tab("history")
    entry = shown(desktop, ReadLine, "→")
    assert texts(right_click(entry)) == ["复制文字"]


# ---- fields
def test_a_field_is_copied_emptied_and_leads_to_what_it_names(desktop: Desktop) -> None:
    page = desktop.record("contact", "仇志远")
    id = page.id
    facts = {one.field.name: one for one in page.findChildren(FactRow) if one.isVisible()}
    choose(right_click(facts["title"]), "复制内容")
    assert clipboard() == "投资部总经理"
    required = line(menu_key(facts["name"].value), "清空")
    assert not required.isEnabled() and required.toolTip() == "这一项必填，不能清空"
    choose(menu_key(facts["title"].value), "清空")
    desktop.settle()
    assert not kept(desktop, "contact", id)["title"] and desktop.window.toast.text == "已清空：职务"
    take_back(desktop)
    assert kept(desktop, "contact", id)["title"] == "投资部总经理"
    facts = {one.field.name: one for one in page.findChildren(FactRow) if one.isVisible()}
    choose(menu_key(facts["phones"].value), "清空")
    desktop.settle()
    assert not kept(desktop, "contact", id)["phones"]
    facts = {one.field.name: one for one in page.findChildren(FactRow) if one.isVisible()}
    choose(right_click(facts["company_id"]), "打开 青岛啤酒股份有限公司")
    desktop.settle()
    assert page.kind == "company"


def test_a_field_is_edited_from_its_menu_and_its_editor_has_the_menu_of_text(desktop: Desktop) -> None:
    page = desktop.record("contact", "仇志远")
    fact = next(one for one in page.findChildren(FactRow) if one.isVisible() and one.field.name == "title")
    choose(menu_key(fact.value), "修改")
    assert fact.editing and fact.binding is not None
    editor = fact.binding.editor.focusProxy() or fact.binding.editor
    assert "全选" in texts(menu_key(editor))


# ---- today, alerts, surveys
def test_the_cards_of_today_open_copy_and_drop(desktop: Desktop) -> None:
    keep_draft(desktop.desk, new_draft(desktop.desk, "今天 拜访 恒力"))
    desktop.window.ctx.drafts_changed.emit()
    desktop.page("today")
    row = shown(desktop, EntryRow, "拜访 恒力")
    choose(right_click(row), "复制文字")
    assert "拜访 恒力" in clipboard()
    choose(menu_key(row), "丢弃草稿")
    desktop.settle()
    left = [one for one in desktop.window.findChildren(EntryRow) if one.isVisible()]
    assert not [one for one in left if "恒力" in _read(one)]
    figure = shown(desktop, FigureCard)
    choose(right_click(figure), "复制文字")
    assert clipboard()
    choose(menu_key(shown(desktop, EntryRow, "上次同步")), "打开")
    desktop.settle()
    assert isinstance(desktop.window.page, SyncCentre)


def test_an_alert_is_put_off_or_its_record_opened(desktop: Desktop) -> None:
    desktop.page("alerts")
    row = shown(desktop, AlertRow, "项目公司注册")
    choose(right_click(row), "暂缓")
    desktop.settle()
    assert isinstance(desktop.window.sheets.top, SnoozeDialog)
    desktop.window.sheets.close_all()
    choose(menu_key(row), "打开")
    desktop.settle()
    assert isinstance(desktop.window.page, DetailPage)


def test_a_share_of_a_survey_leads_to_its_rows(desktop: Desktop) -> None:
    desktop.page("circles", "natives/whole")
    row = shown(desktop, ShareRow)
    asked: list[int] = []
    row.opened.connect(lambda: asked.append(1))
    choose(right_click(row), "复制文字")
    assert "/" in clipboard()
    choose(menu_key(row), "打开")
    assert asked == [1]


# ---- time
def test_what_happened_is_opened_from_the_timeline(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    page.show_tab("timeline")
    entry = shown(desktop, Timeline).findChildren(QWidget)[0]
    menu = menu_key(entry)
    assert texts(menu)[0] == "打开" and "删除" in texts(menu)
    choose(menu, "打开")
    desktop.settle()
    assert isinstance(desktop.window.page, DetailPage) and desktop.window.page.kind != "project"


def test_the_calendar_begins_a_trip_on_the_day_pointed_at(desktop: Desktop) -> None:
    desktop.page("trips", "calendar")
    view = shown(desktop, TripCalendar)
    desktop.until(lambda: bool(view.calendar.on_day(TODAY)))
    day = view.calendar.menu_place()
    menu = menu_key(view.calendar)
    assert texts(menu)[0] == "打开" and "今天" in texts(menu)
    choose(menu, "打开")
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, DetailPage) and page.id == view.calendar.on_day(TODAY)[0].key
    desktop.page("trips", "calendar")
    spot = QPoint(day.center().x(), day.bottom() - 4)
    menu = right_click(view.calendar, spot)
    choose(menu, next(one for one in texts(menu) if "新建行程" in one))
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and str(dialog.form.entered()["starts_on"]) == "2026-11-20"


# ---- cases
def test_a_conflict_is_taken_from_the_list(desktop: Desktop) -> None:
    add_conflicts(desktop.desk)
    desktop.window.monitor.recount()
    page = desktop.page("sync", "conflicts")
    assert isinstance(page, SyncCentre)
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 2)
    first, second = page.inbox.list.items.values()
    menu = right_click(second)
    assert page.inbox.card is not None and page.inbox.card.conflict.id == second.id, (
        "the one pointed at is shown"
    )
    assert texts(menu) == ["恢复并保留修改", "保持删除", "稍后", "打开", "复制文字"]
    choose(right_click(first), "采用我的")
    desktop.until(lambda: desktop.window.monitor.counts.conflicts == 1)
    assert desktop.row("project", "江苏兴力")["investment"] == 55000


def test_a_clash_says_why_it_cannot_be_ruled_on(desktop: Desktop) -> None:
    become(desktop.desk)
    add_cases(desktop.desk)
    desktop.page("clashes")
    item = shown(desktop, CaseItem)
    menu = right_click(item)
    assert line(menu, "按所填裁定").toolTip() == "已经裁定，或由总部裁定"
    choose(menu, "复制文字")
    assert clipboard() == item.accessibleName()
