"""Finding the table in a sheet, and keeping every line that is none."""

from collections.abc import Iterable, Sequence

from app.rules.amounts import Unit
from app.rules.land import LandUnit
from app.services.ledger.grid import Sheet, Workbook, column_letter
from app.services.ledger.tables import Layout, Table, find_tables
from tests.fakes.ledgers import CONTACT_SHEET, HEAD_SPANS, PROJECT_SHEET, Span, Value, grid


def layout_of(rows: Sequence[Sequence[Value]], merges: Iterable[Span] = ()) -> Layout:
    return find_tables(Workbook([grid(rows, merges=merges)]))


def only_table(layout: Layout) -> Table:
    assert len(layout.tables) == 1
    return layout.tables[0]


def left(layout: Layout) -> list[tuple[int, str]]:
    return [(one.row, one.what) for one in layout.leftovers]


def test_the_messy_ledger_is_taken_apart() -> None:
    book = Workbook(
        [
            grid(PROJECT_SHEET, name="在谈及落地项目", merges=HEAD_SPANS),
            grid(CONTACT_SHEET, name="客商通讯录"),
        ]
    )
    layout = find_tables(book)
    projects, contacts = layout.tables
    assert (projects.kind, contacts.kind) == ("project", "contact")
    assert projects.labels[4] == "投资情况·总投资"
    assert projects.labels[5] == "投资情况·其中:外资"
    assert projects.labels[7] == "进展·填报日期"
    assert projects.labels[9] == "信息来源及备注"
    assert (projects.units.money, projects.units.land, projects.year) == (Unit.WAN, LandUnit.MU, 2026)
    assert [row.number for row in projects.rows][:2] == [5, 6]
    assert len(projects.rows) == 40
    assert len(contacts.rows) == 10
    assert [(one.sheet, one.row, one.what) for one in layout.leftovers] == [
        *(("在谈及落地项目", row, what) for row, what in [(1, "title"), (2, "title"), (3, "heading")]),
        *(("在谈及落地项目", row, what) for row, what in [(4, "heading"), (47, "total")]),
        ("客商通讯录", 1, "heading"),
    ]
    assert layout.leftovers[4].text == "合计 | =SUM(E5:E46)"


def test_a_two_line_heading_without_merges_as_in_csv() -> None:
    table = only_table(
        layout_of(
            [
                ["序号", "项目名称", "投资情况", None, "责任单位"],
                [None, None, "总投资", "其中:外资", None],
                [1, "甲项目", 5, None, "县功镇"],
            ]
        )
    )
    assert table.labels == {
        0: "序号",
        1: "项目名称",
        2: "投资情况·总投资",
        3: "投资情况·其中:外资",
        4: "责任单位",
    }
    assert [row.number for row in table.rows] == [3]


def test_a_band_of_group_names_above_the_heading() -> None:
    layout = layout_of(
        [["基本情况", None, "投资情况", None], ["项目名称", "行业", "总投资", "外资"], ["甲", "建材", 1, 2]],
        merges=[(0, 0, 0, 1), (0, 2, 0, 3)],
    )
    table = only_table(layout)
    assert table.labels[2] == "投资情况·总投资"
    assert left(layout) == [(1, "heading"), (2, "heading")]


def test_a_record_right_above_a_repeated_heading_stays_a_record() -> None:
    head = ["姓名", "单位", "职务"]
    layout = layout_of([head, ["张三", "华润", "经理"], head, ["李四", "华能", "经理"]])
    assert [row.number for row in only_table(layout).rows] == [2, 4]
    assert left(layout) == [(1, "heading"), (3, "heading")]


def test_totals_notes_sections_and_blank_lines() -> None:
    layout = layout_of(
        [
            ["序号", "项目名称", "投资方", "总投资"],
            ["一、工业项目"],
            [1, "甲项目", "华润", 10],
            ["小 计", None, None, 10],
            [],
            [2, "乙项目", None, 20],
            [None, None, None, "=SUM(D3:D6)"],
            ["总计（2个）", None, None, 30],
            [None, "注：投资额为协议数"],
            ["填报人:张三"],
        ]
    )
    assert [row.number for row in only_table(layout).rows] == [3, 6]
    assert left(layout) == [
        *((1, "heading"), (2, "note"), (4, "total"), (7, "total"), (8, "total"), (9, "note"), (10, "note"))
    ]


def test_a_record_that_is_only_a_name_is_a_record() -> None:
    layout = layout_of([["序号", "项目名称", "投资方"], [None, "巴黎之春住宅小区项目", None]])
    assert [row.number for row in only_table(layout).rows] == [2]


def test_two_tables_on_one_sheet() -> None:
    layout = layout_of(
        [
            ["项目名称", "投资方", "总投资"],
            ["甲项目", "华润", 10],
            [],
            ["姓名", "单位", "手机"],
            ["张三", "华润", "13700000001"],
        ]
    )
    assert [(table.kind, len(table.rows)) for table in layout.tables] == [("project", 1), ("contact", 1)]
    assert len({table.key for table in layout.tables}) == 2


def test_columns_without_or_with_equal_headings_stay_apart() -> None:
    table = only_table(layout_of([["姓名", "备注", "备注", "手机"], ["张三", "a", "b", "1", "c"]]))
    assert table.labels == {0: "姓名", 1: "备注", 2: "备注(C)", 3: "手机", 4: "E"}


def test_a_cell_merged_over_several_rows_is_seen_in_each() -> None:
    layout = layout_of(
        [["项目名称", "责任单位", "总投资"], ["甲", "县功镇", 10], ["乙"]],
        merges=[(1, 1, 2, 1), (1, 2, 2, 2)],
    )
    second = only_table(layout).rows[1]
    assert second.cells[1].text == "县功镇"
    assert second.spread == frozenset({1, 2})


def test_a_sheet_without_a_heading_is_left_whole() -> None:
    layout = layout_of([["今天天气不错"], ["明天也是", "大概"]])
    assert layout.tables == ()
    assert layout.without_table == ("表",)
    assert [one.text for one in layout.leftovers] == ["今天天气不错", "明天也是 | 大概"]


def test_hidden_sheets_are_read_and_named() -> None:
    seen = grid([["姓名", "手机"], ["张三", "1"]], name="藏")
    hidden = Sheet(seen.name, seen.rows, hidden=True)
    layout = find_tables(Workbook([hidden, Sheet("空", [{}], hidden=True)]))
    assert layout.hidden == ("藏",)
    assert len(layout.tables) == 1


def test_column_letters() -> None:
    assert [column_letter(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
