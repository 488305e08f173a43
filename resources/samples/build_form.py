"""Writes ``forms/市级重点项目调度表.xlsx``: a form as a city sends it round every month.

Run it from the project folder: ``.venv/bin/python -m resources.samples.build_form``.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

FORM = Path(__file__).parent / "forms" / "市级重点项目调度表.xlsx"
WIDTHS = (6, 30, 26, 14, 14, 12, 14, 16, 18)
FIRST, LAST = 6, 15


def build(path: Path = FORM) -> None:
    """Write it anew."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "调度表"
    thin = Side(style="thin")
    edge, middle = Border(thin, thin, thin, thin), Alignment("center", "center", wrap_text=True)
    sheet["A1"] = "全市重点招商引资项目月调度表"
    sheet["A1"].font, sheet["A1"].alignment = Font(name="方正小标宋简体", size=20), middle
    sheet.row_dimensions[1].height = 40
    sheet["A2"] = "填报单位：                         单位：亿元、亩"
    texts = {"A3": "序号", "B3": "项目名称", "C3": "投资方", "D3": "投资情况", "F3": "用地面积"}
    texts |= {"G3": "项目进展", "I3": "市领导批示"}
    texts |= {"D4": "总投资", "E4": "合同引资额", "G4": "项目阶段", "H4": "开工时间"}
    for place, text in texts.items():
        sheet[place] = text
    for merged in ("A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:H3", "I3:I4"):
        sheet.merge_cells(merged)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(5, column, column)
    for row in range(3, LAST + 2):
        for column in range(1, len(WIDTHS) + 1):
            cell = sheet.cell(row, column)
            cell.border, cell.alignment = edge, middle
            if row < FIRST:
                cell.fill, cell.font = PatternFill("solid", fgColor="FFE8EEF7"), Font(bold=True)
    for row in range(FIRST, LAST + 1):
        sheet.row_dimensions[row].height = 24
        sheet.cell(row, 1, f"=ROW()-{FIRST - 1}")
        sheet.cell(row, 4).number_format = sheet.cell(row, 5).number_format = "0.00"
        sheet.cell(row, 8).number_format = "yyyy.m"
    sheet.cell(LAST + 1, 2, "合计")
    for column in (4, 5, 6):
        letter = get_column_letter(column)
        sheet.cell(LAST + 1, column, f"=SUM({letter}{FIRST}:{letter}{LAST})")
    sheet.cell(LAST + 2, 1, "注：1. 每月 25 日前报市招商局。2. 总投资保留两位小数。")
    sheet.cell(LAST + 3, 1, "填报人：               审核人：               联系电话：")
    path.parent.mkdir(exist_ok=True)
    book.save(path)


if __name__ == "__main__":
    build()
