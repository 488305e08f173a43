"""Lists on a real store: what they show, find, filter, sort, add up, delete and hand on."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from app.model.registry import KINDS
from app.services.records import change_record, create_record
from app.store.reading import Filter
from tests.fakes.desktops import Desktop, said_by
from ui.components.filter_popup import FilterPopup
from ui.components.inspector_panel import InspectorPanel
from ui.dialogs.export_dialog import write_list
from ui.models.columns import RowValues
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import DELETED, ListSpec, list_specs
from ui.widgets.chips import FilterChip
from ui.widgets.fields.editor import FieldEditor

CTRL = Qt.KeyboardModifier.ControlModifier
PROJECT = KINDS["project"].fields


def shown(page: ListPage, row: int) -> list[str]:
    """A row as it stands on the screen, without hidden columns."""
    columns = [n for n in range(page.table.columnCount()) if not page.grid.isColumnHidden(n)]
    return [str(page.table.index(row, n).data() or "") for n in columns]


def place_of(page: ListPage, name: str) -> int:
    return [column.key for column in page.table.columns].index(name)


# ---- what is listed
def test_leads_end_where_projects_begin(desktop: Desktop) -> None:
    leads = set(desktop.titles(desktop.listed("leads")))
    projects = set(desktop.titles(desktop.listed("projects")))
    assert leads == {"氢能源汽车及加氢站项目", "青岛啤酒15万吨纯生啤酒项目"}
    assert "永立总部大楼" in projects and not leads & projects


def test_all_holds_leads_and_projects(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.set_scope("all")
    desktop.settle()
    assert page.table.rowCount() == 8


@pytest.mark.parametrize("spec", list_specs(), ids=lambda spec: spec.name)
def test_every_list_shows_names_of_what_it_refers_to(desktop: Desktop, spec: ListSpec) -> None:
    page = desktop.listed(spec.name)
    for row in range(page.table.rowCount()):
        for text in shown(page, row):
            assert "0000-7" not in text and not text.startswith("01"), text  # never a bare id


def test_a_row_shows_stage_figures_and_investor(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    row = page.table.row_of(desktop.id("project", "煤矸石"))
    texts = shown(page, row)
    assert texts[1:6] == ["绿", "煤矸石及废旧轮胎综合利用项目", "签约", "22.51", "韩国清洁能源株式会社"]


def rows_read(page: ListPage, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The ids of every window of rows that the page reads from now on."""
    asked, read = list[list[str]](), page.source.rows

    def rows(ids: Sequence[str]) -> Sequence[RowValues]:
        asked.append(list(ids))
        return read(ids)

    monkeypatch.setattr(page.source, "rows", rows)
    return asked


def change(desktop: Desktop, kind: str, id: str, **values: object) -> None:
    desktop.window.ctx.hub.publish(change_record(desktop.window.ctx.desk, kind, id, values))
    desktop.settle()


def test_after_a_change_only_its_row_is_read_again(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    page, id = desktop.listed("projects"), desktop.id("project", "煤矸石")
    row = page.table.row_of(id)
    texts, asked = shown(page, row), rows_read(page, monkeypatch)
    change(desktop, "project", id, investment="30亿")
    assert shown(page, row)[4] == "30.00" and asked == [[id]]
    firm = desktop.id("company", "韩国清洁能源")
    change(desktop, "company", firm, name="改名能源")
    assert shown(page, row)[5] == "改名能源" and asked == [[id], [id]]
    change(desktop, "project", id, investment="22.51亿")
    assert shown(page, row)[:5] == texts[:5]


def test_what_hangs_on_a_project_changes_its_light(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    page, id = desktop.listed("projects"), desktop.id("project", "煤矸石")
    row = page.table.row_of(id)
    assert shown(page, row)[1] == "绿"
    asked = rows_read(page, monkeypatch)
    late = {"project_id": id, "title": "供地", "planned_on": "2026-01-05"}
    node, changes = create_record(desktop.window.ctx.desk, "node", late)
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert shown(page, row)[1] != "绿" and asked == [[id]]
    change(desktop, "node", node, done_on="2026-11-01")
    assert shown(page, row)[1] == "绿" and asked == [[id], [id]]


def test_what_was_written_stands_in_the_tooltip(desktop: Desktop) -> None:
    page = desktop.listed("leads")
    row = page.table.row_of(desktop.id("project", "青岛啤酒15"))
    index = page.table.index(row, place_of(page, "investment"))
    assert index.data() == "2.00"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "原文：2亿元以上"


def test_overdue_steps_say_so_in_words(desktop: Desktop) -> None:
    page = desktop.listed("steps")
    assert [shown(page, row)[2] for row in range(3)] == ["11-12 逾期", "11-25", "11-30"]


def test_next_steps_due_first_and_done_ones_apart(desktop: Desktop) -> None:
    page = desktop.listed("steps")
    assert desktop.titles(page) == ["答复用水保障方案", "一期交地时间书面答复", "土地出让合同"]
    page.set_scope("all")
    desktop.settle()
    assert "外资备案" in desktop.titles(page)


# ---- finding and filtering
@pytest.mark.parametrize("typed", ["qzy", "仇志", "qiuzhiyuan", "0013 8000"])
def test_people_are_found_by_initials_name_and_phone(desktop: Desktop, typed: str) -> None:
    page = desktop.listed("contacts")
    page.find_in_page()
    assert page.filters.find_line.hasFocus()
    page.filters.find_line.setText(typed)
    page.filters.changed.emit()
    desktop.settle()
    assert desktop.titles(page) == ["仇志远"]
    desktop.key(Qt.Key.Key_Escape)
    assert page.table.rowCount() == 3


def test_a_filter_by_amount_is_a_chip_that_comes_off(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    popup = page.filters.edit(PROJECT["investment"], page.filters.add_button)
    assert isinstance(popup.first, FieldEditor)
    popup.first.set_raw("9亿")
    popup.apply()
    desktop.settle()
    assert sorted(desktop.titles(page)) == ["华夏电动汽车项目", "煤矸石及废旧轮胎综合利用项目"]
    chip = page.filters.findChild(FilterChip)
    assert isinstance(chip, FilterChip) and chip.accessibleName() == "总投资 ≥ 9.00 亿元"
    chip.removed.emit()
    desktop.settle()
    assert page.table.rowCount() == 6


def test_a_filter_by_stage_ticks_choices(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    popup = page.filters.edit(PROJECT["stage"], page.filters.add_button)
    for box in popup.findChildren(QCheckBox):
        box.setChecked(box.text() in ("签约", "落地"))
    popup.apply()
    desktop.settle()
    assert page.table.rowCount() == 2
    again = page.filters.edit(PROJECT["stage"], page.filters.add_button)
    assert [box.text() for box in again.findChildren(QCheckBox) if box.isChecked()] == ["签约", "落地"]
    again.close()


def test_a_filter_by_words_and_by_date(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.filters.set_filters([Filter("responsible_unit", "contains", "县功")])
    desktop.settle()
    assert page.table.rowCount() == 2
    popup = page.filters.edit(PROJECT["stage_on"], page.filters.add_button)
    assert isinstance(popup, FilterPopup)
    desktop.write("2026-10-01")
    popup.apply()
    desktop.settle()
    assert desktop.titles(page) == ["煤矸石及废旧轮胎综合利用项目"]


def test_nothing_found_offers_to_clear_the_filters(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.filters.set_filters([Filter("responsible_unit", "contains", "无此单位")])
    desktop.settle()
    assert page.empty.isVisible() and any(text == "没有符合条件的记录。" for _, text in said_by(page.empty))
    page.empty.action_clicked.emit()
    desktop.settle()
    assert page.table.rowCount() == 6


def test_a_click_on_a_heading_sorts_and_empty_comes_last(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.sort_by(place_of(page, "investment"))
    desktop.settle()
    assert desktop.titles(page)[0] == "天香食品项目"
    page.grid.sort_by(place_of(page, "investment"))
    desktop.settle()
    assert desktop.titles(page)[0] == "煤矸石及废旧轮胎综合利用项目"
    page.grid.sort_by(place_of(page, "investor_id"))
    desktop.settle()
    assert {desktop.row("project", title)["investor_id"] for title in desktop.titles(page)[-4:]} == {None}


# ---- selecting
def test_sums_of_the_ticked_rows_stand_in_the_bottom_bar(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.table.choose([desktop.id("project", words) for words in ("煤矸石", "江苏兴力")])
    desktop.settle()
    words = [text for text, _ in page.status()]
    assert words == ["已选 2 个", "总投资 27.71 亿元", "其中外资 22.51 亿元", "用地 86 亩", "共 6 个"]
    assert any(text == "总投资 27.71 亿元" for _, text in said_by(desktop.window.bottom))


def test_copy_puts_a_table_on_the_clipboard_and_says_so(desktop: Desktop) -> None:
    page = desktop.listed("contacts")
    page.grid.setFocus()
    desktop.key(Qt.Key.Key_A, CTRL)
    desktop.key(Qt.Key.Key_C, CTRL)
    assert desktop.window.toast.text == "已复制 3 行"
    assert "138 0013 8000" in QApplication.clipboard().text()


# ---- deleting
def test_delete_is_undone_by_the_toast(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.grid.set_current_id(desktop.id("company", "正威"))
    page.grid.setFocus()
    desktop.key(Qt.Key.Key_Delete)
    assert "正威集团有限公司" not in desktop.titles(page)
    assert desktop.window.toast.text == "已删除 1 条企业"
    desktop.key(Qt.Key.Key_Z, CTRL)
    assert "正威集团有限公司" in desktop.titles(page)


def test_deleted_rows_come_back_from_their_own_view(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    page.table.choose([desktop.id("company", "正威"), desktop.id("company", "青岛啤酒股份")])
    page.row_actions.delete()
    desktop.settle()
    page.set_scope(DELETED)
    desktop.settle()
    assert sorted(desktop.titles(page)) == ["正威集团有限公司", "青岛啤酒股份有限公司"]
    page.table.choose_all(True)
    page.row_actions.restore()
    desktop.settle()
    assert page.table.rowCount() == 0
    page.set_scope("open")
    desktop.settle()
    assert page.table.rowCount() == 3


def test_the_menu_of_a_row_offers_what_fits(desktop: Desktop) -> None:
    page = desktop.listed("steps")
    id = desktop.id("next_step", "土地出让合同")
    menu = page.row_actions.menu(id)
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == [
        *("打开", "标为完成", "修改此格", "批量修改", "删除"),
        *("复制这一格", "复制为表格", "粘贴到列表", "导出为表格…", "填别的单位的表…", "列"),
    ]
    page.row_actions.complete(id)
    desktop.settle()
    row = desktop.desk.store.get("next_step", id)
    assert row is not None and row["done_on"] is not None
    assert "土地出让合同" not in desktop.titles(page)


# ---- keeping
def test_hidden_columns_are_remembered(desktop: Desktop) -> None:
    page = desktop.listed("companies")
    chooser = page.choose_columns()
    chooser.boxes["city"].setChecked(False)
    chooser.close()
    desktop.settle()
    assert desktop.desk.store.settings.get("columns.companies") == ["city"]
    desktop.window.rebuild()
    again = desktop.listed("companies")
    assert again is not page and again.grid.hidden_columns() == {"city"}


def test_a_change_elsewhere_shows_at_once(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    id = desktop.id("project", "华夏")
    desktop.window.ctx.change(
        lambda: change_record(desktop.desk, "project", id, {"name": "华夏新能源汽车项目"}),
        changes=lambda changes: changes,
    )
    desktop.until(lambda: "华夏新能源汽车项目" in desktop.titles(page))
    _, changes = create_record(desktop.desk, "project", {"name": "新项目", "stage": "signed"})
    desktop.window.ctx.hub.publish(changes)
    desktop.until(lambda: "新项目" in desktop.titles(page))


def test_export_writes_the_listed_rows(desktop: Desktop, tmp_path: Path) -> None:
    page = desktop.listed("projects")
    target = tmp_path / "项目.xlsx"
    write_list(desktop.window.ctx, "project", list(page.table.ids()), target)
    desktop.until(lambda: "已导出 6 条" in desktop.window.toast.text)
    sheet = load_workbook(target).active
    assert sheet is not None
    texts = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert "煤矸石及废旧轮胎综合利用项目" in texts and "氢能源汽车及加氢站项目" not in texts


def test_an_export_that_cannot_be_written_is_said(desktop: Desktop, tmp_path: Path) -> None:
    write_list(desktop.window.ctx, "project", [], tmp_path / "missing" / "a.xlsx")
    desktop.until(lambda: "无法写入" in desktop.window.toast.text)


# ---- the inspector
def test_the_inspector_follows_the_current_row(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.set_current_id(desktop.id("project", "煤矸石"))
    desktop.settle()
    texts = [text for _, text in said_by(page.inspector)]
    assert "煤矸石及废旧轮胎综合利用项目" in texts and "22.51 亿元" in texts
    assert "待办 2 项" in texts and "最近往来" in texts


def test_the_inspector_edits_in_place(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    page.grid.set_current_id(desktop.id("project", "华夏"))
    desktop.settle()
    facts = facts_of(page.inspector)
    facts["responsible_unit"].edit()
    desktop.write("南川工业园区")
    desktop.key(Qt.Key.Key_Return)
    assert desktop.row("project", "华夏")["responsible_unit"] == "南川工业园区"
    assert "南川工业园区" in shown(page, page.table.row_of(page.grid.current_id()))


def facts_of(panel: InspectorPanel) -> dict:  # type: ignore[type-arg]
    facts = panel.facts
    assert facts is not None
    return facts.rows


def test_an_inspector_being_edited_is_not_taken_away(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    id = desktop.id("project", "华夏")
    page.grid.set_current_id(id)
    desktop.settle()
    row = facts_of(page.inspector)["industry"]
    row.edit()
    desktop.write("汽车")
    changes = change_record(desktop.desk, "project", id, {"responsible_unit": "南川工业园区"})
    desktop.window.ctx.hub.publish(changes)
    desktop.settle()
    assert row.editing and row.binding.editor.raw() == "汽车"


def test_what_was_read_of_another_record_is_not_shown(desktop: Desktop) -> None:
    """Nothing matches by the time the record that was current has been read."""
    page = desktop.listed("projects")
    page.grid.set_current_id(desktop.id("project", "华夏"))
    desktop.settle()
    page.inspector.show_record(desktop.id("project", "煤矸石"))
    page.inspector.show_record("")
    desktop.settle()
    assert page.inspector.facts is None


def test_an_empty_list_offers_its_form(desktop: Desktop) -> None:
    page = desktop.listed("trips")
    page.table.choose_all(True)
    page.row_actions.delete()
    desktop.settle()
    assert any(text == "还没有行程。" for _, text in said_by(page.empty))
    page.empty.action_clicked.emit()
    desktop.settle()
    assert desktop.window.sheets.top is not None


def test_what_is_being_typed_is_kept_when_the_window_closes(desktop: Desktop) -> None:
    page = desktop.listed("projects")
    id = desktop.id("project", "华夏")
    page.grid.set_current_id(id)
    desktop.settle()
    facts_of(page.inspector)["industry"].edit()
    desktop.write("汽车")
    desktop.window.close()
    row = desktop.desk.store.get("project", id)
    assert row is not None and row["industry"] == "汽车"


def test_the_keyboard_is_on_the_first_row_as_soon_as_there_is_one(desktop: Desktop) -> None:
    """Also at the first visit, when the rows come after the page."""
    desktop.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = desktop.window.page
    assert isinstance(page, ListPage) and page.grid.hasFocus()
    first = page.grid.current_id()
    desktop.key(Qt.Key.Key_Down)
    assert first and page.grid.current_id() == page.table.id_at(1)
