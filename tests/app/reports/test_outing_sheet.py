"""The outing statistics open in a spreadsheet, figures as figures, nothing as a formula."""

import io
from datetime import date

import openpyxl

from app.i18n import Translator
from app.reports.outing_sheet import outing_workbook
from app.rules.outings import Tally


def test_one_sheet_by_leader_and_one_by_unit() -> None:
    lines = [Tally("=陈县长", 2, 8, 2, 1, 4, 3, 2, 1), Tally("", 1, 2, 0, 0, 0, 0, 0, 0)]
    content = outing_workbook(
        {"leader": lines, "unit": lines[:1]}, date(2026, 1, 1), date(2026, 6, 30), Translator("zh_CN")
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["带队领导", "派出单位"]
    sheet = book["带队领导"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "2026-01-01 至 2026-06-30"
    assert rows[2] == ["=陈县长", 2, 8, 2, 1, 4, 3, 2, 1] and sheet["A3"].data_type == "s"
    assert rows[3][0] == "（未填写）"
