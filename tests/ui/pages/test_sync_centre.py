"""The sync centre: conflicts in two clicks, what waits, what went wrong and what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.reasons import Reason
from app.services.records import change_record
from app.store.patience import note_later
from sync.client.errors import DeletionBrake, Offline
from tests.fakes.desks import add_conflicts
from tests.fakes.desktops import Desktop, ScriptedRunner, make_desktop, said_by
from ui.context.headquarters import Enrolled
from ui.pages.sync_centre import SyncCentre
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.card import Banner
from ui.widgets.conflict_choice import ConflictChoice

CTRL = Qt.KeyboardModifier.ControlModifier


def centre(desktop: Desktop, tab: str) -> SyncCentre:
    page = desktop.page("sync", tab)
    assert isinstance(page, SyncCentre)
    return page


@pytest.fixture
def disputed(desktop: Desktop) -> Desktop:
    add_conflicts(desktop.desk)
    desktop.window.monitor.recount()
    desktop.settle()
    return desktop


def table_texts(page: SyncCentre, tab: str) -> list[list[str]]:
    table = page.list_of(tab).table
    return [
        [str(table.index(row, column).data() or "") for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


# ---- conflicts
def test_a_conflict_is_settled_in_two_clicks(disputed: Desktop) -> None:
    chip = disputed.window.top.chip
    disputed.click(chip.conflicts_part)  # click one: the chip's part
    page = disputed.window.page
    assert isinstance(page, SyncCentre) and page.inbox.card is not None
    disputed.click(page.inbox.card.accept_button)  # click two
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 1)
    assert disputed.window.toast.text == "江苏兴力城南商业综合开发项目：冲突已处理"
    disputed.key(Qt.Key.Key_Z, CTRL)
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 2)


def test_headquarters_values_are_preselected_and_mine_can_be_taken(disputed: Desktop) -> None:
    page = centre(disputed, "conflicts")
    card = page.inbox.card
    assert card is not None
    assert set(card.choices.values()) == {"hq"}
    chosen = [box.accessibleName() for box in card.findChildren(ConflictChoice) if box.isChecked()]
    assert chosen == ["5.20 亿元 +0.20 亿元", "城南街道", "2026-10-30 提前 31 天"]
    assert card.fields is not None
    card.fields.groups["investment"].button(0).click()
    assert card.choices == {"investment": "mine", "responsible_unit": "hq", "stage_on": "hq"}
    page.setFocus()
    page.inbox.accept()
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 1)
    row = disputed.row("project", "江苏兴力")
    assert row["investment"] == 55000


@pytest.mark.parametrize(("side", "investment"), [("mine", 55000), ("hq", 52000)])
def test_one_click_takes_a_whole_side(disputed: Desktop, side: str, investment: int) -> None:
    card = centre(disputed, "conflicts").inbox.card
    assert card is not None
    disputed.click(card.whole_buttons[side])
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 1)
    assert disputed.row("project", "江苏兴力")["investment"] == investment


def test_the_card_shows_before_mine_and_theirs_and_what_is_not_lost(disputed: Desktop) -> None:
    page = centre(disputed, "conflicts")
    texts = [text for _, text in said_by(page)]
    for words in ("5.00 亿元", "招商局", "没有选中的值不会丢失，会连同修改人和时间留在历史里。", "待选择 2"):
        assert words in texts, words
    assert "3 个字段不一致" in " ".join(texts) and "总部已删除，本机有修改" in " ".join(texts)


@pytest.mark.parametrize(("side", "deleted"), [("restore", False), ("keep", True)])
def test_a_deletion_is_restored_or_kept(disputed: Desktop, side: str, deleted: bool) -> None:
    page = centre(disputed, "conflicts")
    ids = list(page.inbox.list.items)
    page.inbox.show_card(ids[1])
    card = page.inbox.card
    assert card is not None and card.conflict.reason == "delete"
    disputed.click(card.restore_button if side == "restore" else card.accept_button)
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 1)
    row = disputed.desk.store.rows("project", disputed.desk.store.ids("project", deleted=deleted))
    food = next(one for one in row if one["name"] == "天香食品项目")
    assert food.deleted is deleted
    assert food["place"] == (None if deleted else "城北")


def test_arrows_choose_a_card_and_ctrl_enter_takes_it(disputed: Desktop) -> None:
    page = centre(disputed, "conflicts")
    ids = list(page.inbox.list.items)
    page.inbox.list.items[ids[0]].setFocus()
    disputed.key(Qt.Key.Key_Down)
    assert page.inbox.card is not None and page.inbox.card.conflict.id == ids[1]
    disputed.key(Qt.Key.Key_Return, CTRL)
    disputed.until(lambda: disputed.window.monitor.counts.conflicts == 1)


def test_no_conflicts_says_so(desktop: Desktop) -> None:
    assert "没有待处理的冲突。两处改了同一项内容时，会在这里并排列出供选择。" in [
        text for _, text in said_by(centre(desktop, "conflicts"))
    ]


def test_the_unit_changes_on_the_card(disputed: Desktop) -> None:
    page = centre(disputed, "conflicts")
    disputed.window.set_unit("wan")
    disputed.settle()
    names = [box.accessibleName() for box in page.findChildren(ConflictChoice) if box.isVisible()]
    assert "52,000 万元 +2000 万元" in names


# ---- lists
def test_what_waits_is_listed_by_record_and_opens_it(desktop: Desktop) -> None:
    page = centre(desktop, "pending")
    rows = table_texts(page, "pending")
    assert rows[0][:2] == ["青岛啤酒股份有限公司", "企业"]
    assert rows[0][2].startswith("新建：企业名称") and rows[0][3] == "单机使用，连接总部后发送"
    page.list_of("pending").opened.emit(page.list_of("pending").table.id_at(0))
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_files_that_wait_name_their_record(desktop: Desktop) -> None:
    page = centre(desktop, "files")
    assert table_texts(page, "files") == [
        ["营业执照预审件.pdf", "煤矸石及废旧轮胎综合利用项目", "单机使用，连接总部后发送", "15 B"]
    ]


def test_an_update_is_told_with_both_values(desktop: Desktop) -> None:
    beer = desktop.id("company", "青岛啤酒")
    with desktop.desk.store.replica() as replica:
        replica.settle([item.operation.op_id for item in desktop.desk.store.outbox()], {})
    change_record(desktop.desk, "company", beer, {"city": "上海", "tags": ["重点"]})
    (row,) = table_texts(centre(desktop, "pending"), "pending")
    assert row[2] == "改了 城市：青岛 → 上海；标签：— → 重点"


# ---- runs
@pytest.fixture
def runner() -> ScriptedRunner:
    return ScriptedRunner(who=Enrolled("https://hq.example", "陈立", "驻沪招商分局"))


@pytest.fixture
def enrolled(qtbot: QtBot, theme: Theme, profile_folder: Path, runner: ScriptedRunner) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder, runner=runner)


def test_alone_the_centre_says_how_to_join(desktop: Desktop) -> None:
    page = centre(desktop, "runs")
    banner = page.findChild(Banner)
    assert isinstance(banner, Banner)
    banner.action_clicked.emit()
    desktop.settle()
    assert desktop.window.page.name == "settings"


def test_f5_syncs_and_the_chip_says_online(enrolled: Desktop, runner: ScriptedRunner) -> None:
    before = len(runner.runs)  # a slow machine may come to a run by the clock first
    enrolled.key(Qt.Key.Key_F5)
    enrolled.until(lambda: len(runner.runs) > before and enrolled.window.monitor.online)
    assert not any(runner.runs)
    assert "在线" in [text for _, text in said_by(enrolled.window.top.chip)]
    assert "驻沪招商分局" in " ".join(text for _, text in said_by(enrolled.window.rail))


def test_what_headquarters_does_not_know_yet_says_why_it_waits(enrolled: Desktop) -> None:
    """Before the first hello that is what not every version knows."""
    with enrolled.desk.store.replica() as replica:
        replica.settle([item.operation.op_id for item in enrolled.desk.store.outbox()], {})
    beer = enrolled.id("company", "青岛啤酒")
    change_record(enrolled.desk, "company", beer, {"merged_into": beer})
    change_record(enrolled.desk, "company", beer, {"city": "上海"})
    states = [row[3] for row in table_texts(centre(enrolled, "pending"), "pending")]
    assert states == ["总部的版本还不认识这项内容，总部升级后自动发送", "等待前一条"]


def test_a_reason_of_headquarters_to_wait_is_told(enrolled: Desktop) -> None:
    item, *_ = enrolled.desk.store.outbox()
    reason = Reason("hq.later.attention_full")
    later = datetime.fromtimestamp(item.operation.at / 1000, tz=UTC) + timedelta(minutes=1)
    with enrolled.desk.store.replica() as replica:
        note_later(replica.connection, {item.operation.op_id: reason}, later)
        replica.set("last_sync", later.isoformat())
    enrolled.window.monitor.online = True
    enrolled.window.monitor.counts = enrolled.desk.store.counts()
    assert table_texts(centre(enrolled, "pending"), "pending")[0][3].startswith(
        "这台电脑在总部等待处理的修改太多"
    )


def test_trouble_is_said_in_plain_words_and_goes_with_success(
    enrolled: Desktop, runner: ScriptedRunner
) -> None:
    page = centre(enrolled, "runs")
    runner.errors = [Offline(host="hq.example")]
    page.sync_button.click()
    enrolled.until(lambda: "上次同步没有完成" in [text for _, text in said_by(page)])
    assert not enrolled.window.monitor.online
    page.sync_button.click()
    enrolled.until(lambda: "上次同步没有完成" not in [text for _, text in said_by(page)])
    enrolled.until(lambda: enrolled.window.monitor.error is None and enrolled.window.monitor.online)


def test_a_large_deletion_waits_for_a_yes_and_takes_it_once(
    enrolled: Desktop, runner: ScriptedRunner
) -> None:
    page = centre(enrolled, "runs")
    runner.brake = DeletionBrake(kind="project", count=300, total=400)
    page.sync_button.click()
    enrolled.until(lambda: isinstance(enrolled.window.monitor.error, DeletionBrake))
    allow = next(button for button in page.findChildren(Button) if button.text() == "按总部删除")
    enrolled.click(allow)
    enrolled.until(lambda: enrolled.window.monitor.error is None and True in runner.runs)
    before = len(runner.runs)
    page.sync_button.click()
    enrolled.until(lambda: len(runner.runs) > before)
    assert runner.runs.count(True) == 1, "one permission is for one run"
