"""透视: a list by two of its fields: chosen by keyboard, copied in full, every figure opens its records."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.rules.amounts import Unit
from app.services.pivots import Layout
from app.services.records import create_record
from app.store.pivoting import IN_PLACE
from app.store.reading import Filter
from tests.fakes.desktops import Desktop
from tests.fakes.rulebooks import rule_by_the_demo
from ui.components.grade_signs import GradeFilter
from ui.components.pivot_view import PivotView
from ui.components.score_cards import RatesCard
from ui.pages.list_layouts import GRID, PIVOT
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import LISTS
from ui.theme.type_scale import Role
from ui.widgets.grid.cell_painter import PADDING

KEY = Qt.Key
SIGNED = {"contract_on": "2026-03-01", "responsible_unit": "高新区", "contract_amount": "3亿"}
CTRL = Qt.KeyboardModifier.ControlModifier


def pivot_of(desktop: Desktop, name: str = "projects") -> tuple[ListPage, PivotView]:
    page = desktop.listed(name)
    page.layouts.choose(PIVOT)
    desktop.settle()
    page.layouts.focus()
    view = page.layouts.pivot
    assert view is not None and view.isVisible() and view.table.hasFocus()
    return page, view


def shown(view: PivotView) -> list[list[str]]:
    """Everything on the screen, headings first."""
    model = view.table.figures
    head = [model.title(at) for at in range(model.columnCount())]
    return [
        head,
        *([model.text(row, at) for at in range(model.columnCount())] for row in range(model.rowCount())),
    ]


def stand(view: PivotView, row: int, column: int) -> None:
    view.table.setCurrentIndex(view.table.figures.index(row, column))


def test_the_list_by_unit_and_stage_with_its_own_total(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    lines = shown(view)
    assert lines[0][0] == "责任单位" and lines[0][-1] == "合计" and "签约" in lines[0]
    assert lines[1][0] == "合计" and lines[1][-1] == str(page.table.rowCount())
    assert sum(int(cell or 0) for cell in lines[1][1:-1]) == page.table.rowCount()
    assert not view.rows_by.isVisible() and not view.columns_by.isVisible()


def test_the_sum_is_that_of_the_ticked_rows(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    view.choose(Layout(("responsible_unit", ""), ("stage", ""), "investment"))
    desktop.settle()
    page.table.choose_all(True)
    desktop.settle()
    total = view.table.figures.text(1 - 1, view.table.figures.columnCount() - 1)
    assert any(f"总投资 {total} 亿元" == words for words, _ in page.sums.words())
    desktop.window.ctx.unit_asked.emit(Unit.WAN.value)
    desktop.settle()
    assert "万元" in view.measure_button.text() and view.table.figures.text(0, 1) != total


def test_enter_on_a_figure_lists_its_records_and_back_is_all_again(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    page.filters.set_filters([Filter("investment", "filled")])
    desktop.settle()
    model = view.table.figures
    column = next(at for at in range(model.columnCount()) if model.title(at) == "签约")
    count = model.figure(0, column).count
    stand(view, 0, column)
    desktop.key(KEY.Key_Return)
    assert page.layouts.layout == GRID and page.table.rowCount() == count > 0 and page.grid.hasFocus()
    assert list(page.filters.filters) == [Filter("investment", "filled"), Filter("stage", "in", ("signed",))]
    page.layouts.choose(PIVOT)
    desktop.settle()
    assert list(page.filters.filters) == [Filter("investment", "filled")]


def test_a_line_without_a_value_opens_those_without(desktop: Desktop) -> None:
    create_record(desktop.desk, "project", {"name": "无主", "stage": "signed"})
    page, view = pivot_of(desktop)
    page.table.refresh()
    desktop.settle()
    row = view.table.figures.rowCount() - 1
    assert view.table.figures.text(row, 0) == "未填"
    stand(view, row, 0)
    desktop.key(KEY.Key_Return)
    assert "无主" in desktop.titles(page) and page.filters.filters == (Filter("responsible_unit", "empty"),)


def test_it_follows_filters_and_changes(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    before = view.table.figures.figure(0, view.table.figures.columnCount() - 1).count
    create_record(desktop.desk, "project", {"name": "新来的", "stage": "signed"})
    page.table.refresh()
    desktop.settle()
    model = view.table.figures
    assert model.figure(0, model.columnCount() - 1).count == before + 1
    page.filters.set_filters([Filter("stage", "in", ("signed",))])
    desktop.settle()
    assert [model.title(at) for at in range(model.columnCount())][1:] == ["签约", "合计"]


def test_the_inspector_makes_room_for_it_and_comes_back(desktop: Desktop) -> None:
    page, _ = pivot_of(desktop)
    assert not page.inspector.isVisible()
    page.layouts.choose(GRID)
    assert page.inspector.isVisible()


def test_a_long_choice_takes_no_room_from_the_inspector(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    before = view.minimumSizeHint().width()
    view.choose(Layout(("contract_on", "quarter"), ("pre_registered_on", "quarter"), IN_PLACE))
    desktop.settle()
    assert view.minimumSizeHint().width() <= max(before, desktop.theme.px(480))
    page.layouts.choose(GRID)
    desktop.settle()
    assert page.splitter.sizes()[1] == desktop.theme.px(336)


def test_no_heading_of_a_choice_is_cut(desktop: Desktop) -> None:
    _, view = pivot_of(desktop)
    model, table = view.table.figures, view.table
    metrics, px = desktop.theme.metrics(Role.META), desktop.theme.px
    for at in range(1, model.columnCount()):
        assert metrics.horizontalAdvance(model.title(at)) <= table.columnWidth(at) - 2 * px(PADDING), (
            model.title(at)
        )
    assert sum(table.columnWidth(at) for at in range(model.columnCount())) == table.viewport().width()


def test_sorting_by_a_column_and_back(desktop: Desktop) -> None:
    _, view = pivot_of(desktop)
    model, last = view.table.figures, view.table.figures.columnCount() - 1
    as_laid = [line.values for line in model.lines]
    view.table.sort_by(last)
    assert [line.sum.count for line in model.lines] == sorted(
        (line.sum.count for line in model.lines), reverse=True
    )
    view.table.sort_by(last)
    assert [line.sum.count for line in model.lines] == sorted(line.sum.count for line in model.lines)
    view.table.sort_by(0)
    assert [line.values for line in model.lines] == as_laid


def test_copied_figures_are_exact_and_headings_stay_text(desktop: Desktop) -> None:
    create_record(
        desktop.desk,
        "project",
        {"name": "零头", "stage": "signed", "investment": "1234.567891", "contract_on": "2026-03-01"},
    )
    page, view = pivot_of(desktop)
    page.table.refresh()
    view.choose(Layout(("contract_on", "month"), None, "investment"))
    desktop.settle()
    desktop.key(KEY.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in mime.text().splitlines()]
    assert lines[0] == ["合同签订日期 按月：总投资（亿元）", "总投资（亿元）"]
    assert ["2026-03", "0.1234567891"] in lines and Decimal(lines[1][1]) == sum(
        Decimal(one) for _, one in lines[2:] if one
    )
    assert "mso-number-format" in mime.html() and desktop.window.toast.text == f"已复制 {len(lines) - 1} 行"


def test_turning_periods_and_no_columns(desktop: Desktop) -> None:
    _, view = pivot_of(desktop)
    view.choose(Layout(("contract_on", "month"), ("stage", ""), IN_PLACE))
    desktop.settle()
    assert view.rows_by.isVisible() and view.rows_by.text() == "按月"
    desktop.click(view.turn_button)
    assert view.layout_chosen == Layout(("stage", ""), ("contract_on", "month"), IN_PLACE)
    assert view.columns_by.isVisible() and not view.rows_by.isVisible()
    menu = view.ask_columns()
    menu.actions()[0].trigger()
    menu.close()
    desktop.settle()
    assert view.layout_chosen.columns is None and not view.turn_button.isEnabled()
    assert view.table.figures.columnCount() == 2


def test_a_view_keeps_it_and_so_does_the_next_start(desktop: Desktop) -> None:
    page, view = pivot_of(desktop)
    chosen = Layout(("channel", ""), ("contract_on", "year"), "investment")
    view.choose(chosen)
    desktop.settle()
    page.views.save("渠道", False)
    desktop.settle()
    page.views.choose(None)
    desktop.settle()
    assert page.layouts.layout == GRID
    view.choose(Layout(("stage", ""), None))
    page.views.choose(page.views.views[0])
    desktop.settle()
    assert page.layouts.layout == PIVOT and view.layout_chosen == chosen
    desktop.window.rebuild()
    desktop.settle()
    again = desktop.listed("projects")
    desktop.settle()
    assert again is not page and again.layouts.layout == PIVOT
    assert again.layouts.pivot is not None and again.layouts.pivot.layout_chosen == chosen


@pytest.mark.parametrize("name", ["leads", "companies", "contacts", "visits", "trips", "promises", "steps"])
def test_every_list_has_one(desktop: Desktop, name: str) -> None:
    page = desktop.listed(name)
    page.layouts.choose(PIVOT)
    desktop.settle()
    if page.table.rowCount():
        view = page.layouts.pivot
        assert view is not None and view.isVisible()
        model = view.table.figures
        assert model.text(0, model.columnCount() - 1) == f"{page.table.rowCount():,}"


@pytest.mark.parametrize("before", ["", LISTS])
def test_the_page_of_scores_leads_there(desktop: Desktop, before: str) -> None:
    create_record(desktop.desk, "project", {"name": "签了的", "stage": "signed", **SIGNED})
    desktop.page("projects", before)
    scores = desktop.page("scores")
    card = next(iter(scores.findChildren(RatesCard)))
    card.header.link_clicked.emit()
    desktop.settle()
    page = desktop.listed("projects")
    assert page.layouts.layout == PIVOT and page.layouts.pivot is not None and page.layouts.pivot.isVisible()


def test_a_list_of_one_grade_is_laid_out_alone(desktop: Desktop) -> None:
    rule_by_the_demo(desktop.desk.store)
    values = {"name": "电镀园", "stage": "signed", "investment": "2亿", "land": "100"}
    create_record(desktop.desk, "project", {**values, "responsible_unit": "高新区"})
    page, view = pivot_of(desktop)
    (tool,) = page.findChildren(GradeFilter)
    everything = view.table.figures.text(0, view.table.figures.columnCount() - 1)
    tool.choose("barred")
    desktop.settle()
    assert shown(view) == [["责任单位", "签约", "合计"], ["合计", "1", "1"], ["高新区", "1", "1"]]
    stand(view, 1, 1)
    desktop.key(KEY.Key_Return)
    assert page.layouts.layout == GRID and page.table.rowCount() == 1
    page.layouts.choose(PIVOT)
    tool.choose("")
    desktop.settle()
    assert view.table.figures.text(0, view.table.figures.columnCount() - 1) == everything != "1"
