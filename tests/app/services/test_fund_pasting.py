"""Columns copied from a spreadsheet: by name or in order, wrong lines marked, one undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.rules.fund_ledger import Component, Source
from app.services import records
from app.services.desk import Desk
from app.services.fund_pasting import PastedFigures, book_pasted, check_pasted
from app.services.funds import month_sheet
from tests.app.services.test_funds import OCTOBER, project
from tests.fakes.stores import new_desk

BOTH = (Component.LAND, Component.FIXED)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    for name in ("储能电池 项目", "汽车部件项目", "物流园"):
        project(made, name, responsible_unit="甲局")
    yield made
    made.store.close()


def pasted(desk: Desk, text: str, *components: Component, row: int = 0) -> PastedFigures:
    sheet = month_sheet(desk, OCTOBER)
    return check_pasted(
        desk, sheet, text, source=Source.UNIT, components=components or (Component.FIXED,), row=row
    )


def reasons(found: PastedFigures) -> list[str]:
    return [line.reason.key if line.reason else "" for column in found.columns for line in column.lines]


def test_by_name_whatever_the_order_and_the_spaces(desk: Desk) -> None:
    found = pasted(
        desk, "项目名称\t本月到位\n物流园\t1.5亿\n储能电池项目\t200\n没有这个\t3\n汽车部件项目\t全部\n"
    )
    assert reasons(found) == ["", "", "funds.why.no_project", "rules.amount.unreadable"]
    assert (found.changing, found.refused, found.beyond) == (2, 2, 0)
    assert found.columns[0].lines[2].name == "没有这个"
    book_pasted(desk, found)
    amounts = {line.name: line.month.total for line in month_sheet(desk, OCTOBER).lines}
    assert amounts == {"物流园": 15_000, "储能电池 项目": 200, "汽车部件项目": 0}
    records.undo(desk)
    assert month_sheet(desk, OCTOBER).sums.total == 0


def test_two_columns_are_the_two_components(desk: Desk) -> None:
    found = pasted(desk, "物流园\t10\t20\n汽车部件项目\t\t5\n", *BOTH)
    book_pasted(desk, found)
    sums = month_sheet(desk, OCTOBER).sums
    assert [sums.land, sums.fixed] == [10, 25]
    records.undo(desk)
    assert month_sheet(desk, OCTOBER).sums.total == 0


def test_without_names_in_the_order_of_the_sheet_from_where_one_stands(desk: Desk) -> None:
    order = [line.name for line in month_sheet(desk, OCTOBER).lines]
    found = pasted(desk, "1\n2\n3\n", row=1)
    assert [line.name for line in found.columns[0].lines] == order[1:]
    assert (found.changing, found.beyond) == (2, 1)


def test_a_heading_over_bare_figures_is_passed_over(desk: Desk) -> None:
    found = pasted(desk, "固定资产投入（万元）\n7\n")
    assert [line.after for line in found.columns[0].lines] == [7]


def test_the_unit_of_the_heading_is_that_of_bare_figures(desk: Desk) -> None:
    found = pasted(desk, "项目\t到位（亿元）\n物流园\t1.5\n")
    assert found.columns[0].lines[0].after == 15_000 and found.unit.value == "yi"


def test_two_projects_of_one_name_are_not_guessed_at(desk: Desk) -> None:
    project(desk, "物流园")
    found = pasted(desk, "物流园\t5\n汽车部件项目\t6\n")
    assert reasons(found) == ["funds.why.several_projects", ""]


def test_the_same_project_twice_is_taken_once(desk: Desk) -> None:
    assert reasons(pasted(desk, "物流园\t5\n物流园\t6\n")) == ["", "funds.why.twice"]


def test_nothing_copied_is_nothing_to_book(desk: Desk) -> None:
    assert pasted(desk, "  \n").columns == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("项目\t土地出让款\n物流园\t7\n", [(Component.LAND, 7)]),
        ("项目\t固定资产投入（万元）\n物流园\t7\n", [(Component.FIXED, 7)]),
        ("项目\t固投\t土地\n物流园\t7\t8\n", [(Component.FIXED, 7), (Component.LAND, 8)]),
        ("项目\t本月合计\t固定资产\n物流园\t9\t7\n", [(Component.FIXED, 7)]),  # a sum of both is none of them
        ("项目\t土地\t本月投入\n物流园\t7\t8\n", [(Component.LAND, 7), (Component.FIXED, 8)]),
        ("项目\t到位\n物流园\t7\n", [(Component.FIXED, 7)]),
        ("物流园\t7\n", [(Component.FIXED, 7)]),
        ("物流园\t7\t8\n", [(Component.LAND, 7), (Component.FIXED, 8)]),
        (
            "Project\tLand transfer fee\tFixed assets\n物流园\t7\t8\n",
            [(Component.LAND, 7), (Component.FIXED, 8)],
        ),
        (
            "项目\t土地一期\t土地二期\n物流园\t7\t8\n",
            [(Component.LAND, 7), (Component.FIXED, 8)],
        ),  # not told apart
    ],
)
def test_a_column_is_what_its_heading_says(
    desk: Desk, text: str, wanted: list[tuple[Component, object]]
) -> None:
    sheet = month_sheet(desk, OCTOBER)
    found = check_pasted(desk, sheet, text, source=Source.UNIT, components=BOTH, single=Component.FIXED)
    assert [(column.component, column.lines[0].after) for column in found.columns] == wanted
