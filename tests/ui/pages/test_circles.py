"""People from here and targets: tabs, surveys that lead to their rows, the drawn chain."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

import resources
from app.model.registry import KINDS
from app.rules.amounts import Unit
from app.services.cells import check_texts
from app.services.records import change_record, create_record
from app.store.reading import Filter
from tests.fakes.desktops import Desktop, make_desktop, said_by
from ui.cli.demo.circles import meet_people
from ui.components.field_binding import FieldBinding
from ui.components.record_cards import LinkRow
from ui.components.surveys.survey import ShareRow
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.chain_page import ChainPage
from ui.pages.detail_header import place_of
from ui.pages.group_page import PARTS, GroupPage
from ui.pages.list_page import ListPage
from ui.pages.surveyed_list import SurveyedList
from ui.theme.theme import Theme
from ui.widgets.menu import Menu

SAMPLES = Path(resources.__file__).parent / "samples"


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    """The sample desktop with the demo's people, targets and chain in it."""
    for made in make_desktop(qtbot, theme, profile_folder):
        meet_people(made.desk, SAMPLES)
        yield made


def group(desktop: Desktop, name: str, tab: str) -> GroupPage:
    page = desktop.window.open_page(name, tab)
    assert isinstance(page, GroupPage)
    desktop.settle()
    desktop.settle()
    return page


def surveyed(desktop: Desktop, name: str, tab: str) -> SurveyedList:
    part = group(desktop, name, tab).part
    assert isinstance(part, SurveyedList)
    return part


def words(page: SurveyedList) -> str:
    return "\n".join(text for _, text in said_by(page.survey))


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in PARTS.items() for part in parts])
def test_every_tab_opens_and_says_how_many(desktop: Desktop, name: str, part: str) -> None:
    page = group(desktop, name, part)
    assert page.part.name == part and page.current_tab().startswith(part)
    assert page.new_kind and page.status()


def test_the_survey_says_who_lacks_what_and_leads_there(desktop: Desktop) -> None:
    page = surveyed(desktop, "circles", "natives/whole")
    said = words(page)
    for one in ("名录完整度", "6 人中 2 人信息齐全", "缺籍贯、城市、从事行业、电话、联络人", "可能重复"):
        assert one in said
    assert not page.filters.isVisible() and not page.inspector.isVisible()
    row = next(one for one in page.survey.findChildren(ShareRow) if "籍贯" in one.accessibleName())
    row.opened.emit()
    desktop.settle()
    assert page.filters.filters == (Filter("hometown", "empty"),) and page.filters.isVisible()
    assert page.table.rowCount() == 2


def test_coverage_follows_a_change(desktop: Desktop) -> None:
    page = surveyed(desktop, "pursuit", "targets/coverage")
    assert "6 家中已对接 3 家，落户 1 家" in words(page)
    id = desktop.id("target", "铭固")
    desktop.window.ctx.hub.publish(change_record(desktop.desk, "target", id, {"standing": "talking"}))
    desktop.settle()
    desktop.settle()
    assert "6 家中已对接 4 家" in words(page)
    link = next(one for one in page.survey.findChildren(LinkRow) if "锐锂" in one.accessibleName())
    link.opened.emit()
    desktop.settle()
    assert desktop.window.page.name == "record"


def test_agents_and_fairs_tell_their_figures(desktop: Desktop) -> None:
    said = words(surveyed(desktop, "circles", "organisations/agents"))
    assert "委托招商机构不足" in said and "委托招商机构数量达标" in said and "上海启程产业咨询" in said
    said = words(surveyed(desktop, "circles", "returnees/fairs"))
    assert "90 万元" in said and "2026年春节返乡创业对接会" in said


def test_a_lead_is_raised_from_a_gap(desktop: Desktop) -> None:
    page = group(desktop, "pursuit", "chains").part
    assert isinstance(page, ChainPage)
    assert page.status() == [("8 个环节，4 个缺口", False)]
    page.graph.choose(desktop.id("chain_node", "隔膜"))
    page.lead.click()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "project"
    assert dialog.form.bindings["channel"].given() == "chain"
    assert "隔膜 → 电芯" in dialog.form.bindings["summary"].given()


def test_no_chain_says_what_to_do(qtbot: QtBot, theme: Theme, profile_folder: Path) -> None:
    for desktop in make_desktop(qtbot, theme, profile_folder):
        page = group(desktop, "pursuit", "chains").part
        assert isinstance(page, ChainPage)
        assert page.stack.currentWidget() is page.empty and page.status() == ()
        page.empty.action_clicked.emit()
        desktop.settle()
        assert isinstance(desktop.window.sheets.top, RecordDialog)


def test_a_new_native_is_one(desktop: Desktop) -> None:
    page = surveyed(desktop, "circles", "natives")
    page.ctx.new_asked.emit(page.spec.kind, dict(page.spec.begin))
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.form.bindings["circle"].given() == "native"


def test_a_record_leads_back_to_its_tab(desktop: Desktop) -> None:
    id, _ = create_record(desktop.desk, "organisation", {"name": "宁波商会", "kind": "chamber"})
    row = desktop.desk.store.get("organisation", id)
    assert row is not None and place_of(row) == ("circles", "organisations")
    detail = desktop.window.open_record("organisation", id)
    desktop.settle()
    detail.header.crumb.click()
    desktop.settle()
    page = desktop.window.page
    assert isinstance(page, GroupPage) and page.part.name == "organisations"


def test_the_menu_of_a_place_offers_its_firms(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    page = group(desktop, "pursuit", "chains").part
    assert isinstance(page, ChainPage)
    shown: list[list[str]] = []
    monkeypatch.setattr(Menu, "popup", lambda menu, _where: shown.append([a.text() for a in menu.actions()]))
    cell = desktop.id("chain_node", "电芯")
    page.graph.menu_asked.emit(cell, "", QPoint(0, 0))
    page.graph.menu_asked.emit(desktop.id("chain_node", "隔膜"), cell, QPoint(0, 0))
    of_place, of_link = shown
    assert any("提出线索" in text for text in of_place)
    assert any("星澜储能（云溪）有限公司" in text for text in of_place)
    assert any("为这条上下游提出线索" in text for text in of_link)
    assert not any("星澜储能" in text for text in of_link)


def test_a_new_place_is_fed_by_the_one_in_view(desktop: Desktop) -> None:
    page = group(desktop, "pursuit", "chains").part
    assert isinstance(page, ChainPage)
    cell = desktop.id("chain_node", "电芯")
    page.graph.choose(cell)
    page.new_place()
    desktop.settle()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, RecordDialog) and dialog.kind == "chain_node"
    assert dialog.form.bindings["chain"].given() == "新能源电池"
    assert dialog.form.bindings["from_ids"].given() == [cell]


def test_another_chain_is_drawn_when_it_is_chosen(desktop: Desktop) -> None:
    create_record(desktop.desk, "chain_node", {"name": "纺纱", "chain": "纺织"})
    page = group(desktop, "pursuit", "chains").part
    assert isinstance(page, ChainPage) and page.switch is not None
    page.switch.changed.emit("纺织")
    assert page.chain is not None and page.chain.name == "纺织"
    assert page.status() == [("1 个环节，1 个缺口", False)]
    assert page.current_tab() == "纺织"


def test_the_group_passes_on_what_the_window_asks(desktop: Desktop) -> None:
    page = group(desktop, "circles", "organisations")
    part = page.part
    assert isinstance(part, SurveyedList)
    page.find_in_page()
    assert part.filters.find_line.isVisible()
    before = part.inspector.isVisible()
    page.toggle_inspector()
    assert part.inspector.isVisible() is not before
    page.set_unit()
    assert page.has_amounts() and not group(desktop, "circles", "natives").has_amounts()


def test_small_sums_are_told_and_typed_in_ten_thousands_where_hundred_millions_are_chosen(
    desktop: Desktop,
) -> None:
    window, formats = desktop.window, desktop.window.ctx.formats
    window.set_unit(Unit.YI)
    id, made = create_record(desktop.desk, "startup", {"name": "溪谷老屋民宿", "investment": "60万"})
    window.ctx.hub.publish(made)
    page = desktop.page("circles", "startups")
    assert isinstance(page, GroupPage) and isinstance(page.part, ListPage)
    desktop.settle()
    table = page.part.table
    column = next(one for one in table.columns if one.key == "investment")
    values = table.read_rows([id])[0]
    assert column.title == "投资额 万元" and column.format(values).text == "60"
    editor = FieldBinding(window.ctx, KINDS["startup"].fields["investment"])
    editor.editor.set_raw("80")
    assert editor.given() == "80万元"
    (checked,) = check_texts(desktop.desk, "startup", {id: {"investment": "80"}}, unit=formats.unit)
    assert checked.cells[0].after == 80, "a pasted column as well"
    big = KINDS["project"].fields["investment"]
    assert formats.unit_name_of(big) == "亿元" and formats.amount_with_unit(Decimal(60), big) == "0.01 亿元"
    window.set_unit(Unit.YUAN)
    assert formats.unit_name_of(KINDS["startup"].fields["investment"]) == "元", "the finer unit stands"


def test_the_directory_of_natives_shows_where_they_are_from_and_where_they_are(desktop: Desktop) -> None:
    page = surveyed(desktop, "circles", "natives")
    hidden = page.grid.hidden_columns()
    shown = [column.key for column in page.table.columns if column.key not in hidden]
    assert shown[1:6] == ["name", "hometown", "city", "phones", "chamber"]
    contacts = desktop.listed("contacts")
    assert [column.key for column in contacts.table.columns][1:4] == ["name", "company_id", "phones"]
    desktop.window.set_unit(Unit.WAN)
    assert [column.key for column in page.table.columns][2] == "hometown", "also in another unit"
