"""Ids first, rows in windows of 100; ticks by id; a million rows are no different from a hundred."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QObject, Qt
from pytestqt.qtbot import QtBot

from tests.fakes.row_sources import CountingRows, SameThread
from ui.background.database_thread import DatabaseThread
from ui.models.columns import Cell, CellKind, Column, RowBadge, RowValues, check_column, plain
from ui.models.news import News, Touches
from ui.models.table_query import TableQuery
from ui.models.window_table import BADGES_ROLE, CHOSEN_ROLE, GREY_ROLE, ID_ROLE, WINDOW, WindowTable, cell_of

COLUMNS = [
    check_column(),
    Column("name", "项目名称", plain("name"), 200, CellKind.NAME),
    Column("total", "总投资", lambda row: Cell(str(row["total"]), tooltip="万元"), 90, CellKind.AMOUNT),
    Column("note", "备注", plain("note"), sortable=False, editable=True),
]


def badges(row: RowValues) -> tuple[RowBadge, ...]:
    return (RowBadge("pending", "待发送"),) if str(row["id"]).endswith("3") else ()


def table(source: CountingRows, database: SameThread | None = None) -> WindowTable:
    model = WindowTable(source, COLUMNS, database or SameThread(), badges=badges)
    model.refresh()
    return model


def read(model: WindowTable, row: int, column: int = 1) -> str | None:
    """The text of a cell once its window has been read."""
    cell_of(model.index(row, column))
    model.fetch()
    cell = cell_of(model.index(row, column))
    return cell.text if cell else None


@pytest.fixture
def source(qapp: QObject) -> CountingRows:
    return CountingRows(1000)


def test_opening_asks_for_ids_and_no_row(source: CountingRows) -> None:
    model = table(source)
    assert model.rowCount() == 1000
    assert model.columnCount() == 4
    assert source.asked_rows == []


def test_a_row_in_view_brings_its_window_of_100(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    assert cell_of(model.index(250, 1)) is None
    with qtbot.waitSignal(model.dataChanged) as told:
        pass
    assert (told.args[0].row(), told.args[1].row()) == (200, 299)
    assert cell_of(model.index(250, 1)) == Cell("项目 250")
    assert [len(ids) for ids in source.asked_rows] == [WINDOW]


def test_the_last_window_is_as_long_as_what_is_left(qapp: QObject) -> None:
    source = CountingRows(230)
    model = table(source)
    assert read(model, 229) == "项目 229"
    assert [len(ids) for ids in source.asked_rows] == [30]


def test_a_loaded_window_is_not_read_again(source: CountingRows) -> None:
    model = table(source)
    for row in (5, 50, 99):
        assert read(model, row) == f"项目 {row}"
    assert len(source.asked_rows) == 1


def test_a_million_rows_open_and_scroll_by_windows(qapp: QObject) -> None:
    source = CountingRows(1_000_000)
    model = table(source)
    assert model.rowCount() == 1_000_000
    for row in (0, 499_999, 999_999):
        assert read(model, row) == f"项目 {row}"
    assert all(len(ids) <= WINDOW for ids in source.asked_rows)
    assert len(source.asked_rows) == 3


def test_a_fling_reads_only_where_it_stops(source: CountingRows) -> None:
    model = table(source)
    for row in range(0, 1000, 50):
        model.data(model.index(row, 1))
    model.fetch()
    assert [ids[0] for ids in source.asked_rows] == ["r0000600", "r0000700", "r0000800", "r0000900"]


def test_rows_about_to_be_painted_are_there_and_are_not_told_of(qtbot: QtBot, source: CountingRows) -> None:
    """Told of, they would be painted again."""
    model = table(source)
    cell_of(model.index(950, 1))  # out of view, and asked for
    with qtbot.waitSignal(model.dataChanged) as told:
        model.bring(190, 210)
    assert (told.args[0].row(), told.args[1].row()) == (900, 999)
    assert [cell_of(model.index(row, 1)) for row in (190, 210)] == [Cell("项目 190"), Cell("项目 210")]
    assert len(source.asked_rows) == 3
    model.bring(190, 210)
    with qtbot.assertNotEmitted(model.dataChanged, wait=30):
        pass
    assert len(source.asked_rows) == 3


def test_old_windows_are_let_go(qapp: QObject) -> None:
    source = CountingRows(10_000)
    model = table(source)
    for row in range(0, 10_000, WINDOW):
        read(model, row)
    assert len(source.asked_rows) == 100
    read(model, 9_999)
    assert len(source.asked_rows) == 100, "the newest is kept"
    read(model, 0)
    assert len(source.asked_rows) == 101, "the oldest was not"


def test_sorting_asks_again_and_sorts_nothing_here(source: CountingRows) -> None:
    model = table(source)
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert source.asked_ids[-1] == TableQuery(order=(("total", True),))
    assert model.id_at(0) == "r0000999"
    assert model.query.place("total") == 0


def test_a_column_that_cannot_be_sorted_does_nothing(source: CountingRows) -> None:
    model = table(source)
    model.sort(3)
    assert len(source.asked_ids) == 1


def test_shrinking_goes_through_zero_rows(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    counts: list[int] = []
    model.modelReset.connect(lambda: counts.append(model.rowCount()))
    model.set_query(TableQuery(find="r00009"))
    assert counts == [0, 100]
    model.set_query(TableQuery())
    assert counts == [0, 100, 1000], "growing needs one reset"


def test_rows_stay_until_the_new_ids_are_in(source: CountingRows) -> None:
    database = SameThread()
    model = table(source, database)
    assert read(model, 0) == "项目 0"
    database.hold = True
    model.set_query(TableQuery(find="r00009"))
    assert model.rowCount() == 1000
    assert read(model, 0) == "项目 0"
    database.release()
    assert model.rowCount() == 100


def test_only_the_latest_of_several_queries_is_shown(qtbot: QtBot, source: CountingRows) -> None:
    database = DatabaseThread()
    model = WindowTable(source, COLUMNS, database)
    loaded: list[int] = []
    model.loaded.connect(loaded.append)
    for text in ("r0", "r00009", "r000099"):
        model.set_query(TableQuery(find=text))
    qtbot.waitUntil(lambda: not database.busy)
    assert loaded == [10]
    database.shutdown()


def followed(source: CountingRows, touched: set[str]) -> WindowTable:
    """A table that is told which rows changed; the marks are the numbers of the questions."""
    asked: list[object] = []

    def news(query: TableQuery, since: object) -> News:
        asked.append(since)
        known = since is not None and since == len(asked) - 1
        return News(source.ids(query), Touches(frozenset(touched)) if known else None, len(asked))

    model = WindowTable(source, COLUMNS, SameThread(), news=news)
    model.refresh()
    return model


def test_what_touches_rows_is_asked_of_each_only_where_it_goes_by_their_values() -> None:
    rows: dict[str, dict[str, object]] = {"a": {"at": "x"}, "b": {"at": "y"}, "c": {"at": "z"}}
    named = Touches(frozenset({"b", "gone"}))
    by_value = Touches(frozenset({"b"}), lambda row: row["at"] == "z")
    assert (named.among(rows), [*named.rest(rows)]) == (["b"], ["a", "c"])
    assert (by_value.among(rows), [*by_value.rest(rows)]) == (["b", "c"], ["a"])
    both = named.joined(Touches(frozenset({"c"}))).joined(Touches(frozenset(), lambda row: row["at"] == "x"))
    assert both.among(rows) == ["a", "b", "c"]
    assert named.joined(Touches(frozenset({"c"}))).others is None


def test_after_a_change_only_rows_that_it_touched_are_read(source: CountingRows) -> None:
    touched: set[str] = set()
    model = followed(source, touched)
    read(model, 0)
    read(model, 500)
    source.names["r0000000"] = "新名称"
    touched |= {"r0000000", "r0000999"}
    told = list[tuple[int, int]]()
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    resets = list[int]()
    model.modelReset.connect(lambda: resets.append(1))
    model.catch_up()
    assert read(model, 0) == "新名称" and read(model, 500) == "项目 500"
    assert source.asked_rows[2:] == [["r0000000"]] and told == [(0, 0)] and resets == []


def test_rows_stay_where_the_order_changed(source: CountingRows) -> None:
    touched = {"r0000500"}
    model = followed(source, touched)
    read(model, 0)
    read(model, 500)
    source.listed.insert(0, source.listed.pop(500))
    source.names["r0000500"] = "提前"
    model.catch_up()
    assert read(model, 0) == "提前" and read(model, 1) == "项目 0" and read(model, 500) == "项目 499"
    assert source.asked_rows[2:] == [["r0000500"], ["r0000499"]]
    assert model.row_of("r0000500") == 0


def test_what_is_asked_anew_drops_every_row(source: CountingRows) -> None:
    model = followed(source, set())
    read(model, 0)
    source.names["r0000000"] = "新名称"
    model.refresh()
    assert read(model, 0) == "新名称", "nobody said which rows changed"
    source.names["r0000000"] = "又一个"
    model.catch_up()
    assert read(model, 0) == "新名称", "it was not touched"


def test_grey_bars_only_after_a_while(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    index = model.index(0, 1)
    source.broken = OSError("locked")
    cell_of(index)
    assert index.data(GREY_ROLE) is False
    qtbot.waitUntil(lambda: index.data(GREY_ROLE) is True)
    source.broken = None
    assert read(model, 0) == "项目 0"
    assert index.data(GREY_ROLE) is False


def test_rows_that_cannot_be_read_are_told_and_tried_again(source: CountingRows) -> None:
    model = table(source)
    failures: list[object] = []
    model.failed.connect(failures.append)
    source.broken = OSError("locked")
    assert read(model, 0) is None
    assert failures == [source.broken]
    source.broken = None
    assert read(model, 0) == "项目 0"


def test_ids_that_cannot_be_read_leave_what_is_shown(source: CountingRows) -> None:
    model = table(source)
    failures: list[object] = []
    model.failed.connect(failures.append)
    source.broken = OSError("locked")
    model.refresh()
    assert failures == [source.broken]
    assert model.rowCount() == 1000


def test_a_row_gone_since_shows_nothing_and_is_not_asked_for_again(source: CountingRows) -> None:
    model = table(source)
    source.gone.add("r0000004")
    assert read(model, 4) is None
    assert read(model, 4) is None
    assert read(model, 5) == "项目 5"
    assert len(source.asked_rows) == 1


def test_ticks_are_by_id_and_survive_another_order(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    with qtbot.waitSignal(model.chosen_changed):
        model.choose(["r0000001", "r0000002"])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.chosen() == {"r0000001", "r0000002"}
    assert model.index(998, 0).data(CHOSEN_ROLE) is True
    assert model.index(1, 0).data(CHOSEN_ROLE) is False


def test_a_ticked_row_no_longer_listed_is_no_longer_ticked(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    model.choose(["r0000001", "r0000950"])
    with qtbot.waitSignal(model.chosen_changed):
        model.set_query(TableQuery(find="r00009"))
    assert model.chosen() == {"r0000950"}


def test_all_some_none(source: CountingRows) -> None:
    model = table(source)
    assert model.all_chosen() is False
    model.choose_all(True)
    assert model.all_chosen() is True
    model.choose(["r0000000"], on=False)
    assert model.all_chosen() is None
    model.choose_all(False)
    assert model.chosen() == set()


def test_ticking_what_is_ticked_says_nothing(qtbot: QtBot, source: CountingRows) -> None:
    model = table(source)
    model.choose(["r0000001"])
    with qtbot.assertNotEmitted(model.chosen_changed):
        model.choose(["r0000001"])


def test_what_a_cell_gives(source: CountingRows) -> None:
    model = table(source)
    read(model, 3)
    assert model.index(3, 2).data() == "3.00"
    assert model.index(3, 2).data(Qt.ItemDataRole.ToolTipRole) == "万元"
    assert model.index(3, 1).data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.index(3, 1).data(BADGES_ROLE) == (RowBadge("pending", "待发送"),)
    assert model.index(4, 1).data(BADGES_ROLE) == ()
    assert model.index(3, 1).data(ID_ROLE) == "r0000003"
    assert model.index(3, 1).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "项目名称"
    assert model.headerData(1, Qt.Orientation.Vertical) is None


def test_editable_columns_say_so(source: CountingRows) -> None:
    model = table(source)
    assert model.flags(model.index(0, 3)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsEditable


def test_where_a_record_stands(source: CountingRows) -> None:
    model = table(source)
    assert model.row_of("r0000042") == 42
    assert model.row_of("nobody") == -1
    assert model.id_at(42) == "r0000042"
    assert model.id_at(-1) == model.id_at(5000) == ""
    assert model.values_at(42) is None
    model.fetch()
    values = model.values_at(42)
    assert values is not None and values["name"] == "项目 42"


@given(st.lists(st.integers(0, 999), unique=True, max_size=350))
def test_rows_by_id_come_in_the_order_asked_for(numbers: list[int]) -> None:
    source = CountingRows(1000)
    ids = [f"r{number:07d}" for number in numbers]
    source.gone.update(ids[::7])
    rows = WindowTable(source, COLUMNS, SameThread()).read_rows(ids)
    assert [row["id"] for row in rows] == [one for one in ids if one not in source.gone]
    assert all(len(asked) <= WINDOW for asked in source.asked_rows)


def test_a_table_inside_a_row_has_no_rows(source: CountingRows) -> None:
    model = table(source)
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0


def test_empty_values_show_as_nothing(qapp: QObject) -> None:
    assert plain("name")({"name": None}) == Cell("")
    assert plain("name")({}) == Cell("")
    assert plain("name")({"name": 0}) == Cell("0")


@pytest.mark.parametrize("kind", list(CellKind))
def test_only_amounts_stand_at_the_right(kind: CellKind) -> None:
    column = Column("a", "A", plain("a"), kind=kind)
    assert (column.align is Qt.AlignmentFlag.AlignRight) is (kind is CellKind.AMOUNT)


def test_rows_moved_up_from_the_next_window_are_read_when_they_come_into_view(source: CountingRows) -> None:
    model = table(source)
    first = read(model, 0)
    ids = list(model.ids())
    read(model, 150)
    left, came = ids.pop(3), ids[WINDOW - 1]
    source.asked_rows.clear()
    model._windows.pop(1)  # as after a while in which it was not looked at
    model.show_news(News(ids, Touches(frozenset({left})), 1))
    assert (source.asked_rows, read(model, 0)) == ([], first)
    assert cell_of(model.index(WINDOW - 1, 1)) is None, "it is asked for"
    model.fetch()
    assert source.asked_rows == [[came]] and model.values_at(WINDOW - 1) is not None
