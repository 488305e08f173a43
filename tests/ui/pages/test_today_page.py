"""Today: what is due is settled, put off and opened with one key each, and every step can be taken back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.services.alerts import lit_count
from app.services.drafts import drafts, keep_draft, new_draft
from app.services.promises import close_promise
from app.services.records import change_record, create_record
from tests.fakes.desktops import Desktop, said_by
from tests.fakes.full_days import full_day, lines, row
from ui.components.agenda_list import AgendaRow
from ui.dialogs.capture_dialog import CaptureDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.today_page import TodayPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(desktop: Desktop) -> TodayPage:
    return full_day(desktop)


def test_what_is_due_stands_by_its_day_with_its_sign(page: TodayPage) -> None:
    assert lines(page) == [
        "逾期8天 正威集团有限公司 资源配置问题答复 逾期",
        "今天 正威集团有限公司 答应给用水方案 承诺",
        "明天 正威集团有限公司 看地块 外出拜访",
        "该联络 王建国 正威集团有限公司 · 80 天没联系 联络",
    ]
    assert page.title.text() == "11月20日 星期五" and page.year.text() == "年度已过 88.8%"
    assert page.figures["due"].accessibleName() == "要办 3 项 其中逾期 1 项"
    assert page.figures["calls"].accessibleName().startswith("该联络 1 人")
    assert page.status() == (("今日共 4 项", True),)


def test_everybodys_and_only_todays(desktop: Desktop, page: TodayPage) -> None:
    page.whose.set_current("all")
    page.whose.changed.emit("all")
    desktop.settle()
    assert any("别人的事" in one for one in lines(page))
    page.span.set_current("day")
    page.span.changed.emit("day")
    desktop.settle()
    assert not any("看地块" in one for one in lines(page))


def test_space_settles_and_ctrl_z_takes_it_back(desktop: Desktop, page: TodayPage) -> None:
    row(page, "资源配置").setFocus()
    desktop.key(Qt.Key.Key_Space)
    assert not any("资源配置" in one for one in lines(page))
    assert desktop.row("next_step", "资源配置")["done_on"] == date(2026, 11, 20)
    assert desktop.window.toast.text == "已完成：资源配置问题答复"
    focused = QApplication.focusWidget()
    assert isinstance(focused, AgendaRow) and "用水方案" in focused.accessibleName()
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert any("资源配置" in one for one in lines(page))


def test_ctrl_d_puts_off_to_the_next_work_day(desktop: Desktop, page: TodayPage) -> None:
    row(page, "资源配置").setFocus()
    desktop.key(Qt.Key.Key_D, CTRL)
    assert desktop.row("next_step", "资源配置")["due_on"] == date(2026, 11, 23)
    assert desktop.window.toast.text == "已推迟到11月23日 星期一：资源配置问题答复"
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert any("逾期8天" in one for one in lines(page))


def test_the_menu_offers_other_days(desktop: Desktop, page: TodayPage) -> None:
    one = row(page, "资源配置")
    texts = [action.text().split("\t")[0] for action in one.menu().actions() if action.text()]
    assert texts == [
        *("打开", "完成", "记一次电话", "记一次走访"),
        *("推迟到下个工作日", "推迟到下周一", "推迟一周", "推迟一个月", "复制文字"),
    ]
    page.put_off(one.line, one.days()[2][1])
    desktop.settle()
    assert desktop.row("next_step", "资源配置")["due_on"] == date(2026, 11, 27)


def test_a_call_made_is_noted_with_the_person(desktop: Desktop, page: TodayPage) -> None:
    desktop.click(row(page, "王建国").box)
    assert desktop.row("contact", "王建国")["last_contact_on"] == date(2026, 11, 20)
    assert page.people.isHidden()


def test_what_only_rests_here_comes_back_by_the_toast(desktop: Desktop, page: TodayPage) -> None:
    row(page, "看地块").setFocus()
    desktop.key(Qt.Key.Key_Space)
    assert not any("看地块" in one for one in lines(page))
    act = desktop.window.toast._act
    assert act is not None
    act()
    desktop.settle()
    assert any("看地块" in one for one in lines(page))


def test_arrows_move_and_enter_opens(desktop: Desktop, page: TodayPage) -> None:
    page.lists[0].rows[0].setFocus()
    desktop.key(Qt.Key.Key_Down)
    desktop.key(Qt.Key.Key_Down)
    desktop.key(Qt.Key.Key_Down)
    assert page.lists[0].rows[2].hasFocus()
    desktop.key(Qt.Key.Key_Up)
    desktop.key(Qt.Key.Key_Return)
    assert desktop.window.page.name == "record"
    desktop.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desktop.window.page is page


def test_begun_lines_wait_to_be_finished_or_thrown_away(desktop: Desktop, page: TodayPage) -> None:
    assert page.begun.isHidden()
    keep_draft(desktop.desk, new_draft(desktop.desk, "明天去恒力"))
    page.refresh()
    desktop.settle()
    (one,) = page.begun.rows
    assert "明天去恒力" in one.accessibleName()
    one.setFocus()
    desktop.key(Qt.Key.Key_Delete)
    assert drafts(desktop.desk) == [] and page.begun.isHidden()
    act = desktop.window.toast._act
    assert act is not None
    act()
    desktop.settle()
    page.begun.rows[0].setFocus()
    desktop.key(Qt.Key.Key_Return)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, CaptureDialog) and dialog.line.toPlainText() == "明天去恒力"


def test_a_form_that_was_begun_is_gone_on_with_or_thrown_away(desktop: Desktop, page: TodayPage) -> None:
    desktop.window.desk_actions.new_record("company", {})
    desktop.settle()
    desktop.write("宝鸡钛业")
    desktop.key(Qt.Key.Key_Escape)
    desktop.until(lambda: len(page.begun.rows) == 1)
    (one,) = page.begun.rows
    assert one.accessibleName() == "新建企业（表单未填完）"
    one.setFocus()
    desktop.key(Qt.Key.Key_Delete)
    assert page.begun.isHidden()
    act = desktop.window.toast._act
    assert act is not None
    act()
    desktop.settle()
    page.begun.rows[0].setFocus()
    desktop.key(Qt.Key.Key_Return)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.form.bindings["name"].given() == "宝鸡钛业"


def test_a_line_put_away_shows_at_once(desktop: Desktop, page: TodayPage) -> None:
    desktop.key(Qt.Key.Key_N, CTRL)
    desktop.write("明天去恒力")
    desktop.key(Qt.Key.Key_Escape)
    desktop.until(lambda: len(page.begun.rows) == 1)


def test_the_trip_one_is_on_and_the_sync(desktop: Desktop, page: TodayPage) -> None:
    said = [text for _, text in said_by(page)]
    assert "上海 · 平阳 · 宝鸡" in said and "11-18 至 11-22 · 第 3/5 天" in said and "已访 1 次" in said
    assert any(text.startswith("待发送") for text in said) and "还没有同步过" in said
    page.sync.rows[1].setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert (desktop.window.page.name, desktop.window.page.current_tab()) == ("sync", "pending")


def test_each_figure_leads_to_what_it_counts(desktop: Desktop, page: TodayPage) -> None:
    for key, name in (("due", "steps"), ("visits", "visits"), ("calls", "contacts"), ("send", "sync")):
        page.figures[key].setFocus()
        desktop.key(Qt.Key.Key_Return)
        assert desktop.window.page.name == name
        desktop.page("today")


def test_a_new_day_is_told_by_the_page_the_rail_and_the_lists(desktop: Desktop, page: TodayPage) -> None:
    values = {"title": "送图纸", "due_on": "2026-11-21", "side": "ours", "promised_on": "2026-10-01"}
    desktop.window.ctx.hub.publish(create_record(desktop.desk, "promise", values)[1])
    desktop.settle()
    steps = desktop.listed("steps")
    desktop.page("today")
    desktop.settle()
    before, lit, pending = page.loaded, lit_count(desktop.desk), desktop.window.monitor.counts.pending
    desktop.window.day_watch.look()
    desktop.settle()
    assert page.loaded is before, "the same day"
    store, then = desktop.desk.store, desktop.desk.store.clock() + timedelta(days=3)
    store.clock = lambda: then
    desktop.window.day_watch.look()
    desktop.settle()
    assert page.loaded is not None and page.loaded.today.day == date(2026, 11, 23)
    assert "11月23日" in page.title.text()
    rail = [one.accessibleName() for one in desktop.window.rail.findChildren(QAbstractButton)]
    assert lit_count(desktop.desk) > lit and f"预警 {lit_count(desktop.desk)}" in rail
    assert f"今日 {desktop.window.desk_actions.rail_counts()['today']}" in rail
    assert desktop.window.monitor.counts.pending == pending, "nothing was written"
    shown = desktop.listed("steps")
    assert shown is steps and shown.table.values_at(0)


def test_nothing_due_says_what_to_do(desktop: Desktop) -> None:
    page = desktop.page("today")
    assert isinstance(page, TodayPage)
    page.span.set_current("day")
    page.span.changed.emit("day")
    desktop.settle()
    assert lines(page) == [] and page.empty.isVisible()
    QTest.mouseClick(page.line, Qt.MouseButton.LeftButton)
    desktop.settle()
    assert isinstance(desktop.window.sheets.top, CaptureDialog)


def test_lines_that_stay_keep_their_rows_and_the_keyboard(desktop: Desktop, page: TodayPage) -> None:
    page.lists[0].show()
    before = list(page.lists[0].rows)
    held = row(page, "看地块")
    held.setFocus()
    earlier = {"title": "更早的事", "due_on": "2026-11-01", "owner": desktop.desk.actor}
    desktop.window.ctx.hub.publish(create_record(desktop.desk, "next_step", earlier)[1])
    desktop.settle()
    after = page.lists[0].rows
    assert len(after) == 4 and after[1:] == before, "the rows were made anew"
    assert "更早的事" in after[0].accessibleName()
    assert held.hasFocus(), "the keyboard went to another line"


def test_a_line_whose_words_change_is_shown_anew(desktop: Desktop, page: TodayPage) -> None:
    step = next(one.line.row.id for one in page.lists[0].rows if "资源配置" in one.accessibleName())
    changes = change_record(desktop.desk, "next_step", step, {"title": "用电问题答复"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert "用电问题答复" in lines(page)[0] and not any("资源配置" in line for line in lines(page))


def test_a_promise_kept_leaves_the_page_at_once(desktop: Desktop, page: TodayPage) -> None:
    words = {
        "title": "给排水方案",
        "due_on": "2026-11-20",
        "owner": desktop.desk.actor,
        "side": "ours",
        "promised_on": "2026-11-01",
    }
    promise, made = create_record(desktop.desk, "promise", words)
    desktop.window.ctx.hub.publish(made)
    desktop.settle()
    assert any("给排水方案" in line for line in lines(page))
    desktop.window.ctx.hub.publish(close_promise(desktop.desk, promise))
    desktop.settle()
    assert not any("给排水方案" in line for line in lines(page))
