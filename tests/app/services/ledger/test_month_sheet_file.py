"""The monthly sheet as a file; any ledger added up three ways comes to the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.rules.fund_ledger import Component, Source
from app.services.fund_records import entries
from app.services.funds import book_figures, check_figures, month_sheet
from app.services.ledger.month_sheet_file import export_sheet
from tests.app.services.test_funds import project
from tests.fakes.plain_sums import ledger_sum
from tests.fakes.stores import new_desk

MONTHS = (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(MONTHS),
        st.sampled_from(Component),
        st.decimals("0", "99999999", places=6),
    ),
    max_size=12,
)


def cells(file: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(file)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
def test_a_ledger_added_up_three_ways_comes_to_the_same(
    rows: list[tuple[int, date, Component, Decimal]],
) -> None:
    with TemporaryDirectory() as folder:
        desk = new_desk(Path(folder))
        projects = [project(desk, f"项目{number}", counted_kind="manufacturing") for number in range(4)]
        for number, month, component, amount in rows:
            checked = check_figures(desk, month, Source.UNIT, component, [(projects[number], f"{amount:f}")])
            assert all(one.reason is None for one in checked)
            book_figures(desk, month, Source.UNIT, [(component, one) for one in checked])
        ids = desk.store.ids("fund_entry")
        groups = desk.store.groups("fund_entry", ids, "component", ["amount"])
        by_sql = sum((group.sums.get("amount", Decimal(0)) for group in groups), Decimal(0))
        by_rules = sum((month_sheet(desk, month).sums.total for month in MONTHS), Decimal(0))
        by_file = Decimal(0)
        for month in MONTHS:
            file = Path(folder) / f"{month}.xlsx"
            sheet = month_sheet(desk, month)
            export_sheet(sheet, file, Translator("zh_CN"))
            told = cells(file)
            at = told[1].index("本月到位（万元）")
            lines = [Decimal(str(row[at])) for row in told[2 : 2 + len(sheet.lines)]]
            assert sum(lines, Decimal(0)) == Decimal(str(told[2 + len(lines)][at])) == sheet.sums.total
            by_file += sum(lines, Decimal(0))
        assert by_sql == by_rules == by_file == ledger_sum(entries(desk), Source.UNIT)
        desk.store.close()


def test_nothing_is_a_formula_and_every_line_says_why(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    project(desk, '=HYPERLINK("http://x")', counted_kind="real_estate")
    project(desk, "乙项目")
    for language in LANGUAGES:
        file = tmp_path / f"{language}.xlsx"
        assert export_sheet(month_sheet(desk, MONTHS[0]), file, Translator(language)) == 2
        told = cells(file)
        assert len(told) == 2 + 2 + 2 and all(len(row) == len(told[1]) for row in told)
        names = [row[0] for row in told[2:4]]
        assert '=HYPERLINK("http://x")' in names and all(row[-1] for row in told[2:4])
        book = openpyxl.load_workbook(file)
        assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
    desk.store.close()
