"""The lines of a sheet as rows of its table: made when asked for, told by one source."""

from decimal import Decimal

from app.rules.fund_ledger import Component, Source
from app.services.funds import month_sheet
from tests.fakes.desktops import Desktop
from ui.components.fund_columns import SheetRows, line_of


def test_rows_of_a_sheet_are_those_of_its_lines(desktop: Desktop) -> None:
    sheet = month_sheet(desktop.desk, desktop.desk.today())
    lines = {line.project: line for line in sheet.lines}
    rows = SheetRows(lines, Source.UNIT)
    assert lines and list(rows) == [line.project for line in sheet.lines] and len(rows) == len(lines)
    for line in sheet.lines:
        row = rows[line.project]
        assert line.project in rows and line_of(row) is line
        assert row["id"] == line.project and row["name"] == line.name
        for component in Component:
            assert row[component.value] == line.month.told(Source.UNIT, component)
    assert "nobody" not in rows and rows.get("nobody") is None


def test_rows_are_the_same_as_long_as_line_and_source_are(desktop: Desktop) -> None:
    sheet = month_sheet(desktop.desk, desktop.desk.today())
    first, second = sheet.lines[:2]
    lines = {line.project: line for line in sheet.lines}
    by_unit, by_department = SheetRows(lines, Source.UNIT), SheetRows(lines, Source.DEPARTMENT)
    row = by_unit[first.project]
    assert row == SheetRows(dict(lines), Source.UNIT)[first.project]
    assert row != by_department[first.project] and row != by_unit[second.project]
    assert row != {"id": first.project, "before": Decimal(0)}
