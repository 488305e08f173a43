"""The tabs of 考核 beside the board: targets pasted, leads judged, merit decided, terms, rewards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.rules.targets import Owner
from app.services.records import create_record
from tests.conftest import ExpectedLogs
from tests.fakes.broken_desks import accept_again_after_a_bug
from tests.fakes.desks import empty_store
from tests.fakes.desktops import CHINESE, Desktop, make_desktop, said_by
from tests.fakes.scored import goal, score_year
from ui.dialogs.goal_dialog import GoalDialog
from ui.dialogs.goal_paste_dialog import GoalPasteDialog
from ui.dialogs.judge_dialog import JudgeDialog
from ui.dialogs.merit_dialog import MeritDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.models.columns import Cell
from ui.pages.goals_tab import GoalsTab
from ui.pages.leads_tab import LeadsTab
from ui.pages.merit_tab import MeritTab
from ui.pages.rewards_tab import RewardsTab
from ui.pages.score_tab import ScoreTab
from ui.pages.scores_page import TABS, ScoresPage
from ui.pages.terms_tab import TermsTab
from ui.theme.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with a year of scores in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        score_year(made.desk)
        made.window.set_unit("wan")
        yield made


def opened(desktop: Desktop, tab: str) -> ScoreTab:
    page = desktop.page("scores", tab)
    assert isinstance(page, ScoresPage)
    desktop.settle()
    desktop.settle()
    assert page.part is not None and page.ready() and page.current_tab() == tab
    return page.part


def words(desktop: Desktop) -> str:
    return "\n".join(text for _, text in said_by(desktop.window.page))


def shown(tab: ScoreTab, id: str, key: str) -> str:
    cell = tab.rows[id][key]
    return cell.text if isinstance(cell, Cell) else str(cell or "")


def test_targets_pasted_with_the_keyboard_alone_and_undone(desktop: Desktop) -> None:
    tab = opened(desktop, "goals")
    assert isinstance(tab, GoalsTab) and QApplication.focusWidget() is tab.list.grid
    QGuiApplication.clipboard().setText(
        "单位\t合同引资（万元）\t签约项目\n县功镇\t30000\t12\n开发区\t8000\t若干\n"
    )
    QTest.keyClick(tab.list.grid, Qt.Key.Key_V, CTRL)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, GoalPasteDialog)
    assert (dialog.pasted.changing, dialog.pasted.refused) == (3, 1)
    assert "将下达 3 项，1 格不能采用" in dialog.summary.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    desktop.settle()
    desktop.settle()
    assert desktop.window.sheets.top is None
    assert tab.rows["县功镇"]["contract_capital"] == 30_000 and tab.rows["县功镇"]["signed"] == 12
    assert "合同引资：完成" in tab.note_of(tab.rows["县功镇"]) and "36.66%" in tab.note_of(tab.rows["县功镇"])
    desktop.window.ctx.undo()
    desktop.settle()
    desktop.settle()
    assert tab.rows["县功镇"]["contract_capital"] == 20_000 and tab.rows["县功镇"]["signed"] is None


def test_targets_typed_or_pasted_survive_what_nobody_expected(
    desktop: Desktop, expected_logs: ExpectedLogs
) -> None:
    tab = opened(desktop, "goals")
    QGuiApplication.clipboard().setText("单位\t合同引资（万元）\n县功镇\t30000\n")
    QTest.keyClick(tab.list.grid, Qt.Key.Key_V, CTRL)
    pasting = desktop.window.sheets.top
    assert isinstance(pasting, GoalPasteDialog)
    accept_again_after_a_bug(desktop, pasting, expected_logs)
    desktop.until(lambda: tab.rows["县功镇"]["contract_capital"] == 30_000)
    typing = tab.edit("县功镇", "contract_capital")
    assert isinstance(typing, GoalDialog)
    typing.amount.set_value("40000")
    accept_again_after_a_bug(desktop, typing, expected_logs)
    desktop.until(lambda: tab.rows["县功镇"]["contract_capital"] == 40_000)


def test_a_target_that_is_what_it_was_closes_without_writing(desktop: Desktop) -> None:
    tab = opened(desktop, "goals")
    dialog, before = tab.edit("县功镇", "contract_capital"), desktop.desk.store.counts().pending
    assert isinstance(dialog, GoalDialog)
    dialog.accept()
    assert desktop.window.sheets.top is None and desktop.desk.store.counts().pending == before


def test_one_target_is_typed_and_the_board_shows_it(desktop: Desktop) -> None:
    tab = opened(desktop, "goals")
    dialog = tab.edit("开发区", "contract_capital")
    assert isinstance(dialog, GoalDialog)
    dialog.amount.set_value("约300")
    dialog.accept()
    assert dialog.amount_row.error and desktop.window.sheets.top is dialog
    dialog.amount.set_value("6000")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert tab.rows["开发区"]["contract_capital"] == 6000
    page = desktop.page("scores", "board")
    assert isinstance(page, ScoresPage)
    desktop.settle()
    page.standings.chosen.emit("开发区")
    desktop.settle()
    assert "0 万元 / 6000 万元" in words(desktop)


def choose(tab: GoalsTab, owner: Owner, kind: str) -> None:
    """Another sort of owner and another kind of period."""
    tab.whose.set_current(owner.value)
    tab.period.set_current(kind)
    tab.period.changed.emit(kind)


def test_somebody_new_and_another_period(desktop: Desktop) -> None:
    tab = opened(desktop, "goals")
    assert isinstance(tab, GoalsTab)
    choose(tab, Owner.LEADER, "half")
    desktop.settle()
    assert tab.which.text() == "2026 年第 2 个半年"
    desktop.window.new_record()  # Ctrl+Shift+N
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, GoalDialog)
    dialog.accept()
    assert dialog.name_row.error and dialog.amount_row.error, "both are asked for"
    dialog.name.set_value("王副市长")
    dialog.amount.set_value("1亿")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert tab.rows["王副市长"]["contract_capital"] == 10_000
    tab.step(-1)
    desktop.settle()
    assert tab.which.text() == "2026 年第 1 个半年" and not tab.rows.get("王副市长", {}).get(
        "contract_capital"
    )
    choose(tab, Owner.UNIT, "term")
    assert tab.owner is Owner.OFFICE, "only offices have terms"


def test_a_lead_is_judged_and_its_points_are_seen_before_and_after(desktop: Desktop) -> None:
    tab = opened(desktop, "leads")
    assert isinstance(tab, LeadsTab)
    first = next(iter(tab.rows))
    assert shown(tab, first, "verdict") == "未认定"
    dialog = tab.edit(first)
    assert isinstance(dialog, JudgeDialog)
    dialog.bindings["name"].editor.set_raw("陈经理")
    dialog.look()
    desktop.settle()
    assert dialog.effect.text() == "陈经理：5 / 3 条，得 3 分 → 6 / 3 条，得 3.5 分"
    dialog.verdict.set_current("no")
    dialog.look()
    desktop.settle()
    assert "不变" in dialog.effect.text()
    dialog.accept()
    desktop.settle()
    assert desktop.window.sheets.top is dialog and dialog.rows["reason"].error == "不符合的要写明理由"
    dialog.verdict.set_current("yes")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert shown(tab, first, "verdict") == "有价值" and shown(tab, first, "points") == "3.5"
    assert next(iter(tab.rows)) != first, "what is judged makes room"


def test_merit_is_decided_with_its_reason_and_papers_hang_on_it(desktop: Desktop) -> None:
    goal(desktop.desk, "磻溪镇", "large_landed", "1")
    tab = opened(desktop, "merit")
    assert isinstance(tab, MeritTab) and "磻溪镇" in tab.rows
    dialog = tab.edit("磻溪镇")
    assert isinstance(dialog, MeritDialog)
    dialog.bindings["verdict"].editor.set_value("criticised")
    dialog.look()
    assert dialog.effect.text() == "按规则：没有评优或否优的建议 → 建议一票否优"
    dialog.accept()
    desktop.settle()
    assert dialog.rows["reason"].error
    dialog.bindings["reason"].editor.set_raw("交办事项逾期被通报")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert (shown(tab, "磻溪镇", "suggested"), shown(tab, "磻溪镇", "decided")) == (
        "建议一票否优",
        "通报批评",
    )
    assert "被批评通报" in shown(tab, "磻溪镇", "why")
    (id,) = desktop.desk.store.ids("merit")
    row = desktop.desk.store.get("merit", id)
    assert row is not None and row["suggested"] == "no_suggestion" and row["year"] == 2026
    tab.list.grid.set_current_id("磻溪镇")
    tab.papers()
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_a_unit_that_the_rules_say_nothing_of_is_entered(desktop: Desktop) -> None:
    tab = opened(desktop, "merit")
    desktop.window.new_record()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, MeritDialog)
    dialog.bindings["name"].editor.set_raw("城管局")
    dialog.bindings["verdict"].editor.set_value("vetoed")
    dialog.bindings["reason"].editor.set_raw("安全生产一票否决")
    dialog.accept()
    desktop.settle()
    desktop.settle()
    assert shown(tab, "城管局", "why") == "有其他一票否决事项"


def test_terms_and_squads_of_today(desktop: Desktop) -> None:
    tab = opened(desktop, "terms")
    assert isinstance(tab, TermsTab)
    made = {"name": "深圳分局", "sort": "stationed_office", "starts_on": "2026-01-01"}
    office = create_record(desktop.desk, "posting", made)[0]
    staffed = {"name": "新能源办", "sort": "industry_office", "starts_on": "2026-01-01", "head": "李强"}
    industry = create_record(desktop.desk, "posting", staffed)[0]
    squad = {"name": "一人队", "unit": "县功镇", "leader": "张三", "since": "2026-01-01", "target": "2000"}
    alone = create_record(desktop.desk, "squad", squad)[0]
    tab.refresh()
    desktop.settle()
    assert shown(tab, office, "share") == "" and "没有任期任务" in tab.note_of(tab.rows[office])
    assert tab.rows[industry]["verdict"].light == "red"
    assert tab.rows[alone]["verdict"].light == "red" and "人数不足" in tab.rows[alone]["verdict"].tooltip
    tab.open(alone)
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_rewards_with_each_condition(desktop: Desktop) -> None:
    late = {"name": "王介绍", "project_id": desktop.id("project", "丙厂"), "registered_on": "2026-09-01"}
    given = {"name": "丰收", "stage": "producing", "contract_on": "2026-03-01"}
    dated = {"completed_on": "2026-06-01", "produced_on": "2026-07-01"}
    done = create_record(desktop.desk, "project", {**given, **dated})[0]
    early = {"name": "李介绍", "project_id": done, "registered_on": "2026-02-01"}
    first = create_record(desktop.desk, "introduction", late)[0]
    second = create_record(desktop.desk, "introduction", {**early, "award": "20"})[0]
    third = create_record(desktop.desk, "introduction", {**early, "name": "赵介绍"})[0]
    tab = opened(desktop, "rewards")
    assert isinstance(tab, RewardsTab)
    lights = {
        id: [tab.rows[id][key].light for key in ("in_time", "completed", "producing")] for id in tab.rows
    }
    assert lights[first] == ["yellow"] * 3 and lights[second] == ["green"] * 3
    assert shown(tab, first, "verdict") == "签约后才登记，不予奖励" and shown(tab, first, "due") == ""
    assert shown(tab, second, "due") == "20 万元" and shown(tab, second, "verdict") == "条件已满足，待兑现"
    assert shown(tab, third, "verdict") == "条件已满足，待核定金额"
    assert "签约前已登记：是，已竣工：是" in tab.note_of(tab.rows[second])
    tab.add()
    assert isinstance(desktop.window.sheets.top, RecordDialog)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_tab_says_what_to_do_where_there_is_nothing(
    qtbot: QtBot, theme: Theme, tmp_path: Path, language: str
) -> None:
    empty_store(tmp_path).close()
    for made in make_desktop(qtbot, theme, tmp_path, language=language):
        for name in TABS[1:]:
            tab = opened(made, name)
            assert not tab.rows and tab.list.empty.isVisible()
            assert tab.hint.text() and not tab.note.text()
            assert language == "zh_CN" or not [w for _, w in said_by(tab) if CHINESE.search(w)]
