"""The page of one record: figures, stages, facts edited in place, steps, files, history."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.services.alerts import alerts, snooze
from app.services.records import change_record, create_record
from tests.fakes.desks import TickingClock
from tests.fakes.desktops import Desktop, said_by
from ui.components.fact_list import FactRow
from ui.components.snapshot import load_snapshot
from ui.components.stage_ribbon import stage_days
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.detail_page import DetailPage
from ui.widgets.card import Card

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MOVED = {"stage": "landed", "stage_on": "2026-11-19", "obligation_on": "2026-11-18"}


def said_in(widget: QWidget) -> str:
    return " ".join(text for _, text in said_by(widget))


def texts(page: DetailPage) -> list[str]:
    return [text for _, text in said_by(page)]


def fact(page: DetailPage, name: str) -> FactRow:
    assert page.overview.facts is not None
    return page.overview.facts.rows[name]


def words(widget: QWidget) -> str:
    """What stands on it, elided or not."""
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_the_tab_in_view_is_first_and_none_is_behind_when_come_to(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    ctx, before = desktop.window.ctx, words(page.team)
    person = {"project_id": page.id, "name": "李强", "duty": "leader", "since": "2026-11-01"}
    member, _ = create_record(ctx.desk, "team_member", person)
    change_record(ctx.desk, "project", page.id, {"investment": "33亿"})
    page._take(load_snapshot(ctx, "project", page.id))
    assert "33" in words(page.header) and words(page.team) == before
    page.show_tab("team")
    assert "李强" in words(page.team) and "李强" not in before
    page.show_tab("overview")
    ctx.hub.publish(change_record(ctx.desk, "team_member", member, {"name": "王芳"}))
    desktop.settle()
    assert "王芳" in words(page.team), "out of view it follows by itself"


def test_another_record_is_shown_from_its_beginning(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    other, _ = create_record(desktop.window.ctx.desk, "project", {"name": "星澜电子项目", "stage": "lead"})
    desktop.settle()
    bar = page._scrolls["overview"].verticalScrollBar()
    bar.setValue(bar.maximum())
    desktop.settle()
    read_down = bar.value()
    page.refresh()
    desktop.settle()
    assert bar.value() == read_down > 0, "the same one stays where one reads"
    page.open_record("project", other)
    desktop.settle()
    assert bar.value() == 0


# ---- head
def test_a_projects_head_has_its_figures(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    head = [text for _, text in said_by(page.header)]
    for words in (
        "22.51",
        "亿元",
        "86",
        "亩",
        "2,617.4",
        "万元/亩",
        "县功镇",
        "韩国清洁能源株式会社",
        "签约",
    ):
        assert words in head, words


def test_a_companys_head_adds_up_its_projects(desktop: Desktop) -> None:
    page = desktop.record("company", "韩国清洁")
    head = [text for _, text in said_by(page.header)]
    assert {"1 个", "1 人", "22.51", "2026-11-20"} <= set(head)


@pytest.mark.parametrize(
    ("kind", "words", "says"),
    [
        ("contact", "仇志远", "138 0013 8000"),
        ("visit", "用水保障", "青岛啤酒股份有限公司"),
        ("trip", "长三角", "上海、平阳、宝鸡"),
        ("next_step", "土地出让", "2026-11-30"),
    ],
)
def test_every_kind_has_a_page(desktop: Desktop, kind: str, words: str, says: str) -> None:
    page = desktop.record(kind, words)
    assert says in [text for _, text in said_by(page.header)]
    for tab in ("overview", "attachments", "history"):
        page.show_tab(tab)
        assert page.current_tab() == tab


def test_steps_through_the_list_one_came_from(desktop: Desktop) -> None:
    desktop.listed("projects")
    ids = list(desktop.window.page.table.ids())  # type: ignore[attr-defined]
    page = desktop.window.open_record("project", ids[0])
    desktop.settle()
    assert "›  1 / 6" in texts(page)
    desktop.key(Qt.Key.Key_Down, ALT)
    assert page.id == ids[1]
    desktop.key(Qt.Key.Key_Up, ALT)
    desktop.key(Qt.Key.Key_Up, ALT)
    assert page.id == ids[0]


# ---- facts in place
def test_a_fact_is_edited_by_enter_and_kept_by_enter(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    row = fact(page, "responsible_unit")
    row.value.setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert row.editing
    desktop.write("水头镇")
    desktop.key(Qt.Key.Key_Return)
    assert desktop.row("project", "天香")["responsible_unit"] == "水头镇"
    assert "水头镇" in texts(page)


def test_a_fact_that_is_refused_keeps_the_typed_text_and_says_why(desktop: Desktop) -> None:
    page = desktop.record("company", "正威")
    row = fact(page, "credit_code")
    row.edit()
    desktop.write("9144030061")
    desktop.key(Qt.Key.Key_Return)
    assert row.editing and "18 位" in row.error
    assert row.binding is not None and row.binding.editor.raw() == "9144030061"
    assert desktop.row("company", "正威")["credit_code"] is None
    desktop.key(Qt.Key.Key_Escape)
    assert fact(page, "credit_code") is row
    assert row.value.isVisible()


def test_an_amount_typed_in_words_keeps_its_words(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    row = fact(page, "investment")
    row.edit()
    assert row.binding is not None
    row.binding.editor.set_raw("")
    row.binding.editor.setFocus()
    desktop.write("2亿元以上")
    desktop.key(Qt.Key.Key_Return)
    found = desktop.row("project", "天香")
    assert (found["investment"], found["investment_words"]) == (20000, "2亿元以上")
    assert "2.00 亿元（原文：2亿元以上）" in texts(page)


def test_a_bare_figure_counts_in_the_unit_on_the_screen(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    row = fact(page, "investment")
    row.edit()
    desktop.key(Qt.Key.Key_A, CTRL)
    desktop.write("3.5")
    desktop.key(Qt.Key.Key_Return)
    assert desktop.row("project", "天香")["investment"] == 35000


def test_a_link_is_found_by_initials_and_set(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    row = fact(page, "investor_id")
    row.edit()
    desktop.letters("zwjt")
    desktop.key(Qt.Key.Key_Return)
    desktop.until(lambda: desktop.row("project", "天香")["investor_id"] == desktop.id("company", "正威"))


def test_text_that_links_to_nothing_is_said_and_not_saved(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    row = fact(page, "investor_id")
    row.edit()
    desktop.write("没有这家公司")
    row.binding.editor.list.hide()  # type: ignore[union-attr]
    desktop.key(Qt.Key.Key_Return)
    assert "没有这家公司" in row.error
    assert desktop.row("project", "天香")["investor_id"] is None


def test_leaving_a_fact_keeps_what_was_typed(desktop: Desktop) -> None:
    page = desktop.record("project", "天香")
    fact(page, "place").edit()
    desktop.write("城北工业园")
    page.setFocus()
    desktop.until(lambda: desktop.row("project", "天香")["place"] == "城北工业园")


# ---- stages
def test_the_ribbon_marks_done_current_and_to_come(desktop: Desktop) -> None:
    desktop.record("project", "煤矸石")
    row = desktop.row("project", "煤矸石")
    history = tuple(desktop.desk.store.history("project", row.id))
    facts = {"assessed": "2026-09-18", "approved": "2026-11-06"}
    told = {stage: str(day) for stage, day in stage_days(row, history).items()}
    assert told == {"signed": "2026-11-12", **facts}
    change_record(desktop.desk, "project", row.id, MOVED)
    row = desktop.row("project", "煤矸石")
    days = stage_days(row, tuple(desktop.desk.store.history("project", row.id)))
    assert {stage: str(day) for stage, day in days.items()} == {
        "signed": "2026-11-12",
        "landed": "2026-11-19",
        **facts,
    }


# ---- cards
def test_a_step_is_ticked_off(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    assert page.overview.steps is not None
    step = next(one for one in page.overview.steps.steps if one.box.accessibleName() == "土地出让合同")
    step.box.click()
    desktop.until(lambda: desktop.row("next_step", "土地出让")["done_on"] is not None)
    assert desktop.window.toast.text == "已完成：土地出让合同"


def test_a_visit_from_a_project_starts_with_its_links(desktop: Desktop) -> None:
    page = desktop.record("project", "煤矸石")
    button = next(one for one in page.header.findChildren(type(page.header.crumb)) if one.text() == "记走访")
    desktop.click(button)
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.bindings["project_id"].given() == page.id
    assert dialog.form.bindings["company_id"].given() == desktop.id("company", "韩国清洁")


def test_related_records_open_their_pages(desktop: Desktop) -> None:
    page = desktop.record("company", "韩国清洁")
    from ui.components.record_cards import LinkRow

    link = next(one for one in page.overview.findChildren(LinkRow) if "煤矸石" in one.accessibleName())
    link.setFocus()
    desktop.key(Qt.Key.Key_Return)
    assert page.kind == "project" and page.id == desktop.id("project", "煤矸石")


# ---- files
def test_a_dropped_file_is_attached_and_can_be_saved_again(desktop: Desktop, tmp_path: Path) -> None:
    source = tmp_path / "合同.txt"
    source.write_bytes("投资合同".encode())
    page = desktop.record("project", "天香")
    desktop.window.desk_actions.take_files([str(source)])
    desktop.settle()
    assert page.current_tab() == "attachments" and "合同.txt" in texts(page) and "待发送" in texts(page)
    row = desktop.row("attachment", "合同")
    page.files.save_to(row, tmp_path / "again.txt")
    desktop.settle()
    assert (tmp_path / "again.txt").read_bytes() == source.read_bytes()
    page.files.delete_file(row)
    desktop.settle()
    assert "合同.txt" not in texts(page)


def test_files_dropped_before_a_record_is_read_hang_on_it_and_not_on_the_one_before(
    desktop: Desktop, tmp_path: Path
) -> None:
    source = tmp_path / "批复.txt"
    source.write_bytes("同意".encode())
    desktop.record("project", "天香").show_tab("attachments")
    wanted = desktop.id("project", "煤矸石")
    page = desktop.window.open_record("project", wanted)
    assert page.snapshot is None, "it is still being read"
    desktop.window.desk_actions.take_files([str(source)])
    desktop.settle()
    assert desktop.row("attachment", "批复")["parent_id"] == wanted
    assert "批复.txt" in texts(page)


def test_a_file_that_is_gone_is_said(desktop: Desktop, tmp_path: Path) -> None:
    page = desktop.record("project", "天香")
    page.files.attach([tmp_path / "nothing.pdf"])
    desktop.settle()
    assert "nothing.pdf" in desktop.window.toast.text and "请检查" in desktop.window.toast.text


# ---- history
def test_history_says_who_put_an_alert_off_until_when_and_why(desktop: Desktop) -> None:
    given = {"name": "海上储能", "stage": "signed", "contract_on": "2026-01-01"}
    project, _ = create_record(desktop.desk, "project", given)
    node, _ = create_record(
        desktop.desk, "node", {"title": "开工", "planned_on": "2026-11-01", "project_id": project}
    )
    found = {one.on: one for one in alerts(desktop.desk) if one.opens == ("project", project)}
    snooze(desktop.desk, found["project", project], "2026-12-01", "等用地批文")
    snooze(desktop.desk, found["node", node], "2026-11-25", "等施工许可")
    page = desktop.record("project", "海上储能")
    page.show_tab("history")
    desktop.settle()
    said = said_in(page.history)
    actor = desktop.desk.actor
    for words in (
        f"{actor} 暂缓预警：签约未落地",
        "2026-12-01",
        "等用地批文",
        f"{actor} 暂缓预警：节点逾期",
        "等施工许可",
    ):
        assert words in said, words
    assert "已到期" not in said and page.history.header.count() == "3"
    now = desktop.desk.store.clock()
    desktop.desk.store.clock = TickingClock(now + timedelta(days=7))
    page.refresh()
    desktop.settle()
    assert "2026-11-25（已到期，预警恢复）" in said_in(page.history)


def test_history_says_who_changed_what_in_words(desktop: Desktop) -> None:
    id = desktop.id("project", "煤矸石")
    change_record(desktop.desk, "project", id, {**MOVED, "investor_id": desktop.id("company", "正威")})
    page = desktop.record("project", "煤矸石")
    page.show_tab("history")
    found = texts(page)
    assert "陈立 修改" in found and "签约" in found and "→ 落地" in found
    assert "韩国清洁能源株式会社" in found and "→ 正威集团有限公司" in found
    assert not any("signed" in text or "019" in text for text in found)


# ---- deleting
def test_a_deleted_record_offers_to_come_back(desktop: Desktop) -> None:
    page = desktop.record("trip", "长三角")
    row = desktop.row("trip", "长三角")
    menu = page.header.menu(row)
    next(action for action in menu.actions() if action.text() == "删除").trigger()
    desktop.settle()
    assert "已删除" in texts(page)
    button = next(one for one in page.header.findChildren(type(page.header.crumb)) if one.text() == "恢复")
    desktop.click(button)
    assert "已删除" not in texts(page)


def test_a_record_that_is_not_here_leads_back(desktop: Desktop) -> None:
    desktop.listed("companies")
    desktop.window.open_record("company", "00000000-0000-7000-8000-000000000000")
    desktop.settle()
    assert desktop.window.page.name == "companies"
    assert desktop.window.toast.text == "这条记录已不在本机"


def test_a_new_step_from_the_menu_is_linked(desktop: Desktop) -> None:
    page = desktop.record("company", "正威")
    menu = page.header.menu(desktop.row("company", "正威"))
    next(action for action in menu.actions() if action.text() == "新建下一步").trigger()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog)
    dialog.form.bindings["title"].restore("寄送投资手册")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    assert desktop.row("next_step", "寄送")["company_id"] == page.id
    assert "寄送投资手册" in texts(page)


def test_a_page_without_events_says_so(desktop: Desktop) -> None:
    id, _ = create_record(desktop.desk, "company", {"name": "无往来公司"})
    page = desktop.window.open_record("company", id)
    desktop.settle()
    page.show_tab("timeline")
    assert "还没有往来记录。" in texts(page)


def test_a_page_of_two_columns_fills_the_width_after_one_of_three(desktop: Desktop) -> None:
    desktop.window.resize(1366, 768)
    desktop.record("company", "正威")
    page = desktop.record("visit", "")
    cards = [card for card in page.findChildren(Card) if card.isVisible()]
    right = max(card.mapTo(page, card.rect().topRight()).x() for card in cards)
    assert right > page.width() - 60, "no third of the page stays empty"


def test_a_record_out_of_no_list_has_no_place_in_it(desktop: Desktop) -> None:
    id, _ = create_record(desktop.desk, "company", {"name": "无往来公司"})
    page = desktop.window.open_record("company", id)
    desktop.settle()
    assert page.header.place.text() == ""
