"""This laptop, every laptop, runs in detail, progress, notices and files on their way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from app.reasons import Reason
from sync.client.errors import Offline
from sync.client.gateway import Traffic
from sync.client.watched import Moving
from sync.protocol.freshness import DAY
from sync.protocol.messages import DevicesReply, DeviceState, Hello
from tests.fakes.desktops import Desktop, ScriptedRunner, make_desktop, said_by
from ui.context.headquarters import FILES_PAUSED, Enrolled
from ui.dialogs.run_dialog import RunDialog
from ui.pages.files_tab import FilesTab
from ui.pages.sync_centre import SyncCentre
from ui.theme.theme import Theme
from ui.widgets.button import Button

NOW = 100 * DAY
SILENT = DeviceState(
    "d1", "笔记本一", "张三", "officer", "北方处", "0.3", DAY, 90 * DAY, 5, 2, "offline", 0, 0
)
FINE = msgspec.structs.replace(SILENT, id="d2", user="李四", synced_at=NOW, waiting=0, failures=0, trouble="")
GONE = msgspec.structs.replace(SILENT, id="d3", user="王五", revoked_at=NOW)


@pytest.fixture
def runner() -> ScriptedRunner:
    return ScriptedRunner(who=Enrolled("https://hq.example", "陈立", "驻沪招商分局", "d-own"))


@pytest.fixture
def enrolled(qtbot: QtBot, theme: Theme, profile_folder: Path, runner: ScriptedRunner) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder, runner=runner)


def centre(desktop: Desktop, tab: str) -> SyncCentre:
    page = desktop.page("sync", tab)
    assert isinstance(page, SyncCentre)
    return page


def remember(desktop: Desktop, *, role: str, offset: int = 0) -> None:
    hello = Hello("m", "平阳招商局", "陈立", "u1", role, "n1", {}, (1, 1), 1, 1, 1)
    with desktop.desk.store.replica() as replica:
        replica.set("hello", msgspec.json.encode(hello).decode())
        replica.set("clock_offset", str(offset))


def texts(root: object) -> list[str]:
    return [text for _, text in said_by(root)]  # type: ignore[arg-type]


def test_this_laptop_says_who_it_is(enrolled: Desktop) -> None:
    remember(enrolled, role="officer", offset=-3_000)
    found = texts(centre(enrolled, "devices"))
    for words in ("d-own", "驻沪招商分局", "平阳招商局 · https://hq.example", "专员", "比总部快 3 秒"):
        assert words in found, words
    assert "全部电脑" not in found and not any("2 分钟" in text for text in found)


def test_a_wrong_clock_gets_a_notice(enrolled: Desktop) -> None:
    remember(enrolled, role="officer", offset=200_000)
    found = texts(centre(enrolled, "devices"))
    assert "本机时钟与总部相差超过 2 分钟" in found
    assert any("比总部慢 3 分 20 秒" in text for text in found)


def test_people_of_headquarters_see_every_laptop(enrolled: Desktop, runner: ScriptedRunner) -> None:
    runner.known_devices = DevicesReply(NOW, (SILENT, FINE, GONE))
    remember(enrolled, role="hq")
    page = centre(enrolled, "devices")
    enrolled.until(lambda: "张三" in texts(page))
    found = texts(page)
    for words in ("7 天未同步", "正常", "已停用", "2 次：连不上总部，联网后自动重试"):
        assert words in found, words
    assert any(text.startswith("1 台电脑还有未发送的内容") for text in found)


def test_where_headquarters_does_not_answer_that_is_said_in_place(enrolled: Desktop) -> None:
    remember(enrolled, role="hq")
    page = centre(enrolled, "devices")
    enrolled.until(lambda: any("只有总部人员可以查看" in text for text in texts(page)))


# ---- runs
def record_runs(desktop: Desktop) -> None:
    with desktop.desk.store.replica() as replica:
        now = desktop.desk.store.clock()
        replica.record_run(now, now, {"run": "r1", "sent": 3, "up": 2048, "down": 100, "seconds": 1.5})
        replica.record_run(now, now, {"run": "r2", "error": "offline", "seconds": 0.2})


def test_a_run_opens_with_everything_and_can_be_copied(enrolled: Desktop, qapp: object) -> None:
    record_runs(enrolled)
    page = centre(enrolled, "runs")
    table = page.list_of("runs").table
    page.list_of("runs").opened.emit(table.id_at(1))
    dialog = enrolled.window.sheets.top
    assert isinstance(dialog, RunDialog)
    facts = dict(dialog.facts)
    assert facts["发送"] == "3" and facts["上行"] == "2 KB" and facts["编号"] == "r1"
    copy = next(button for button in dialog.findChildren(Button) if button.text() == "复制")
    copy.click()
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == dialog.as_text()
    dialog.reject()
    page.list_of("runs").opened.emit(table.id_at(0))
    assert "连不上总部，联网后自动重试" in texts(enrolled.window.sheets.top)


# ---- progress
def test_progress_is_told_while_a_run_goes_on_and_can_be_stopped(enrolled: Desktop) -> None:
    page, monitor = centre(enrolled, "pending"), enrolled.window.monitor
    monitor._started()
    monitor.watch.pages, monitor.watch.traffic = 3, Traffic(3, 2048, 4096)
    monitor.pulse.timeout.emit()
    assert "正在同步：第 3 页，上行 2 KB，下行 4 KB" in texts(page)
    page.progress.cancelled.emit()
    assert monitor.watch.stopping and "正在停止" in texts(page)
    monitor._ended(None)
    enrolled.settle()
    assert page.sync_button.isEnabled() and not page.progress.isVisible()


def test_the_chip_explains_itself_in_a_sentence(enrolled: Desktop, runner: ScriptedRunner) -> None:
    runner.errors = [Offline(host="hq.example")]
    enrolled.window.monitor.sync_now()
    enrolled.until(lambda: enrolled.window.monitor.error is not None)
    said = enrolled.window.top.chip.toolTip()
    assert said.startswith("离线，照常工作。待发送 ") and "hq.example" in said


# ---- notices and files
def test_what_the_store_has_to_tell_stands_at_the_top_until_it_was_read(desktop: Desktop) -> None:
    from app.store import notices

    store = desktop.desk.store
    with store._write() as connection:
        notices.add(connection, notices.WRITES_LOST, store.clock(), {"lost": 4})
    page = centre(desktop, "pending")
    assert any("有 4 次已保存的修改不在文件里了" in text for text in texts(page))
    read = next(button for button in page.findChildren(Button) if button.text() == "知道了")
    desktop.click(read)
    desktop.until(lambda: not any("4 次已保存" in text for text in texts(page)))
    assert store.notices() == []


def test_refused_files_say_why_and_can_be_retried(enrolled: Desktop) -> None:
    store = enrolled.desk.store
    (file,) = store.files.waiting()
    store.files.mark_refused(file.sha256, Reason("error.upload_too_large", {"limit": 10}))
    page = centre(enrolled, "files")
    assert any("总部没有接收" in text for text in texts(page))
    tab = page.parts["files"]
    assert isinstance(tab, FilesTab)
    enrolled.click(tab.retry_button)
    enrolled.until(lambda: bool(store.files.waiting()))


def test_files_can_be_paused_and_let_go(enrolled: Desktop) -> None:
    page = centre(enrolled, "files")
    tab = page.parts["files"]
    assert isinstance(tab, FilesTab)
    enrolled.click(tab.pause_button)
    tab.refresh()
    enrolled.settle()
    assert enrolled.desk.store.settings.get(FILES_PAUSED) is True and "已暂停" in texts(page)
    enrolled.click(tab.pause_button)
    enrolled.settle()
    assert enrolled.desk.store.settings.get(FILES_PAUSED, False) is False


def test_a_file_on_its_way_says_how_far(enrolled: Desktop) -> None:
    (file,) = enrolled.desk.store.files.waiting()
    monitor = enrolled.window.monitor
    page = centre(enrolled, "files")
    monitor._started()
    monitor.watch.file = replace(Moving(file.sha256, 0, 200), done=90)
    page.refresh()
    enrolled.settle()
    assert "正在上传 45%" in texts(page)
    monitor._ended(None)
    enrolled.settle()
