"""Forms of every shape take our records in, keep their looks, and say what stayed empty."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.i18n import Translator
from app.rules.amounts import Unit
from app.services.desk import Desk
from app.services.fill.errors import (
    NoHeadings,
    NothingToFill,
    TemplateFormat,
    TemplateLocked,
    WouldOverwrite,
)
from app.services.fill.filling import beside, fill_form
from app.services.fill.plan import asks_to_be_filled, plan_fill, samples, with_money_unit, with_sources
from app.services.ledger.errors import DamagedLedger, LedgerError
from app.services.ledger.reading import Ledger
from tests.app.services.fill.conftest import Fills, ledger_of, told
from tests.fakes import forms
from tests.fakes.forms import form_file

MARCH = datetime.fromisoformat("2026-03-05")  # as openpyxl reads a day: without a zone


def test_too_few_lines_are_added_and_the_sum_grows(fills: Fills) -> None:
    plan, done, sheet = fills(forms.one_line)
    assert [one.source for one in plan.columns] == [
        *("serial", "name", "investor_id", "investment", "contract_on", "responsible_unit", "note")
    ]
    assert told(sheet, 3) == [1, "甲项目", "华润集团", 1.2345, MARCH, "滨海区", None]
    assert sheet["D8"].value == "=SUM(D3:D7)" and sheet["A8"].value == "合计"
    assert sheet["A9"].value.startswith("注：") and "A9:G9" in [str(one) for one in sheet.merged_cells.ranges]
    assert [one.key for one in done.notes] == ["fill.note.added"]
    assert {(gap.title, gap.column.label, gap.reason.key) for gap in done.gaps} == {
        (name, "备注", "fill.gap.empty") for name in ("甲项目", "乙项目", "丙项目", "丁项目", "=戊项目")
    }


def test_their_looks_are_kept(fills: Fills) -> None:
    sheet = fills(forms.one_line)[2]
    assert (sheet["A1"].font.name, sheet["A1"].font.size) == ("方正小标宋简体", 20)
    assert "A1:G1" in [str(one) for one in sheet.merged_cells.ranges]
    assert sheet.column_dimensions["D"].width == pytest.approx(14, abs=1)
    for row in range(3, 8):
        assert sheet.row_dimensions[row].height == 27
        assert sheet.cell(row, 4).number_format == "0.00" and sheet.cell(row, 5).number_format == "yyyy/m/d"
        assert sheet.cell(row, 2).border.left.style == "thin"
        assert sheet.cell(row, 2).font.name == "仿宋_GB2312"


def test_what_begins_with_an_equals_sign_stays_a_text(fills: Fills) -> None:
    sheet = fills(forms.one_line)[2]
    assert (sheet["B7"].value, sheet["B7"].data_type) == ("=戊项目", "s")


def test_groups_above_headings_units_of_the_sheet_and_column_numbers(fills: Fills) -> None:
    plan, done, sheet = fills(forms.two_lines)
    sources = [one.source for one in plan.columns]
    assert sources[1:3] == ["name", "investment"] and sources[4:6] == ["contract_amount", "land"]
    assert sources[6:] == ["contact_ids", "contact_ids.phones"]
    assert told(sheet, 5) == [1, 2, 3, 4, 5, 6, 7, 8], "the line of column numbers is a heading"
    assert told(sheet, 6) == [1, "甲项目", 12345, None, None, 30, "张三", "13800138000"]
    assert sheet["H6"].data_type == "s"
    assert (sheet["C11"].value, sheet["F11"].value) == ("=SUM(C6:C10)", "=SUM(F6:F10)")
    assert "fill.note.summed" in [one.key for one in done.notes], "an empty sum of money is given one"


def test_three_lines_of_headings_end_with_their_borders(fills: Fills) -> None:
    plan, done, sheet = fills(forms.three_lines)
    assert (plan.form.heading, plan.form.first, plan.form.last) == ((2, 4), 5, 9)
    assert [one.source for one in plan.columns][3] == "investor_id.credit_code"
    assert told(sheet, 7)[:3] == [3, "丙项目", "华润集团"] and done.notes == ()


def test_printed_numbers_hectares_and_a_unit_above(fills: Fills) -> None:
    plan, _, sheet = fills(forms.numbered, first=3)
    assert (plan.form.first, plan.form.last, plan.form.total) == (4, 8, 9)
    assert told(sheet, 6) == [3, "丙项目", 2, 1.2345]
    assert told(sheet, 7) == [4, None, None, None], "a number printed on an empty line stays"
    assert sheet["C9"].value == "=SUM(C4:C8)"


def test_their_own_formulas_stay_and_are_copied_down(fills: Fills) -> None:
    _, done, sheet = fills(forms.square_metres)
    assert [sheet.cell(row, 1).value for row in range(3, 8)] == ["=ROW()-2"] * 5
    assert [sheet.cell(row, 5).value for row in (3, 5, 7)] == ["=D3/C3", "=D5/C5", "=D7/C7"]
    assert told(sheet, 3)[1:4] == ["甲项目", 20000.1, 123_450_000]
    assert {(one.label, why.key) for one, why in done.columns} == {
        ("序号", "fill.column.formula"),
        ("亩均投资", "fill.column.formula"),
    }


def test_last_months_lines_go_and_their_own_column_stays_beside_its_name(fills: Fills) -> None:
    _, done, sheet = fills(forms.last_month, first=2)
    assert told(sheet, 3) == [1, "甲项目", 12345, "加快"]
    assert told(sheet, 4) == [2, "乙项目", 12345, "请财政局研究"]
    assert told(sheet, 5) == [None, None, None, None], "what is left of last month is no line of this one"
    assert [row for row, _ in done.replaced] == [3, 4, 5] and "旧项目" in done.replaced[2][1]
    assert {one.key for one in done.notes} >= {"fill.note.replaced", "fill.note.carried"}


def test_hidden_columns_stay_and_lists_take_their_own_words(fills: Fills) -> None:
    plan, done, sheet = fills(forms.hidden_columns)
    assert sheet.column_dimensions["A"].hidden and [sheet.cell(row, 1).value for row in (3, 7)] == [
        None,
        None,
    ]
    assert [sheet.cell(row, 3).value for row in range(3, 8)] == ["已签约", "洽谈", "竣工投产", None, None]
    refused = {gap.title: gap.reason for gap in done.gaps}
    assert refused["丁项目"].params == {"text": "线索"} and refused["=戊项目"].key == "fill.gap.not_listed"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C3:C7", (
        "the list goes for the new line too"
    )
    assert [why.key for _, why in done.columns] == ["fill.column.hidden"] and plan.columns[0].source == ""


def test_a_protected_sheet_stays_so_and_takes_what_it_lets_in(fills: Fills) -> None:
    _, done, sheet = fills(forms.protected)
    assert sheet.protection.sheet and sheet.protection.password
    assert told(sheet, 3) == [1, "甲项目", 12345, None]
    assert done.left == ("丙项目", "丁项目", "=戊项目"), "the protection forbids further lines"
    assert [(one.label, why.key) for one, why in done.columns] == [("责任单位", "fill.column.locked")]


def test_a_sheet_that_lets_nothing_in_is_refused(fills: Fills) -> None:
    with pytest.raises(TemplateLocked):
        fills(forms.all_locked)


def test_cells_merged_down_come_apart_and_those_across_are_repeated(fills: Fills) -> None:
    plan, done, sheet = fills(forms.merged_lines)
    assert [one.label for one in plan.columns] == ["类别", "项目名称", "项目简介", "总投资（万元）"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {f"C{row}:D{row}" for row in range(2, 8)} <= merged and "A3:A5" not in merged
    assert [sheet.cell(row, 1).value for row in range(3, 8)] == ["电子"] * 5
    assert {one.key for one in done.notes} == {"fill.note.added", "fill.note.dissolved"}
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["E3:E7"]
    assert sheet.auto_filter.ref == "A2:E7" and sheet.print_area.replace("$", "").endswith("A1:E8")


def test_another_currency_is_not_converted(fills: Fills) -> None:
    _, done, sheet = fills(forms.foreign, {1: "investment"})
    assert [sheet.cell(row, 2).value for row in range(3, 8)] == [None] * 5
    assert {gap.reason.key for gap in done.gaps} == {"fill.gap.currency"}
    assert {one.label for one, _ in done.columns} == {"环保指标", "碳排放"}


def test_a_form_that_nobody_knows_is_mapped_by_hand_once(fills: Fills, desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NothingToFill):
        fills(forms.strange)
    plan, done, sheet = fills(forms.strange, {0: "name", 3: "investment"})
    assert told(sheet, 4) == ["乙项目", None, None, 12345] and not plan.recalled
    assert "fill.note.unit" in [one.key for one in done.notes], "no unit was named: 万元 is said"
    again = plan_fill(desk, ledger_of(form_file(tmp_path, forms.strange, "十二月.xlsx")), "project")
    assert again.recalled and [one.source for one in again.columns] == ["name", "", "", "investment"]
    other = plan_fill(desk, ledger_of(form_file(tmp_path, forms.strange, "公司.xlsx")), "company")
    assert not other.recalled, "what projects fill says nothing of companies"


def test_an_english_form_speaks_english(fills: Fills) -> None:
    sheet = fills(forms.english)[2]
    assert told(sheet, 3) == [1, "甲项目", "华润集团", 12345, "Signed"]


def test_a_source_chosen_elsewhere_is_free_here(desk: Desk, tmp_path: Path) -> None:
    plan = plan_fill(desk, ledger_of(form_file(tmp_path, forms.one_line)), "project")
    moved = with_sources(plan, {6: "responsible_unit"})
    assert [one.source for one in moved.columns][5:] == ["", "responsible_unit"]
    ids = sorted(desk.store.ids("project"))
    assert samples(desk, plan, ids)[3][0] == "1.2345" and samples(desk, plan, ids)[0] == ("1", "2", "3")


def test_the_unit_of_money_where_the_form_names_none(desk: Desk, tmp_path: Path) -> None:
    plan = plan_fill(desk, ledger_of(form_file(tmp_path, forms.strange)), "project")
    assert not plan.bare_money
    plan = with_sources(plan, {3: "investment"})
    ids = sorted(desk.store.ids("project"))
    assert plan.bare_money and samples(desk, plan, ids)[3][0] == "12345"
    in_yuan = with_money_unit(plan, Unit.YUAN)
    assert samples(desk, in_yuan, ids)[3][0] == "123450000"
    done = fill_form(desk, in_yuan, ids, tmp_path / "yuan.xlsx")
    assert "fill.note.unit" not in [one.key for one in done.notes], "it was said by the user"


def test_nothing_that_is_there_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    template = form_file(tmp_path, forms.one_line)
    plan, ids = plan_fill(desk, ledger_of(template), "project"), desk.store.ids("project")
    with pytest.raises(WouldOverwrite):
        fill_form(desk, plan, ids, template)
    first = beside(template, desk, Translator())
    assert first.name == "上报表（已填 2026-11-20）.xlsx"
    fill_form(desk, plan, ids, first)
    assert beside(template, desk, Translator()).name == "上报表（已填 2026-11-20） 2.xlsx"
    with pytest.raises(NothingToFill):
        fill_form(desk, plan, [], tmp_path / "x.xlsx")


@pytest.mark.parametrize("name", ["表.xls", "表.et", "表.ods", "表.csv"])
def test_only_xlsx_keeps_its_looks(name: str, desk: Desk, tmp_path: Path) -> None:
    made = ledger_of(form_file(tmp_path, forms.one_line))
    with pytest.raises(TemplateFormat) as caught:
        plan_fill(desk, Ledger(name, made.sha256, made.workbook, made.content), "project")
    assert ".xlsx" in Translator().tr(caught.value.key, **caught.value.params)


def test_texts_without_a_table_and_broken_files_are_told(desk: Desk, tmp_path: Path) -> None:
    def nothing(sheet: Any) -> None:
        sheet["A1"] = "关于报送材料的通知"

    with pytest.raises(NoHeadings):
        plan_fill(desk, ledger_of(form_file(tmp_path, nothing)), "project")
    made = ledger_of(form_file(tmp_path, forms.one_line))
    broken = Ledger(made.name, made.sha256, made.workbook, b"PK" + b"\0" * 50)
    with pytest.raises((DamagedLedger, LedgerError)):
        plan_fill(desk, broken, "project")


def test_formulas_of_other_sheets_follow(desk: Desk, tmp_path: Path) -> None:
    def with_summary(sheet: Any) -> None:
        forms.one_line(sheet)
        other = sheet.parent.create_sheet("封面")
        other["B2"], other["B3"] = "=报表!D6", "='报表'!$D$3+SUM(D3:D5)"

    template = form_file(tmp_path, with_summary)
    plan = plan_fill(desk, ledger_of(template), "project")
    done = fill_form(desk, plan, desk.store.ids("project"), tmp_path / "out.xlsx")
    cover = load_workbook(done.path)["封面"]
    assert cover["B2"].value == "=报表!D8", "the total moved down by two"
    assert cover["B3"].value == "='报表'!$D$3+SUM(D3:D5)", "its own sheet did not change"


def test_which_files_ask_to_be_filled(desk: Desk, tmp_path: Path) -> None:
    empty = ledger_of(form_file(tmp_path, forms.numbered))
    full = ledger_of(form_file(tmp_path, forms.last_month))
    assert asks_to_be_filled(desk, empty, "project"), "running numbers alone tell nothing"
    assert not asks_to_be_filled(desk, full, "project"), "a ledger to import"
    plan = plan_fill(desk, full, "project")
    fill_form(desk, plan, desk.store.ids("project"), tmp_path / "filled.xlsx")
    assert asks_to_be_filled(desk, full, "project"), "it was filled before"
    assert not asks_to_be_filled(desk, Ledger("a.csv", "", full.workbook, b""), "project")
