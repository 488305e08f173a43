"""Tables of lines in memory: columns as wide as their words ask for, where there is room."""

from PySide6.QtWidgets import QWidget

from tests.fakes.desktops import Desktop
from ui.components.fund_table import VERSIONS, WIDEST, KeptLines, LinesTable, Widths, asked_widths
from ui.models.columns import Cell, Column, RowValues
from ui.models.table_query import TableQuery
from ui.pages.score_tab import words

LONG = "未及时完成交办任务，被县委县政府通报批评，年度内不得评优"


def test_a_column_takes_the_room_that_its_words_ask_for(desktop: Desktop) -> None:
    ctx = desktop.window.ctx
    columns = [words("name", "单位", 100, name=True), words("why", "建议理由", 100), words("by", "经办", 80)]
    table = LinesTable(ctx, columns, "没有")
    holder: QWidget = table
    desktop.bot.addWidget(holder)
    table.resize(1100, 300)
    table.show()
    table.show_lines([{"id": "1", "name": "高新区", "why": LONG, "by": "周敏"}])
    desktop.settle()
    needed = asked_widths(ctx.theme, columns, [{"name": "高新区", "why": LONG, "by": "周敏"}])
    assert needed["why"] > 300 and table.grid.columnWidth(1) == needed["why"] <= ctx.theme.px(WIDEST)
    table.resize(320, 300)
    desktop.settle()
    assert table.grid.columnWidth(1) < needed["why"]
    assert sum(table.grid.columnWidth(n) for n in range(3)) == table.grid.viewport().width()


def test_no_word_is_given_more_than_is_bearable(desktop: Desktop) -> None:
    theme = desktop.window.ctx.theme
    columns = [words("why", "建议理由", 100), words("none", "经办", 80)]
    asked = asked_widths(theme, columns, [{"why": LONG * 9}])
    assert asked["why"] == theme.px(WIDEST) and asked["none"] < theme.px(40)
    assert asked_widths(theme, columns, []).keys() == {"why", "none"}


def test_only_rows_that_are_others_are_measured_again(desktop: Desktop) -> None:
    theme, formatted = desktop.window.ctx.theme, list[object]()

    def cell(values: RowValues) -> Cell:
        formatted.append(values["id"])
        return Cell(str(values["name"]), light="red" if values["light"] else None)

    columns = [Column("name", "单位", cell, 100)]
    rows = [{"id": str(number), "name": "高新区" * number, "light": ""} for number in range(4)]
    widths = Widths(theme)
    assert widths.asked(columns, rows) == asked_widths(theme, columns, rows)
    del formatted[:]
    mended = [*rows[:2], rows[2] | {"name": "高新区" * 9, "light": "red"}, rows[3]]
    assert widths.asked(columns, mended) == asked_widths(theme, columns, mended)
    assert formatted == ["2", "0", "1", "2", "3"], "the third row, then all four of the comparison"
    del formatted[:]
    shorter = mended[1:2]
    assert widths.asked(columns, shorter) == asked_widths(theme, columns, shorter)
    others = [Column("name", "单位", lambda values: Cell("一"), 100)]
    assert widths.asked(others, shorter) == asked_widths(theme, others, shorter)


def test_what_was_touched_since_a_version_is_told_until_that_is_forgotten() -> None:
    lines = KeptLines()

    def touched(since: object) -> frozenset[str] | None:
        news = lines.news(TableQuery(), since)
        assert news.ids == list("abc")
        return news.touches.ids if news.touches is not None else None

    rows = {id: {"id": id} for id in "abc"}
    lines.replace(rows)
    first = lines.news(TableQuery(), None).as_of
    assert touched(first) == frozenset() and touched(None) is None
    lines.replace(rows, frozenset("a"))
    second = lines.news(TableQuery(), first).as_of
    lines.replace(rows, frozenset("b"))
    assert touched(first) == frozenset("ab") and touched(second) == frozenset("b")
    lines.replace(rows)
    assert touched(second) is None
    last = lines.news(TableQuery(), second).as_of
    for _ in range(VERSIONS):
        lines.replace(rows, frozenset("c"))
        assert touched(last) == frozenset("c")
    lines.replace(rows, frozenset("c"))
    assert touched(last) is None
