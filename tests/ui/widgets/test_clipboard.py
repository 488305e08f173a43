"""What Excel and WPS get: one line per row, text that stays text, nothing that breaks the table."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ui.models.columns import Cell, CellKind, Column, check_column, plain
from ui.widgets.grid.clipboard import table_of

COLUMNS = [
    check_column(),
    Column("name", "名称", plain("name"), kind=CellKind.NAME),
    Column("phone", "电话", plain("phone")),
    Column("total", "总投资", lambda row: Cell("3.50", copy="35000"), kind=CellKind.AMOUNT),
]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r<>&\"'"), max_size=30)


class Cells(HTMLParser):
    """Reads the table back."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.lines.append([])
        elif tag in ("td", "th"):
            self.lines[-1].append("")
            self.styles.append(str(dict(attrs).get("style", "")))

    def handle_data(self, data: str) -> None:
        if self.lines and self.lines[-1]:
            self.lines[-1][-1] += data


def test_the_tick_column_is_not_copied() -> None:
    assert table_of([], COLUMNS).text() == "名称\t电话\t总投资"


def test_the_clipboard_text_of_a_cell_goes_before_the_shown_one() -> None:
    data = table_of([{"name": "甲", "phone": "0917"}], COLUMNS)
    assert data.text().split("\n")[1] == "甲\t0917\t35000"


def test_text_cells_say_so_and_amounts_do_not() -> None:
    cells = Cells()
    cells.feed(table_of([{"name": "甲", "phone": "13800138000"}], COLUMNS).html())
    assert cells.lines[1] == ["甲", "13800138000", "35000"]
    assert [bool(re.search(r"'\\@'", style)) for style in cells.styles[3:]] == [True, True, False]


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_keeps_the_table_whole(values: list[tuple[str, str]]) -> None:
    rows = [{"name": name, "phone": phone} for name, phone in values]
    data = table_of(rows, COLUMNS)
    lines = data.text().split("\n")
    assert len(lines) == len(rows) + 1
    assert all(line.count("\t") == 2 for line in lines)
    cells = Cells()
    cells.feed(data.html())
    assert [line[0].replace("\r", "\n") for line in cells.lines[1:]] == [
        name.replace("\r", "\n") for name, _ in values
    ]
