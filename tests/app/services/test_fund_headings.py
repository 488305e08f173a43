"""Columns as real spreadsheets have them: line numbers, headings with their units, foreign currency, gaps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import LANGUAGES, Translator
from app.rules.amounts import Unit
from app.rules.fund_ledger import Component, Source
from app.services.desk import Desk
from app.services.fund_pasting import PastedFigures, book_pasted, check_pasted
from app.services.funds import month_sheet
from tests.app.services.test_funds import OCTOBER, project
from tests.fakes.stores import new_desk

FIXED, LAND = Component.FIXED, Component.LAND


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two projects and nothing booked; tests that only check share it."""
    made = new_desk(tmp_path_factory.mktemp("funds"))
    for name in ("甲项目", "乙项目"):
        project(made, name)
    yield made
    made.store.close()


def pasted(
    desk: Desk, text: str, *components: Component, unit: Unit = Unit.WAN, row: int = 0
) -> PastedFigures:
    asked = components or (FIXED,)
    sheet = month_sheet(desk, OCTOBER)
    return check_pasted(desk, sheet, text, source=Source.UNIT, components=asked, row=row, unit=unit)


def taken(found: PastedFigures) -> list[dict[str, str | None]]:
    """Column by column: project → what it would have, or why not."""
    return [
        {
            line.name: line.reason.key if line.reason else None if line.after is None else f"{line.after:f}"
            for line in column.lines
        }
        for column in found.columns
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号\t项目名称\t本月到位\n1\t甲项目\t70\n2\t乙项目\t80\n",
        "No.\t项目\t到位\n7\t甲项目\t70\n9\t乙项目\t80\n",
        "编号\t项目\t到位\n2026001\t甲项目\t70\n2026002\t乙项目\t80\n",
        "项目\t序号\t到位\n甲项目\t1\t70\n乙项目\t2\t80\n",
        "1\t甲项目\t70\n2\t乙项目\t80\n",
        "11\t甲项目\t70\n12\t乙项目\t80\n",
        "＃\t项目\t到位\n1\t甲项目\t70\n2\t乙项目\t80\n",
    ],
)
def test_line_numbers_are_no_funds(shared: Desk, text: str) -> None:
    assert taken(pasted(shared, text)) == [{"甲项目": "70", "乙项目": "80"}]


def test_with_line_numbers_two_columns_are_still_the_two_components(shared: Desk) -> None:
    found = pasted(shared, "序号\t项目\t土地\t固定\n1\t甲项目\t70\t7\n2\t乙项目\t\t8\n", LAND, FIXED)
    assert taken(found) == [{"甲项目": "70", "乙项目": None}, {"甲项目": "7", "乙项目": "8"}]
    assert found.changing == 3


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("到位\t项目\n7\t甲项目\n8\t乙项目\n", {"甲项目": "7", "乙项目": "8"}),
        ("甲项目\t1\n乙项目\t2\n", {"甲项目": "1", "乙项目": "2"}),
        ("1\t甲项目\n", {"甲项目": "1"}),
        ("1\n2\n", None),
    ],
)
def test_figures_that_happen_to_count_up_are_kept(
    shared: Desk, text: str, figures: dict[str, str] | None
) -> None:
    (found,) = taken(pasted(shared, text))
    assert found == figures if figures else sorted(str(one) for one in found.values()) == ["1", "2"]


def test_numbers_beside_a_column_that_cannot_be_read_are_not_taken_for_it(shared: Desk) -> None:
    found = pasted(shared, "序号\t项目\t到位\n1\t甲项目\t全部\n2\t乙项目\t待查\n")
    assert (found.changing, found.refused) == (0, 2)


@pytest.mark.parametrize(
    ("heading", "amount", "unit"),
    [
        ("到位", "30000", Unit.WAN),
        ("到位（万元）", "30000", Unit.WAN),
        ("到位(亿元)", "300000000", Unit.YI),
        ("到位（元）", "3", Unit.YUAN),
        ("到位(元)", "3", Unit.YUAN),
        ("单位：元", "3", Unit.YUAN),
        ("单位:元", "3", Unit.YUAN),
        ("单位 元", "3", Unit.YUAN),
        ("到位（ 元 ）", "3", Unit.YUAN),
        ("一元复始到位", "30000", Unit.WAN),
        ("到位（千元）", "3000", Unit.WAN),
        ("到位（百万元）", "3000000", Unit.WAN),
    ],
)
def test_the_unit_of_the_heading_however_it_is_written(
    shared: Desk, heading: str, amount: str, unit: Unit
) -> None:
    found = pasted(shared, f"项目\t{heading}\n甲项目\t30000\n")
    assert taken(found) == [{"甲项目": amount}] and found.unit is unit


def test_every_column_counts_in_the_unit_of_its_own_heading(shared: Desk) -> None:
    found = pasted(shared, "项目\t土地（元）\t固定（万元）\n甲项目\t20000\t3\n", LAND, FIXED)
    assert taken(found) == [{"甲项目": "2"}, {"甲项目": "3"}]


def test_a_unit_named_once_is_that_of_all_columns(shared: Desk) -> None:
    found = pasted(shared, "项目（亿元）\t土地\t固定\n甲项目\t2\t3\n", LAND, FIXED)
    assert taken(found) == [{"甲项目": "20000"}, {"甲项目": "30000"}]


def test_a_figure_with_its_own_unit_keeps_it_under_any_heading(shared: Desk) -> None:
    assert taken(pasted(shared, "项目\t到位（元）\n甲项目\t3亿\n")) == [{"甲项目": "30000"}]
    assert taken(pasted(shared, "项目\t到位（万美元）\n甲项目\t3亿元\n")) == [{"甲项目": "30000"}]


@pytest.mark.parametrize("heading", ["万美元", "（万美元）", "外资（美元）", "万港元", "亿日元"])
def test_foreign_currency_is_not_booked_as_yuan(shared: Desk, heading: str) -> None:
    found = pasted(shared, f"项目\t到位{heading}\n甲项目\t200\n乙项目\t\n")
    assert taken(found) == [{"甲项目": "funds.why.foreign", "乙项目": None}] and found.changing == 0


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("甲项目\t\n甲项目\t5\n", [None, "5"]),
        ("甲项目\t5\n甲项目\t\n", ["5", None]),
        ("甲项目\t约5\n甲项目\t5\n", ["funds.why.not_exact", "funds.why.twice"]),
        ("甲项目\t5\n甲项目\t5\n", ["5", "funds.why.twice"]),
    ],
)
def test_the_same_project_twice(shared: Desk, text: str, figures: list[str | None]) -> None:
    (column,) = pasted(shared, text).columns
    told = [line.reason.key if line.reason else line.after and f"{line.after:f}" for line in column.lines]
    assert told == figures


@pytest.mark.parametrize(("row", "changing", "beyond"), [(0, 2, 1), (1, 1, 2), (2, 0, 3)])
def test_lines_below_the_end_of_the_sheet_are_counted(
    shared: Desk, row: int, changing: int, beyond: int
) -> None:
    found = pasted(shared, "1\n2\n4\n", row=row)
    assert (found.changing, found.beyond) == (changing, beyond)


def test_a_gap_leaves_its_line_as_it_is(shared: Desk) -> None:
    (column,) = pasted(shared, "\n9\n").columns
    assert [line.after for line in column.lines] == [None, 9]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_a_sentence_that_names_what_it_means(shared: Desk, language: str) -> None:
    found = pasted(shared, "甲项目\t约5\n没有的\t6\n乙项目\t3\n乙项目\t4\n")
    tr = Translator(language)
    said = [tr.tr(line.reason.key, **line.reason.params) for line in found.columns[0].lines if line.reason]
    assert len(said) == 3 and "约5" in said[0] and "没有的" in said[1] and "乙项目" in said[2]


FIGURES = st.lists(st.one_of(st.none(), st.decimals("-9999999", "9999999", places=6)), min_size=2, max_size=2)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FIGURES, st.booleans(), st.booleans(), st.sampled_from(["万元", "元", "亿元"]))
def test_however_the_lines_lie_the_same_figures_are_read(
    shared: Desk, amounts: list[object], turned: bool, numbered: bool, unit: str
) -> None:
    cells = ["" if one is None else f"{one:f}万元" for one in amounts]
    lines = [*zip(("甲项目", "乙项目"), cells, strict=True)]
    lines = lines[::-1] if turned else lines
    block = [("项目", f"到位（{unit}）"), *lines]
    rows = [((str(at) if at else "序号"), *line) if numbered else line for at, line in enumerate(block)]
    found = pasted(shared, "\n".join("\t".join(row) for row in rows))
    read = {line.name: line.after for column in found.columns for line in column.lines}
    assert read == dict(zip(("甲项目", "乙项目"), amounts, strict=True))


def test_what_was_checked_is_what_is_booked_and_once_only(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    for name in ("甲项目", "乙项目"):
        project(desk, name)
    text = "序号\t项目\t到位(元)\n1\t甲项目\t1,200,500.01\n2\t乙项目\t-10000\n"
    for _ in range(2):  # pasting the same again books nothing
        book_pasted(desk, pasted(desk, text))
        assert len(desk.store.ids("fund_entry")) == 2
    assert f"{month_sheet(desk, OCTOBER).sums.total:f}" == "119.050001"
    desk.store.close()


@pytest.mark.parametrize(
    "text",
    [
        "项目\t土地出让款\t固定资产投入\n甲项目\t\t5\n乙项目\t\t6\n",  # nothing for land in this month
        "项目\t固定资产投入（万元）\t土地出让款\n甲项目\t5\t\n乙项目\t6\t\n",  # the other way round
        "项目\t本月一\t本月二\n甲项目\t\t5\n乙项目\t\t6\n",  # headings that name nothing: in order
        "甲项目\t\t5\n乙项目\t\t6\n",
    ],
)
def test_a_column_without_figures_keeps_its_place(shared: Desk, text: str) -> None:
    found = pasted(shared, text, LAND, FIXED)
    assert {one.component for one in found.columns if any(line.changes for line in one.lines)} == {FIXED}
    assert found.changing == 2


def test_headings_say_which_component_is_whose(shared: Desk) -> None:
    both = "项目\t固定资产投入\t土地出让款\n甲项目\t5\t7\n"
    found = {one.component: one.lines[0].after for one in pasted(shared, both, LAND, FIXED).columns}
    assert found == {FIXED: 5, LAND: 7}
    one_only = "项目\t固定资产投入\n甲项目\t5\n"
    assert [one.component for one in pasted(shared, one_only, LAND, FIXED).columns] == [FIXED]
