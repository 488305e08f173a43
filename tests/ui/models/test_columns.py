"""What columns declare, and how a table over them answers at its edges."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from ui.models.columns import NO_BADGES, Cell, CellKind, Column, check_column, plain
from ui.models.table_query import TableQuery
from ui.models.window_table import CHOSEN_ROLE, GREY_ROLE, ID_ROLE, WindowTable, cell_of


def columns(suffix: str = "") -> list[Column]:
    return [
        check_column(),
        Column("name", f"名称{suffix}", lambda row: Cell(f"{row['name']}{suffix}", tooltip="全称")),
        Column("total", f"总投资{suffix}", plain("total"), kind=CellKind.AMOUNT, editable=True),
    ]


@pytest.fixture
def model(qapp: QObject) -> WindowTable:
    made = WindowTable(CountingRows(250), columns(), SameThread())
    made.refresh()
    return made


def load(model: WindowTable, rows: Iterable[int]) -> None:
    for row in rows:
        model.values_at(row)
    model.fetch()


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("", ""), (0, "0"), ("a", "a"), (False, "False"), (3.5, "3.5")]
)
def test_a_plain_column_shows_its_field(value: object, text: str) -> None:
    assert plain("it")({"it": value}) == Cell(text)
    assert plain("it")({}) == Cell("")


def test_the_tick_column_is_narrow_silent_and_unsorted() -> None:
    column = check_column()
    assert (column.kind, column.title, column.sortable, column.editable) == (CellKind.CHECK, "", False, False)
    assert column.format({"name": "甲"}).text == ""
    assert column.priority == 0, "it never hides"
    assert NO_BADGES({"name": "甲"}) == ()


@pytest.mark.parametrize("row", [-1, 250, 10_000])
def test_a_row_outside_has_no_id(model: WindowTable, row: int) -> None:
    assert model.id_at(row) == ""


@pytest.mark.parametrize("role", [ID_ROLE, CHOSEN_ROLE, GREY_ROLE, Qt.ItemDataRole.DisplayRole])
def test_an_index_of_nothing_answers_nothing(model: WindowTable, role: int) -> None:
    assert model.data(QModelIndex(), role) is None


def test_an_unknown_record_is_not_listed(model: WindowTable) -> None:
    assert model.row_of("r0000007") == 7
    assert model.row_of("nobody") == -1
    assert model.row_of("") == -1


def test_headings_stand_above_only(model: WindowTable) -> None:
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(number, across) for number in range(3)] == ["", "名称", "总投资"]
    assert model.headerData(0, down) is None
    assert model.headerData(1, across, Qt.ItemDataRole.ToolTipRole) is None


def test_other_words_for_the_same_columns_keep_rows_ticks_and_order(qtbot: QtBot, model: WindowTable) -> None:
    model.choose(["r0000003"])
    load(model, [3])
    with qtbot.waitSignals([model.headerDataChanged, model.dataChanged]):
        model.set_columns(columns("（亿元）"))
    assert model.headerData(1, Qt.Orientation.Horizontal) == "名称（亿元）"
    cell = cell_of(model.index(3, 1))
    assert cell is not None and cell.text == "项目 3（亿元）"
    assert model.chosen() == {"r0000003"}


def test_other_words_for_an_empty_table_touch_no_cell(qtbot: QtBot, qapp: QObject) -> None:
    model = WindowTable(CountingRows(0), columns(), SameThread())
    model.refresh()
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_columns(columns("x"))
    assert model.all_chosen() is False
    model.choose_all(True)
    assert model.chosen() == set()


@pytest.mark.parametrize("row", [0, 99, 100, 199, 200, 249])
def test_the_rows_at_the_edges_of_windows_are_their_own(model: WindowTable, row: int) -> None:
    assert model.values_at(row) is None, "asked for, not there yet"
    model.fetch()
    values = model.values_at(row)
    assert values is not None and values["id"] == f"r{row:07d}"
    assert model.index(row, 1).data() == f"项目 {row}"
    assert model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole) == "全称"
    assert model.index(row, 2).data(Qt.ItemDataRole.ToolTipRole) is None


def test_a_tick_is_told_for_the_ticks_alone(qtbot: QtBot, model: WindowTable) -> None:
    with qtbot.waitSignal(model.dataChanged) as told:
        model.choose(["r0000001"])
    assert told.args is not None and told.args[2] == [CHOSEN_ROLE]
    assert [model.index(row, 0).data(CHOSEN_ROLE) for row in (0, 1)] == [False, True]


def test_unticking_what_is_not_ticked_says_nothing(qtbot: QtBot, model: WindowTable) -> None:
    with qtbot.assertNotEmitted(model.chosen_changed):
        model.choose(["r0000001"], on=False)


def test_a_narrower_search_keeps_only_the_ticks_it_lists(qtbot: QtBot, model: WindowTable) -> None:
    model.choose(["r0000007", "r0000107"])
    with qtbot.waitSignal(model.chosen_changed):
        model.set_query(TableQuery(find="r00001"))
    assert model.chosen() == {"r0000107"}
    assert model.all_chosen() is None


def test_sorting_keeps_the_words_looked_for(model: WindowTable) -> None:
    model.set_query(TableQuery(find="r00001", filters=("外资",)))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.query == TableQuery("r00001", ("外资",), (("name", True),))
    assert model.id_at(0) == "r0000199"


def test_only_editable_columns_can_be_edited(model: WindowTable) -> None:
    editable = Qt.ItemFlag.ItemIsEditable
    assert [bool(model.index(0, column).flags() & editable) for column in range(3)] == [False, False, True]
