"""The width of a table of checked cells goes where the words need it."""

from tests.fakes.desktops import Desktop
from ui.components.checked_table import DATA_COLUMN, NAME_COLUMN, CheckedTable, Line, Shown
from ui.theme.type_scale import Role

LONG = "“待定”不是能识别的金额。请写成 3.5亿、5000万或200万美元。"


def shown(desktop: Desktop, width: int, *texts: str) -> CheckedTable:
    table = CheckedTable(desktop.window.ctx, "检查")
    table.resize(width, 300)
    table.show()
    table.show_lines([str(n) for n in range(len(texts))], [Line("1", [Shown(text) for text in texts])])
    desktop.settle()
    return table


def test_words_that_need_more_get_what_there_is_to_spare(desktop: Desktop) -> None:
    table = shown(desktop, 1000, "甲项目", LONG, "短")
    assert table.columnWidth(0) == NAME_COLUMN
    assert table.columnWidth(1) > desktop.window.ctx.theme.metrics(Role.META).horizontalAdvance(LONG)
    assert table.columnWidth(2) >= DATA_COLUMN
    assert not table.horizontalScrollBar().maximum()


def test_nothing_scrolls_sideways_for_long_words(desktop: Desktop) -> None:
    table = shown(desktop, 700, LONG * 2, LONG * 3, LONG)
    assert not table.horizontalScrollBar().maximum()
    assert table.columnWidth(1) >= DATA_COLUMN


def test_a_wider_window_shows_more(desktop: Desktop) -> None:
    table = shown(desktop, 620, "甲项目", LONG, "短")
    before = table.columnWidth(1)
    table.resize(1000, 300)
    desktop.settle()
    assert table.columnWidth(1) > before


def test_an_empty_table_has_its_columns(desktop: Desktop) -> None:
    table = CheckedTable(desktop.window.ctx, "检查")
    table.show_lines(["项目", "金额"], [])
    assert table.columnWidth(0) == NAME_COLUMN
