"""Forms: saving, refusing, drafts, links made on the way, duplicates seen while typing."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.services.records import create_record
from tests.fakes.desktops import Desktop, said_by
from ui.components.record_form import DRAFT_AFTER_MS
from ui.dialogs.record_dialog import RecordDialog
from ui.widgets.fields.editor import FieldEditor

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desktop: Desktop, kind: str, values: dict[str, Any] | None = None) -> RecordDialog:
    dialog = desktop.window.desk_actions.new_record(kind, values or {})
    desktop.settle()
    return dialog


def editor(dialog: RecordDialog, name: str) -> FieldEditor:
    return dialog.form.bindings[name].editor


def write(desktop: Desktop, dialog: RecordDialog, name: str, text: str) -> None:
    editor(dialog, name).setFocus()
    desktop.write(text)


def save(desktop: Desktop, dialog: RecordDialog) -> None:
    dialog.accept()
    desktop.settle()


def closed(desktop: Desktop) -> None:
    desktop.until(lambda: desktop.window.sheets.top is None)


# ---- saving
def test_the_keyboard_begins_in_the_first_field_and_tab_stays_inside(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    first = QApplication.focusWidget()
    assert first is editor(dialog, "name").focusProxy()
    seen: set[QWidget] = set()
    for _ in range(60):
        desktop.bot.wait(0)
        now = QApplication.focusWidget()
        assert now is not None and dialog.isAncestorOf(now)
        seen.add(now)
        QApplication.sendEvent(
            now, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
        )
        if QApplication.focusWidget() is first:
            break
    assert QApplication.focusWidget() is first
    assert dialog.accept_button in seen and dialog.cancel_button in seen and len(seen) > 10


def test_plain_enter_never_submits(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    write(desktop, dialog, "name", "宝鸡钛业股份有限公司")
    desktop.key(Qt.Key.Key_Return)
    assert dialog.isVisible()
    desktop.key(Qt.Key.Key_Return, CTRL)
    closed(desktop)


def test_keys_belong_to_the_input_method_while_it_composes(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    target = QApplication.focusWidget()
    assert target is not None
    QApplication.sendEvent(target, QInputMethodEvent("baoji", []))
    desktop.key(Qt.Key.Key_Return, CTRL)
    desktop.key(Qt.Key.Key_Escape)
    assert dialog.isVisible() and desktop.desk.store.ids("company", find="baoji") == []


def test_a_project_keeps_amount_date_and_links_as_typed(desktop: Desktop) -> None:
    dialog = opened(desktop, "project", {"investor_id": desktop.id("company", "正威")})
    for name, text in (
        ("name", "铜杆线缆项目"),
        ("investment", "三亿五"),
        ("land", "2公顷"),
        ("reported_on", "3月5日"),
    ):
        dialog.form.bindings[name].restore(text)
    save(desktop, dialog)
    closed(desktop)
    row = desktop.row("project", "铜杆线缆")
    assert (row["investment"], row["land"], str(row["reported_on"])) == (35000, 30, "2026-03-05")
    assert row["stage"] == "lead" and row["investor_id"] == desktop.id("company", "正威")


def test_words_survive_leaving_the_field(desktop: Desktop) -> None:
    dialog = opened(desktop, "project")
    write(desktop, dialog, "name", "新材料项目")
    write(desktop, dialog, "investment", "2亿元以上")
    editor(dialog, "place").setFocus()
    desktop.settle()
    save(desktop, dialog)
    closed(desktop)
    row = desktop.row("project", "新材料项目")
    assert (row["investment"], row["investment_words"]) == (20000, "2亿元以上")


def test_several_phones_and_tags(desktop: Desktop) -> None:
    dialog = opened(desktop, "contact")
    dialog.form.bindings["name"].restore("查良铮")
    dialog.form.bindings["phones"].restore("13800138001\n010-62345678")
    dialog.form.bindings["tags"].restore("浙商，食品")
    save(desktop, dialog)
    closed(desktop)
    row = desktop.row("contact", "查良铮")
    assert len(row["phones"]) == 2 and row["tags"] == ["浙商", "食品"]


# ---- refusing
def test_what_is_refused_is_said_at_its_row_and_stays_typed(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    dialog.form.bindings["credit_code"].restore("91370200163562681X")
    dialog.form.bindings["phones"].restore("1.37E+10")
    save(desktop, dialog)
    assert dialog.isVisible()
    assert dialog.form.rows["name"].error == "必填，请填写"
    assert "校验不符" in dialog.form.rows["credit_code"].error
    assert "请向本人重新索要号码" in dialog.form.rows["phones"].error
    assert "有 3 处需要更正" in dialog.note.text()
    assert editor(dialog, "phones").raw() == "1.37E+10"
    assert editor(dialog, "name").focusProxy() is QApplication.focusWidget()


def test_a_choice_that_is_none_names_the_choices(desktop: Desktop) -> None:
    dialog = opened(desktop, "visit")
    dialog.form.bindings["subject"].restore("洽谈")
    dialog.form.bindings["kind"].restore("喝茶")
    save(desktop, dialog)
    assert "喝茶" in dialog.form.rows["kind"].error and "外出拜访" in dialog.form.rows["kind"].error


def test_a_link_to_nothing_stops_saving(desktop: Desktop) -> None:
    dialog = opened(desktop, "project")
    dialog.form.bindings["name"].restore("某项目")
    editor(dialog, "investor_id").set_raw("不存在的公司")
    save(desktop, dialog)
    assert dialog.isVisible() and "不存在的公司" in dialog.form.rows["investor_id"].error


def test_a_refused_next_step_is_said_in_its_own_part(desktop: Desktop) -> None:
    dialog = opened(desktop, "visit")
    dialog.form.bindings["subject"].restore("洽谈")
    assert dialog.step is not None
    dialog.step.bindings["due_on"].restore("13月40日")
    save(desktop, dialog)
    assert dialog.isVisible() and dialog.step.rows["due_on"].error
    assert desktop.desk.store.ids("visit", find="洽谈") == [desktop.id("visit", "土地条款洽谈")]


# ---- visits
def test_a_visit_and_its_next_step_are_one_undo(desktop: Desktop) -> None:
    before = desktop.desk.store.content_hash()
    dialog = opened(desktop, "visit", {"company_id": desktop.id("company", "正威")})
    dialog.form.bindings["subject"].restore("铜杆项目选址")
    assert dialog.step is not None
    dialog.step.bindings["title"].restore("发送选址方案")
    dialog.step.bindings["due_on"].restore("2026-11-27")
    save(desktop, dialog)
    closed(desktop)
    visit, step = desktop.row("visit", "铜杆项目选址"), desktop.row("next_step", "发送选址方案")
    assert step["visit_id"] == visit.id and step["company_id"] == desktop.id("company", "正威")
    assert str(visit["visited_on"]) == "2026-11-20" and visit["our_people"] == ["陈立"]
    desktop.key(Qt.Key.Key_Z, CTRL)
    desktop.until(lambda: desktop.desk.store.content_hash() == before)


def test_a_visit_without_a_step_makes_none(desktop: Desktop) -> None:
    count = len(desktop.desk.store.ids("next_step"))
    dialog = opened(desktop, "visit")
    dialog.form.bindings["subject"].restore("电话沟通")
    save(desktop, dialog)
    closed(desktop)
    assert len(desktop.desk.store.ids("next_step")) == count


# ---- drafts
def test_a_draft_comes_back_after_a_crash(desktop: Desktop) -> None:
    dialog = opened(desktop, "project")
    write(desktop, dialog, "name", "写到一半的项目")
    write(desktop, dialog, "investment", "2亿元以上")
    write(desktop, dialog, "summary", "第一行\n第二行")
    desktop.bot.wait(DRAFT_AFTER_MS + 100)
    desktop.settle()
    desktop.window.rebuild()  # as after a crash: no dialog said good-bye
    again = opened(desktop, "project")
    assert again is not dialog
    assert editor(again, "name").raw() == "写到一半的项目"
    assert editor(again, "investment").raw() == "2亿元以上"
    assert editor(again, "summary").raw() == "第一行\n第二行"
    assert again.note.text() == "已带回上次没有保存的内容"
    save(desktop, again)
    closed(desktop)
    assert desktop.row("project", "写到一半")["investment_words"] == "2亿元以上"
    assert desktop.desk.store.settings.get("draft.project") is None


def test_a_draft_keeps_links_by_name(desktop: Desktop) -> None:
    dialog = opened(desktop, "project")
    company, person = desktop.row("company", "正威"), desktop.row("contact", "单晓雯")
    dialog.form.bindings["investor_id"].restore([company.id, company["name"]])
    dialog.form.bindings["contact_ids"].restore([[person.id, person["name"]]])
    dialog.form.changed.emit()
    desktop.settle()
    dialog.reject()
    again = opened(desktop, "project")
    assert editor(again, "investor_id").value() == company.id
    assert editor(again, "contact_ids").value() == [person.id]
    assert "单晓雯" in [text for _, text in said_by(again)]


def test_a_draft_can_be_thrown_away(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    dialog.form.bindings["name"].restore("写错了")
    dialog.form.changed.emit()
    desktop.settle()
    dialog.reject()
    again = opened(desktop, "company")
    clear = next(one for one in again.findChildren(QWidget) if getattr(one, "text", str)() == "清空重填")
    desktop.click(clear)
    assert editor(again, "name").raw() == ""
    assert desktop.desk.store.settings.get("draft.company") is None


def test_a_form_opened_from_a_record_does_not_take_a_draft(desktop: Desktop) -> None:
    dialog = opened(desktop, "next_step")
    dialog.form.bindings["title"].restore("别的事")
    dialog.form.changed.emit()
    desktop.settle()
    dialog.reject()
    linked = opened(desktop, "next_step", {"company_id": desktop.id("company", "正威")})
    assert editor(linked, "title").raw() == ""


# ---- other records
def test_a_company_is_made_while_a_project_is_being_written(desktop: Desktop) -> None:
    dialog = opened(desktop, "project")
    write(desktop, dialog, "name", "电池材料项目")
    editor(dialog, "investor_id").setFocus()
    desktop.write("蜂巢能源")
    desktop.settle()
    desktop.key(Qt.Key.Key_Return)  # the only entry offers to make it
    inner = desktop.window.sheets.top
    assert isinstance(inner, RecordDialog) and inner.kind == "company"
    assert editor(inner, "name").raw() == "蜂巢能源"
    save(desktop, inner)
    desktop.until(lambda: desktop.window.sheets.top is dialog)
    save(desktop, dialog)
    closed(desktop)
    assert desktop.row("project", "电池材料")["investor_id"] == desktop.id("company", "蜂巢能源")


def test_a_second_company_of_that_name_is_pointed_out(desktop: Desktop) -> None:
    dialog = opened(desktop, "company")
    write(desktop, dialog, "name", "青岛啤酒股份公司")
    desktop.bot.wait(DRAFT_AFTER_MS + 100)
    desktop.until(dialog.hint.isVisible)
    assert "可能已有：青岛啤酒股份有限公司" in dialog.hint.sentences()[0]
    dialog.hint.asked.emit(desktop.id("company", "青岛啤酒股份"))
    desktop.settle()
    assert desktop.window.page.name == "record" and desktop.window.sheets.top is None


def test_a_person_with_the_same_phone_is_pointed_out(desktop: Desktop) -> None:
    dialog = opened(desktop, "contact")
    dialog.form.bindings["name"].restore("仇总")
    dialog.form.bindings["phones"].restore("138 0013 8000")
    dialog.form.changed.emit()
    desktop.until(dialog.hint.isVisible)
    assert "仇志远" in dialog.hint.sentences()[0]


@pytest.mark.parametrize("kind", ["project", "company", "contact", "visit", "trip", "next_step"])
def test_every_kind_has_a_form_that_saves(desktop: Desktop, kind: str) -> None:
    dialog = opened(desktop, kind)
    title = {"visit": "subject", "trip": "title", "next_step": "title"}.get(kind, "name")
    dialog.form.bindings[title].restore("表单试填")
    save(desktop, dialog)
    closed(desktop)
    assert desktop.desk.store.ids(kind, find="表单试填")


def test_undo_takes_a_made_record_back_and_the_list_shows_it(desktop: Desktop) -> None:
    page = desktop.listed("contacts")
    id, changes = create_record(desktop.desk, "contact", {"name": "临时联系人"})
    desktop.window.ctx.hub.publish(changes)
    desktop.until(lambda: id in page.table.ids())
    desktop.window.ctx.undo()
    desktop.until(lambda: id not in page.table.ids())
