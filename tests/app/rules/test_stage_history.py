"""In which stage a project was on a day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.stage_history import Moved, in_order, reached, stage_on
from app.rules.stages import Stage

FIRST = date(2026, 1, 5)


def moved(day: int, written: int, before: Stage, after: Stage) -> Moved:
    return Moved(
        FIRST + timedelta(days=day),
        datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=written),
        before,
        after,
    )


MOVES = [
    moved(20, 3, Stage.NEGOTIATING, Stage.SIGNED),
    moved(0, 1, Stage.LEAD, Stage.NEGOTIATING),
    moved(20, 4, Stage.SIGNED, Stage.NEGOTIATING),
]


def on(day: int, moves: list[Moved] = MOVES) -> Stage | None:
    return stage_on(FIRST + timedelta(days=day), moves, Stage.NEGOTIATING, FIRST - timedelta(days=9))


def test_the_day_of_a_move_belongs_to_the_new_stage_and_the_last_written_of_a_day_stands() -> None:
    assert [on(day) for day in (-10, -9, -1, 0, 19, 20, 99)] == [
        *(None, Stage.LEAD, Stage.LEAD, Stage.NEGOTIATING, Stage.NEGOTIATING),
        *(Stage.NEGOTIATING, Stage.NEGOTIATING),
    ]


def test_a_move_told_late_counts_from_its_day() -> None:
    late = moved(10, 9, Stage.NEGOTIATING, Stage.ASSESSED)
    assert [on(day, [*MOVES, late]) for day in (9, 10, 19)] == [
        Stage.NEGOTIATING,
        Stage.ASSESSED,
        Stage.ASSESSED,
    ]


def test_without_moves_it_was_always_what_it_is() -> None:
    assert on(3, []) is Stage.NEGOTIATING
    assert stage_on(FIRST, [], Stage.SIGNED, None) is Stage.SIGNED


def test_when_each_stage_was_entered_last() -> None:
    assert reached(MOVES) == {
        Stage.NEGOTIATING: FIRST + timedelta(days=20),
        Stage.SIGNED: FIRST + timedelta(days=20),
    }


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(list(Stage))), min_size=1, max_size=12),
    st.integers(-2, 40),
    st.randoms(),
)
def test_any_day_has_one_answer_whatever_the_order_of_the_records(
    steps: list[tuple[int, Stage]], day: int, dice: object
) -> None:
    moves = [moved(at, number, Stage.LEAD, after) for number, (at, after) in enumerate(steps)]
    shuffled = list(moves)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert on(day, shuffled) == on(day, moves)
    last = [move for move in in_order(moves) if move.day <= FIRST + timedelta(days=day)]
    assert on(day, moves) == (last[-1].after if last else Stage.LEAD)
