"""Seats at a long and at a round table, odd and even; hands that exchange two (feature 22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.seating import LONG, ROUND, from_the_middle, seating, swapped


def people(side: str, count: int) -> list[str]:
    return [f"{side}{rank}" for rank in range(1, count + 1)]


def row(guests: int, hosts: int, y: float) -> list[str]:
    """One side of a long table from the left of whoever looks at it with the door below."""
    seats = seating(LONG, people("g", guests), people("h", hosts))
    return [seat.person for seat in sorted(seats, key=lambda one: one.x) if seat.y == y]


def ring(guests: int, hosts: int) -> list[str]:
    """A round table from whoever faces the door to his right."""
    return [seat.person for seat in seating(ROUND, people("g", guests), people("h", hosts))]


@pytest.mark.parametrize(
    ("count", "guests", "hosts"),
    [
        (1, ["g1"], ["h1"]),
        (2, ["g2", "g1"], ["h1", "h2"]),
        (3, ["g2", "g1", "g3"], ["h3", "h1", "h2"]),
        (4, ["g4", "g2", "g1", "g3"], ["h3", "h1", "h2", "h4"]),
        (5, ["g4", "g2", "g1", "g3", "g5"], ["h5", "h3", "h1", "h2", "h4"]),
        (6, ["g6", "g4", "g2", "g1", "g3", "g5"], ["h5", "h3", "h1", "h2", "h4", "h6"]),
    ],
)
def test_a_long_table_has_the_first_in_the_middle_and_the_second_at_his_right(
    count: int, guests: list[str], hosts: list[str]
) -> None:
    """Guests face the door, which is below: their right is the left of the page."""
    assert row(count, count, 0.0) == guests
    assert row(count, count, 1.0) == hosts


@pytest.mark.parametrize(("guests", "hosts"), [(1, 1), (2, 3), (4, 4), (5, 2), (1, 8)])
def test_the_first_of_both_sides_sit_face_to_face(guests: int, hosts: int) -> None:
    seats = {one.person: one for one in seating(LONG, people("g", guests), people("h", hosts))}
    assert seats["g1"].x == seats["h1"].x == 0.5
    assert (seats["g1"].y, seats["h1"].y) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("guests", "hosts", "order"),
    [
        (1, 1, ["h1", "g1"]),
        (2, 1, ["h1", "g1", "g2"]),
        (2, 2, ["h1", "g1", "h2", "g2"]),
        (3, 2, ["h1", "g1", "h2", "g3", "g2"]),
        (4, 2, ["h1", "g1", "g4", "h2", "g3", "g2"]),
        (4, 4, ["h1", "g1", "h3", "g4", "h2", "g3", "h4", "g2"]),
        (5, 4, ["h1", "g1", "h3", "g4", "h2", "g3", "g5", "h4", "g2"]),
        (4, 6, ["h1", "g1", "h3", "h5", "g4", "h2", "g3", "h6", "h4", "g2"]),
        (2, 0, ["g1", "g2"]),
        (0, 1, ["h1"]),
    ],
)
def test_a_round_table_has_the_host_face_the_door_and_guests_at_his_hands(
    guests: int, hosts: int, order: list[str]
) -> None:
    assert ring(guests, hosts) == order


def test_the_host_sits_above_and_his_right_is_the_left_of_the_page() -> None:
    seats = {one.person: one for one in seating(ROUND, people("g", 2), people("h", 2))}
    assert (seats["h1"].x, seats["h1"].y) == (0.5, 0.0)
    assert seats["g1"].x == 0.0 and seats["g2"].x == 1.0
    assert (seats["h2"].x, seats["h2"].y) == (0.5, 1.0)


@given(st.sampled_from((LONG, ROUND)), st.integers(0, 24), st.integers(0, 24))
def test_everybody_has_one_seat_of_their_own(shape: str, guests: int, hosts: int) -> None:
    everybody = people("g", guests) + people("h", hosts)
    seats = seating(shape, people("g", guests), people("h", hosts))
    assert sorted(one.person for one in seats) == sorted(everybody)
    assert len({(one.x, one.y) for one in seats}) == len(everybody)
    assert [one.number for one in seats] == list(range(1, len(everybody) + 1))
    assert all(0 <= one.x <= 1 and 0 <= one.y <= 1 for one in seats)


@given(st.integers(0, 60))
def test_ranks_go_out_from_the_middle_right_before_left(count: int) -> None:
    offsets = from_the_middle(count)
    assert offsets[:5] == [0, 1, -1, 2, -2][:count]
    assert sorted(offsets) == list(range(-((count - 1) // 2), count // 2 + 1)) if count else offsets == []


def test_two_who_exchange_leave_everybody_else_where_they_are() -> None:
    before = seating(ROUND, people("g", 4), people("h", 4))
    after = seating(ROUND, people("g", 4), people("h", 4), [["g1", "h3"]])
    moved = {(a.person, b.person) for a, b in zip(before, after, strict=True) if a.person != b.person}
    assert moved == {("g1", "h3"), ("h3", "g1")}
    assert [(one.number, one.x, one.y) for one in before] == [(one.number, one.x, one.y) for one in after]


def test_exchanges_are_replayed_in_their_order_and_pass_over_who_is_gone() -> None:
    swaps = [["g1", "g2"], ["g2", "h1"], ["gone", "g1"], ["g1"]]
    assert [one.person for one in seating(ROUND, ["g1", "g2"], ["h1"], swaps)] == ["g2", "h1", "g1"]


def test_the_same_exchange_again_is_none() -> None:
    once = swapped([], "a", "b")
    assert once == [["a", "b"]] and swapped(once, "b", "a") == []
    assert swapped(once, "a", "c") == [["a", "b"], ["a", "c"]] and swapped(once, "a", "a") == once
