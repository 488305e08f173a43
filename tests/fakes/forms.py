"""Forms as other offices send them: a title, headings of one to three lines, totals, notes, their looks."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

_EDGE = Side(style="thin")
BORDER = Border(_EDGE, _EDGE, _EDGE, _EDGE)
RED = PatternFill("solid", fgColor="FFFFEEEE")

Make = Callable[[Any], None]


def plain(sheet: Any, headings: Sequence[str], lines: int, *, title: str, unit: str = "") -> int:
    """A title over all columns, a line of units, headings, bordered lines; answers the first of these."""
    sheet.title = "报表"
    width = len(headings)
    sheet["A1"] = title
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet["A1"].font = Font(name="方正小标宋简体", size=20, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.row_dimensions[1].height = 36
    at = 2
    if unit:
        sheet.cell(2, 1, unit)
        at = 3
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(at, column, heading)
        cell.font, cell.border, cell.fill = Font(bold=True), BORDER, RED
        sheet.column_dimensions[get_column_letter(column)].width = 10 + column
    body(sheet, at + 1, at + lines, width)
    return at + 1


def body(sheet: Any, first: int, last: int, width: int) -> None:
    for row in range(first, last + 1):
        sheet.row_dimensions[row].height = 27
        for column in range(1, width + 1):
            sheet.cell(row, column).border = BORDER
            sheet.cell(row, column).font = Font(name="仿宋_GB2312", size=12)


def total(sheet: Any, row: int, sums: Mapping[int, tuple[int, int]], width: int) -> None:
    """合计: a sum of each column told, over the lines told."""
    sheet.cell(row, 1, "合计").font = Font(bold=True)
    for column in range(1, width + 1):
        sheet.cell(row, column).border = BORDER
    for column, (first, last) in sums.items():
        letter = get_column_letter(column)
        sheet.cell(row, column, f"=SUM({letter}{first}:{letter}{last})")


def one_line(sheet: Any) -> None:
    """序号, a name, 亿元 in the heading, a date, a total and two notes below."""
    headings = ["序号", "项目名称", "投资方", "总投资（亿元）", "签约日期", "责任单位", "备注"]
    first = plain(sheet, headings, 3, title="重点招商项目汇总表")
    for row in range(first, first + 3):
        sheet.cell(row, 4).number_format = "0.00"
        sheet.cell(row, 5).number_format = "yyyy/m/d"
    total(sheet, first + 3, {4: (first, first + 2)}, 7)
    sheet.cell(first + 4, 1, "注：1. 总投资保留两位小数。")
    sheet.merge_cells(start_row=first + 4, end_row=first + 4, start_column=1, end_column=7)
    sheet.cell(first + 5, 1, "填报人：          联系电话：")


def two_lines(sheet: Any) -> None:
    """Merged groups above the headings, headings merged down beside them, a line of column numbers below."""
    sheet.title = "Sheet1"
    sheet["A1"] = "××县招商引资项目进展情况表"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "填报单位：          单位：万元、亩"
    for place, text in (
        ("A3", "序号"),
        ("B3", "项目名称"),
        ("C3", "投资情况"),
        ("F3", "用地"),
        ("G3", "联系人"),
    ):
        sheet[place] = text
    for place, text in (
        ("C4", "总投资"),
        ("D4", "其中外资"),
        ("E4", "协议投资额"),
        ("G4", "姓名"),
        ("H4", "电话"),
    ):
        sheet[place] = text
    for merged in ("A3:A4", "B3:B4", "C3:E3", "F3:F4", "G3:H3"):
        sheet.merge_cells(merged)
    for column in range(1, 9):
        sheet.cell(5, column, column)
    body(sheet, 3, 8, 8)
    total(sheet, 9, {3: (6, 8), 6: (6, 8)}, 8)


def three_lines(sheet: Any) -> None:
    """Three lines of headings; no total, no note: the borders say where it ends."""
    sheet["A1"] = "一、项目情况"
    for place, text in (
        *(("A2", "序号"), ("B2", "项目基本情况"), ("F2", "进展")),
        *(("B3", "项目名称"), ("C3", "主体"), ("E3", "所属行业"), ("F3", "项目阶段"), ("G3", "备注")),
        *(("C4", "投资方"), ("D4", "统一社会信用代码")),
    ):
        sheet[place] = text
    for merged in ("A2:A4", "B2:E2", "F2:G2", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"):
        sheet.merge_cells(merged)
    body(sheet, 2, 9, 7)


def numbered(sheet: Any) -> None:
    """Running numbers are printed already; land in 公顷; sums are empty."""
    first = plain(
        sheet, ["序号", "项目名称", "用地面积（公顷）", "总投资"], 5, title="用地需求表", unit="单位：亿元"
    )
    for at in range(5):
        sheet.cell(first + at, 1, at + 1)
    total(sheet, first + 5, {}, 4)


def square_metres(sheet: Any) -> None:
    """Areas in ㎡, a share computed by the form, numbers by ROW()."""
    first = plain(sheet, ["序号", "项目名称", "占地面积(㎡)", "总投资(元)", "亩均投资"], 2, title="载体需求")
    for row in (first, first + 1):
        sheet.cell(row, 1, f"=ROW()-{first - 1}")
        sheet.cell(row, 5, f"=D{row}/C{row}")
    total(sheet, first + 2, {3: (first, first + 1), 4: (first, first + 1)}, 5)


def last_month(sheet: Any) -> None:
    """Filled in last month, with a column of theirs beside every project."""
    first = plain(sheet, ["序号", "项目名称", "总投资(万元)", "领导批示"], 3, title="十月份调度表")
    old = (("1", "甲项目", 100, "加快"), ("2", "乙项目", 200, "请财政局研究"), ("3", "旧项目", 300, "已停"))
    for at, line in enumerate(old):
        for column, value in enumerate(line, start=1):
            sheet.cell(first + at, column, value)
    total(sheet, first + 3, {3: (first, first + 2)}, 4)


def hidden_columns(sheet: Any) -> None:
    """A code column that nobody is to see, and a list of words for the stage."""
    first = plain(sheet, ["编码", "项目名称", "项目阶段", "总投资（万元）"], 4, title="在库项目")
    sheet.column_dimensions["A"].hidden = True
    words = DataValidation(type="list", formula1='"洽谈,已签约,开工建设,竣工投产"')
    words.add(f"C{first}:C{first + 3}")
    sheet.add_data_validation(words)


def protected(sheet: Any) -> None:
    """The sheet is protected; the cells to fill are not locked but for one column."""
    first = plain(sheet, ["序号", "项目名称", "总投资（万元）", "责任单位"], 2, title="填报表")
    for row in (first, first + 1):
        for column in (1, 2, 3):
            sheet.cell(row, column).protection = Protection(locked=False)
    sheet.protection.sheet = True
    sheet.protection.set_password("2026")


def all_locked(sheet: Any) -> None:
    """Protected, and nothing may be changed."""
    plain(sheet, ["序号", "项目名称", "总投资（万元）"], 2, title="只读表")
    sheet.protection.sheet = True


def merged_lines(sheet: Any) -> None:
    """Lines with cells merged across and down, coloured by a rule, with a filter and a print area."""
    first = plain(sheet, ["类别", "项目名称", "项目简介", "", "总投资（万元）"], 3, title="分类表")
    sheet.merge_cells(start_row=first - 1, end_row=first - 1, start_column=3, end_column=4)
    sheet.merge_cells(start_row=first, end_row=first + 2, start_column=1, end_column=1)
    for row in range(first, first + 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
    total(sheet, first + 3, {5: (first, first + 2)}, 5)
    coloured: Any = CellIsRule  # its stub tells no types
    large = coloured(operator="greaterThan", formula=["10000"], fill=RED)
    sheet.conditional_formatting.add(f"E{first}:E{first + 2}", large)
    sheet.auto_filter.ref = f"A{first - 1}:E{first + 2}"
    sheet.print_area = f"A1:E{first + 3}"


def foreign(sheet: Any) -> None:
    """Foreign capital in dollars, and headings that nobody knows."""
    plain(sheet, ["项目名称", "外资（万美元）", "环保指标", "碳排放"], 2, title="外资项目")


def strange(sheet: Any) -> None:
    """Not one heading is known."""
    plain(sheet, ["甲类事项", "乙类事项", "丙类事项", "丁类事项"], 2, title="督办")


def english(sheet: Any) -> None:
    """Another office's English form."""
    plain(sheet, ["No.", "Project", "Investor", "Investment (10,000 yuan)", "Stage"], 2, title="Pipeline")


SHAPES: Mapping[str, Make] = {
    make.__name__: make
    for make in (
        *(one_line, two_lines, three_lines, numbered, square_metres, last_month, hidden_columns),
        *(protected, all_locked, merged_lines, foreign, strange, english),
    )
}


def form_file(folder: Path, make: Make, name: str = "上报表.xlsx") -> Path:
    """The form as a file; a second sheet adds its total up from afar."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    make(sheet)
    path = folder / name
    book.save(path)
    return path
