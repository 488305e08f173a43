"""Which columns fit: pure arithmetic."""

from hypothesis import given
from hypothesis import strategies as st

from ui.models.columns import CellKind, Column, plain
from ui.widgets.grid.column_layout import fitting

NAME = Column("name", "名称", plain("name"), 200, CellKind.NAME)
OTHERS = st.lists(
    st.builds(
        lambda key, width, priority: Column(f"k{key}", "列", plain("a"), width, priority=priority),
        st.integers(0, 10_000),
        st.integers(30, 300),
        st.integers(0, 5),
    ),
    max_size=8,
    unique_by=lambda column: column.key,
)


@given(OTHERS, st.integers(200, 4000), st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_they_fill_the_width_exactly_or_are_the_least_there_can_be(
    others: list[Column], width: int, scale: float
) -> None:
    shown = fitting([NAME, *others], (), width, scale)
    fixed = {"name", *(column.key for column in others if column.priority == 0)}
    assert fixed <= shown.keys()
    if (
        shown.keys() != fixed
        or sum(round(c.width * scale) for c in (NAME, *others) if c.key in fixed) <= width
    ):
        assert sum(shown.values()) == width


@given(OTHERS, st.integers(200, 4000))
def test_a_wider_grid_never_shows_fewer_columns(others: list[Column], width: int) -> None:
    narrow = fitting([NAME, *others], (), width, 1.0)
    wide = fitting([NAME, *others], (), width + 100, 1.0)
    assert narrow.keys() <= wide.keys()


@given(OTHERS)
def test_what_the_user_hid_stays_hidden_unless_it_must_show(others: list[Column]) -> None:
    hidden = {column.key for column in others}
    shown = fitting([NAME, *others], hidden, 10_000, 1.0)
    assert shown.keys() - {"name"} == {column.key for column in others if column.priority == 0}


def test_without_a_name_column_the_last_takes_the_rest() -> None:
    one, two = Column("a", "A", plain("a"), 100), Column("b", "B", plain("b"), 100)
    assert fitting([one, two], (), 500, 1.0) == {"a": 100, "b": 400}


def test_the_rightmost_of_equal_priority_goes_first() -> None:
    left = Column("left", "L", plain("a"), 100, priority=1)
    right = Column("right", "R", plain("a"), 100, priority=1)
    assert list(fitting([NAME, left, right], (), 320, 1.0)) == ["name", "left"]


def test_nothing_at_all_is_fine() -> None:
    assert fitting([], (), 500, 1.0) == {}


def test_what_is_left_goes_first_to_the_words_that_ask_for_it() -> None:
    one, two = (Column(key, "列", plain(key), 100) for key in "ab")
    asked = {"name": 220, "a": 150, "b": 400, "gone": 50}
    assert fitting([NAME, one, two], (), 400, 1.0, asked) == {"name": 200, "a": 100, "b": 100}
    assert fitting([NAME, one, two], (), 480, 1.0, asked) == {"name": 220, "a": 150, "b": 110}
    assert fitting([NAME, one, two], (), 1000, 1.0, asked) == {"name": 450, "a": 150, "b": 400}


@given(OTHERS, st.integers(200, 4000), st.dictionaries(st.integers(0, 9), st.integers(0, 900)))
def test_no_wish_hides_a_column_or_makes_one_narrower(
    others: list[Column], width: int, asked: dict[int, int]
) -> None:
    columns = [NAME, *others]
    wishes = {columns[place].key: px for place, px in asked.items() if place < len(columns)}
    plainly, wished = (fitting(columns, (), width, 1.0, told) for told in ({}, wishes))
    assert plainly.keys() == wished.keys() and sum(plainly.values()) == sum(wished.values())
    assert all(wished[key] >= plainly[key] for key in plainly if key != "name")
