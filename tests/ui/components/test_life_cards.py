"""What a project's page shows of its life, and what it does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.life import moves_of
from app.services.node_plans import done_on, make_plan, nodes_of
from tests.fakes.desktops import Desktop, make_desktop, said_by
from tests.fakes.lives import give_life
from ui.components.life_cards import GanttCard, ListLine, ListsCard, MovesCard, NextStageCard, NodesCard
from ui.components.record_menu import ReadLine, words_of
from ui.components.stage_ribbon import StageRibbon
from ui.dialogs.leader_dialog import LeaderDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.dialogs.stage_dialog import StageDialog
from ui.pages.detail_page import DetailPage
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.menu import Menu


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with lives in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        give_life(made.desk)
        yield made


def shown(desktop: Desktop, tab: str = "overview", find: str = "煤矸石") -> DetailPage:
    page = desktop.record("project", find)
    page.show_tab(tab)
    desktop.settle()
    return page


def words(page: DetailPage) -> str:
    return "\n".join(text for _, text in said_by(page))


def test_the_overview_says_what_is_missing_and_leads_to_it(desktop: Desktop) -> None:
    page = shown(desktop)
    card = page.findChildren(NextStageCard)[-1]
    assert "到落地还差 1 项" in words(page)
    link = next(line.button for line in card.checklist.lines if line.button is not None)
    link.click()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, StageDialog) and dialog.stage.value() == "landed"


def test_nodes_show_how_they_stand_and_are_ticked_off(desktop: Desktop) -> None:
    page = shown(desktop)
    said = words(page)
    for one in ("完成 1/8 · 逾期 1", "逾期 8 天", "提前 3 天", "还有 8 天"):
        assert one in said
    card = page.findChildren(NodesCard)[-1]
    late = next(line for line in card.lines if line.box.accessibleName() == "项目公司注册")
    late.box.click()
    id = desktop.id("project", "煤矸石")
    desktop.until(lambda: desktop.row("project", "煤矸石")["obligation_on"] is not None)
    row = desktop.row("project", "煤矸石")
    assert sum(done_on(node, row) is not None for node in nodes_of(desktop.desk, id)) == 2
    desktop.settle()
    assert "到落地的条件齐备" in words(page)


def test_the_time_axis_opens_a_node(desktop: Desktop) -> None:
    page = shown(desktop, "plan")
    card = page.findChildren(GanttCard)[-1]
    assert "签约" in card.gantt.accessibleName() and "提前 3 天" in card.gantt.accessibleName()
    card.gantt.opened.emit(nodes_of(desktop.desk, desktop.id("project", "煤矸石"))[0].id)
    desktop.settle()
    assert (page.kind, desktop.window.page) == ("node", page)
    assert "项目公司注册" in words(page) and "2026-11-12" in words(page)
    next(one for one in page.header.findChildren(Button) if one.text() == "标为完成").click()
    desktop.until(lambda: desktop.row("project", "煤矸石")["obligation_on"] is not None)


@pytest.mark.parametrize("kind", ["node", "team_member", "listing", "stage_move"])
def test_every_record_of_a_life_has_a_page(desktop: Desktop, kind: str) -> None:
    id = desktop.desk.store.ids(kind)[0]
    page = desktop.window.open_record(kind, id)
    desktop.settle()
    assert page.header.title.text() and "signing" not in words(page) and "paused" not in words(page)


def test_the_ribbon_tells_the_plan_of_stages_to_come(desktop: Desktop) -> None:
    page = shown(desktop)
    ribbon = page.findChildren(StageRibbon)[-1]
    assert "计划 11-28" in ribbon.steps["landed"].accessibleName()
    assert "11-06" in ribbon.steps["approved"].accessibleName()
    assert ribbon.steps["on_books"].accessibleName() == "达产"


def test_the_team_tab_tells_leaders_lists_and_moves(desktop: Desktop) -> None:
    page = shown(desktop, "team")
    said = words(page)
    for one in ("陈县长", "5 周没有到场", "至 10-12", "赵敏", "11-12 列入", "11-12 移出"):
        assert one in said
    assert "没有变动" in said
    moved = shown(desktop, "team", "江苏兴力")
    assert "落地 → 暂缓" in words(moved) and "资金未落实" in words(moved) and "等银行放款" in words(moved)
    assert len(moves_of(desktop.desk.store, desktop.id("project", "江苏兴力"))) == 1


def test_a_click_rolls_a_project_in_and_out(desktop: Desktop) -> None:
    page = shown(desktop, "team")
    page.findChildren(ListsCard)[-1].buttons["promotion"].click()
    desktop.settle()
    assert desktop.window.toast.text == "已列入重点推介"
    page.findChildren(ListsCard)[-1].buttons["signing"].click()
    desktop.settle()
    assert desktop.window.toast.text == "已移出重点签约"
    rows = desktop.desk.store.rows("listing", desktop.desk.store.ids("listing"))
    assert sorted(row["list"] for row in rows if row["until"] is None) == ["promotion", "service", "service"]


def opened_kind(desktop: Desktop) -> str:
    page = desktop.window.page
    return page.kind if isinstance(page, DetailPage) else ""


def list_line(page: DetailPage, name: str) -> ListLine:
    lines = page.findChildren(ListsCard)[-1].findChildren(ListLine)
    return next(line for line in lines if name in words_of(line))


def test_lines_of_lists_and_moves_open_their_records(desktop: Desktop) -> None:
    page = shown(desktop, "team", "江苏兴力")
    chosen(page.findChildren(MovesCard)[-1].findChildren(ReadLine)[0].menu(), "打开")
    desktop.settle()
    assert opened_kind(desktop) == "stage_move"
    chosen(list_line(shown(desktop, "team"), "重点签约").menu(), "移出")
    desktop.settle()
    assert desktop.window.toast.text == "已移出重点签约"
    chosen(list_line(shown(desktop, "team"), "重点签约").menu(), "打开")
    desktop.settle()
    assert opened_kind(desktop) == "listing"


def test_a_list_the_project_was_never_on_offers_to_put_it_there(desktop: Desktop) -> None:
    page = shown(desktop, "team")
    menu = list_line(page, "重点推介").menu()
    assert menu is not None
    assert "打开" not in [one.text() for one in menu.actions()]
    chosen(menu, "列入")
    desktop.settle()
    assert desktop.window.toast.text == "已列入重点推介"


def chosen(menu: Menu | None, words: str) -> None:
    assert menu is not None
    next(one for one in menu.actions() if words in one.text()).trigger()


def test_a_plan_is_shown_before_it_is_kept(desktop: Desktop) -> None:
    id = desktop.id("project", "天香")
    desktop.window.ctx.plan_asked.emit(id)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, PlanDialog)
    dialog.accept()
    desktop.settle()
    assert dialog.rows["planned_on"].error and nodes_of(desktop.desk, id) == []
    dialog.plan.set_raw("租赁厂房")
    dialog.end.restore("2026-12-31")
    dialog.end.editor.changed.emit()
    desktop.settle()
    assert "从 2026-07-17 到 2026-12-31，共 6 个节点" in dialog.preview.text()
    assert "2026-07-17 已过" in dialog.preview.text()
    dialog.end.restore("2027-12-31")
    dialog.end.editor.changed.emit()
    desktop.settle()
    assert "2027 年放假安排未公布" in dialog.preview.text()
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert len(nodes_of(desktop.desk, id)) == 6


def test_a_leader_is_put_in_charge(desktop: Desktop) -> None:
    desktop.window.ctx.leader_asked.emit(desktop.id("project", "天香"))
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, LeaderDialog)
    dialog.accept()
    desktop.settle()
    assert dialog.rows["name"].error
    dialog.bindings["name"].restore("李市长")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.row("project", "天香")["leader"] == "李市长"


def test_a_member_is_added_and_a_plan_taken_back_by_its_name(desktop: Desktop) -> None:
    page = shown(desktop, "team")
    next(one for one in page.findChildren(Button) if one.text() == "加成员").click()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.title.text() == "加专班成员"
    dialog.form.bindings["name"].restore("钱芳")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    desktop.settle()
    assert "钱芳" in words(page)
    make_plan(desktop.desk, desktop.id("project", "天香"), "rent", "2027-12-31")
    desktop.window.ctx.undo()
    desktop.settle()
    assert "倒排工期" in desktop.window.toast.text
