"""Sheets laid out as offices lay them out: headings of one to three lines, bands, merges, units, noise."""

from collections.abc import Sequence
from datetime import date

import pytest

from app.rules.amounts import Unit
from app.rules.land import LandUnit
from app.services.ledger.drafts import Draft
from app.services.ledger.grid import Sheet, Workbook
from app.services.ledger.plan import Plan, make_plan
from app.services.ledger.tables import Layout, Table, find_tables
from tests.fakes.ledgers import FakeKnown, Span, Value, grid, ledger

Rows = Sequence[Sequence[Value]]


def layout_of(rows: Rows, merges: Sequence[Span] = ()) -> Layout:
    return find_tables(Workbook([grid(rows, merges=merges)]))


def only_table(layout: Layout) -> Table:
    assert len(layout.tables) == 1
    return layout.tables[0]


def plan_of(rows: Rows, merges: Sequence[Span] = ()) -> Plan:
    return make_plan(ledger(grid(rows, merges=merges)), FakeKnown(), today=date(2026, 11, 20))


def drafts(plan: Plan, kind: str = "project") -> list[Draft]:
    return [one.draft for row in plan.rows for one in row.records if one.draft.kind == kind]


def texts_of(rows: Rows) -> set[str]:
    return {str(value) for row in rows for value in row if value is not None and str(value).strip()}


def kept_texts(layout: Layout) -> set[str]:
    left = {text for one in layout.leftovers for text in one.text.split(" | ")}
    return left | {cell.text for table in layout.tables for row in table.rows for cell in row.cells.values()}


HEAD: list[Value] = ["序号", "项目名称", "投资方", "总投资", "用地"]
RECORD: list[Value] = [1, "甲项目", "华润", 500, 20]

LAYOUTS: dict[str, tuple[Rows, Sequence[Span], dict[int, str], list[int]]] = {
    "one line": ([HEAD, RECORD], (), dict(enumerate(map(str, HEAD))), [2]),
    "a title above": (
        [["2026年招商项目台账"], HEAD, RECORD],
        [(0, 0, 0, 4)],
        dict(enumerate(map(str, HEAD))),
        [3],
    ),
    "two lines, merged": (
        [["项目名称", "投资方", "投资情况", None], [None, None, "总投资", "其中:外资"], ["甲", "华润", 5, 1]],
        [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)],
        {0: "项目名称", 1: "投资方", 2: "投资情况·总投资", 3: "投资情况·其中:外资"},
        [3],
    ),
    "three lines, merged": (
        [
            ["项目名称", "投资方", "投资情况", None, None],
            [None, None, "协议", None, "到位"],
            [None, None, "总投资", "外资", "到位资金"],
            ["甲", "华润", 5, 1, 2],
        ],
        [(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 2, 1, 3)],
        {
            0: "项目名称",
            1: "投资方",
            2: "投资情况·协议·总投资",
            3: "投资情况·协议·外资",
            4: "投资情况·到位·到位资金",
        },
        [4],
    ),
    "blank lines before and between": (
        [[], ["台账"], [], HEAD, [], RECORD, [], []],
        (),
        dict(enumerate(map(str, HEAD))),
        [6],
    ),
    "shifted to the right": (
        [[None, None, "项目名称", "投资方", "总投资"], [None, None, "甲", "华润", 5]],
        (),
        {2: "项目名称", 3: "投资方", 4: "总投资"},
        [2],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_headings_and_records_are_found(name: str) -> None:
    rows, merges, labels, numbers = LAYOUTS[name]
    table = only_table(layout_of(rows, merges))
    assert table.kind == "project"
    assert table.labels == labels
    assert [row.number for row in table.rows] == numbers


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_text_of_a_sheet_is_dropped(name: str) -> None:
    rows, merges, _, _ = LAYOUTS[name]
    assert texts_of(rows) <= kept_texts(layout_of(rows, merges))


def test_the_same_heading_on_every_printed_page() -> None:
    rows: Rows = [HEAD, RECORD, ["本页小计", None, None, 500], HEAD, [2, "乙项目", "华能", 3, 1], HEAD]
    layout = layout_of(rows)
    assert [row.number for row in only_table(layout).rows] == [2, 5]
    assert [one.what for one in layout.leftovers] == ["heading", "total", "heading", "heading"]


def test_another_heading_below_begins_another_table() -> None:
    rows: Rows = [
        ["姓名", "单位", "手机"],
        ["张三", "华润", "13700000001"],
        ["姓名", "单位", "微信", "邮箱"],
        ["李四", "华能", "ls_01", "a@b.cn"],
    ]
    layout = layout_of(rows)
    assert [(table.header_row, len(table.rows)) for table in layout.tables] == [(1, 1), (3, 1)]
    assert [table.labels[2] for table in layout.tables] == ["手机", "微信"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("合计", "total"),
        ("合 计", "total"),
        ("小计:", "total"),
        ("总计(3个)", "total"),
        ("累计", "total"),
        ("注:投资额为协议数", "note"),
        ("备注：以上不含意向项目", "note"),
        ("※ 为省重点", "note"),
        ("填报人:张三", "note"),
        ("审核: 李四", "note"),
        ("说明:1.本表按月报", "note"),
    ],
)
def test_lines_that_are_no_records(text: str, what: str) -> None:
    layout = layout_of([HEAD, RECORD, [None, text]])
    assert [row.number for row in only_table(layout).rows] == [2]
    assert [(one.row, one.what, one.text) for one in layout.leftovers[1:]] == [(3, what, text)]


@pytest.mark.parametrize(
    "name", ["合计医药项目", "累计装机项目", "注塑机项目", "说明书印刷项目", "小计划项目"]
)
def test_names_that_only_begin_like_a_total_are_records(name: str) -> None:
    layout = layout_of([HEAD, RECORD, [2, name, "华能", 3, None]])
    assert [row.number for row in only_table(layout).rows] == [2, 3]


def test_a_wide_merged_line_is_a_section_not_a_project() -> None:
    layout = layout_of([HEAD, [None, "一、工业项目"], RECORD], [(1, 1, 1, 4)])
    assert [row.number for row in only_table(layout).rows] == [3]
    assert layout.leftovers[1].text == "一、工业项目"


def test_a_line_of_units_below_the_heading_is_kept_and_is_no_project() -> None:
    rows: Rows = [HEAD, [None, None, None, "(万元)", "(亩)"], RECORD]
    plan = plan_of(rows)
    assert [draft.title for draft in drafts(plan)] == ["甲项目"]
    assert "(万元) | (亩)" in {left.text for left in plan.leftovers}


def test_the_responsible_unit_merged_over_rows_belongs_to_each() -> None:
    rows: Rows = [
        ["项目名称", "责任单位", "行业"],
        ["甲", "县功镇", "建材"],
        ["乙", None, "食品"],
        ["丙", None],
    ]
    found = drafts(plan_of(rows, [(1, 1, 3, 1)]))
    assert [draft.values["responsible_unit"] for draft in found] == ["县功镇"] * 3


def test_a_name_merged_over_rows_is_not_cut_into_projects_without_saying_so() -> None:
    rows: Rows = [["项目名称", "投资方", "总投资(万元)"], ["甲", "华润", 500], [None, "华能", 300]]
    plan = plan_of(rows, [(1, 0, 2, 0)])
    assert [draft.title for draft in drafts(plan)] == ["甲", "甲"]
    assert [company.name for company in plan.companies.values()] == ["华润", "华能"]


def test_an_amount_merged_over_rows_is_asked_about_and_kept_in_each_note() -> None:
    rows: Rows = [["项目名称", "投资方", "总投资(万元)"], ["甲", "华润", 500], ["乙", "华能", None]]
    plan = plan_of(rows, [(1, 2, 2, 2)])
    first, second = drafts(plan)
    assert first.values["investment"] == 500
    assert "investment" not in second.values
    assert "500" in second.note_text
    assert "import.warn.merged" in {notice.reason.key for notice in plan.notices}


def test_merges_that_reach_beyond_the_sheet_or_begin_nowhere_do_no_harm() -> None:
    merges: list[Span] = [(1, 0, 900, 0), (700, 0, 900, 3), (0, 8, 5, 9), (1, 3, 1, 3)]
    assert [row.number for row in only_table(layout_of([HEAD, RECORD], merges)).rows] == [2]


# ---- units


@pytest.mark.parametrize(
    ("above", "heading", "money"),
    [
        ("单位:万元", "总投资", 500),
        ("单位：亿元", "总投资", 5_000_000),
        ("单位:亿元", "总投资(万元)", 500),
        ("填报单位:招商局 单位:元", "总投资(亿元)", 5_000_000),
        ("台账", "总投资（万元）", 500),
        ("台账", "总投资/亿元", 5_000_000),
    ],
)
def test_the_unit_nearest_to_the_figure_counts(above: str, heading: str, money: int) -> None:
    plan = plan_of([[above], ["项目名称", "投资方", heading], ["甲", "华润", 500]])
    (draft,) = drafts(plan)
    assert draft.values["investment"] == money


def test_two_money_columns_in_two_units() -> None:
    plan = plan_of([["项目名称", "总投资(亿元)", "外资(万元)"], ["甲", 2, 300]])
    (draft,) = drafts(plan)
    assert (draft.values["investment"], draft.values["foreign_investment"]) == (20_000, 300)


def test_the_last_unit_before_the_heading_and_each_table_its_own() -> None:
    rows: Rows = [
        ["单位:亿元、公顷"],
        ["项目名称", "投资方", "总投资", "用地"],
        ["甲", "华润", 1, 1],
        [],
        ["姓名", "单位", "手机"],
        ["张三", "华润", "1"],
    ]
    layout = layout_of(rows)
    assert (layout.tables[0].units.money, layout.tables[0].units.land) == (Unit.YI, LandUnit.HECTARE)


@pytest.mark.parametrize(
    ("title", "year"),
    [("2025年招商项目台账", 2025), ("2026 年 台账", 2026), ("台账(20261120)", None), ("1999年台账", None)],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert only_table(layout_of([[title], HEAD, RECORD])).year == year


# ---- very large and very odd


def test_a_sheet_of_hundreds_of_columns() -> None:
    wide = [*HEAD, *(f"指标{number}" for number in range(300))]
    record = [*RECORD, *(f"值{number}" for number in range(300))]
    table = only_table(layout_of([wide, record]))
    assert len(table.labels) == 305
    plan = plan_of([wide, record])
    (draft,) = drafts(plan)
    assert all(f"指标{number}：值{number}" in draft.note_text for number in (0, 150, 299))


def test_thousands_of_rows_and_blank_lines_keep_their_numbers() -> None:
    rows: list[Sequence[Value]] = [HEAD]
    for number in range(3000):
        rows += [[number, f"第{number}号项目", "华润", number, None], []]
    table = only_table(layout_of(rows))
    assert [row.number for row in table.rows[:3]] == [2, 4, 6]
    assert (len(table.rows), table.rows[-1].number) == (3000, 6000)


def test_a_cell_far_out_makes_no_column_of_nothing() -> None:
    table = only_table(layout_of([HEAD, [*RECORD, *([None] * 700), "远处"]]))
    assert table.labels[705] == "AAD"
    assert len(table.labels) == 6


@pytest.mark.parametrize(
    "hostile",
    [
        "=cmd|'/c calc'!A1",
        "<script>alert(1)</script>",
        "'; DROP TABLE project; --",
        "\u202e反写",
        "a\x00b",
        "𠮷" * 50,
    ],
)
def test_hostile_text_is_text(hostile: str) -> None:
    sheet = grid([["项目名称", "投资方", "备注"], ["甲项目", "华润", "x"]])
    cell = sheet.rows[1][2]
    rows = [sheet.rows[0], {**sheet.rows[1], 2: type(cell)(hostile)}]
    plan = make_plan(ledger(Sheet("表", rows)), FakeKnown(), today=date(2026, 11, 20))
    (draft,) = drafts(plan)
    assert draft.title == "甲项目"
    visible = "".join(char for char in hostile if char.isprintable())
    assert visible in draft.note_text
    assert "\x00" not in draft.note_text


def test_sheets_of_one_name_part_are_told_apart_by_their_keys() -> None:
    head: list[Value] = ["姓名", "单位", "手机"]
    sheets = [grid([head, ["张三", "华润", None]], name=name) for name in ("一月", "二月")]
    layout = find_tables(Workbook(sheets))
    assert len({table.key for table in layout.tables}) == 2
    assert [table.sheet for table in layout.tables] == ["一月", "二月"]
