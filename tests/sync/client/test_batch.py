"""The size of a request grows while the link is fast and halves when it is not."""

import pytest

from sync.client.batch import FAST, FIRST, INSTANT, LARGEST, SMALLEST, Batch
from sync.protocol.limits import MAX_BODY, MAX_OPS


def test_it_grows_to_the_largest_while_answers_are_fast() -> None:
    batch = Batch()
    sizes = []
    for _ in range(5):
        batch.answered(INSTANT)
        sizes.append(batch.compressed)
    assert sizes == [2 * FIRST, 4 * FIRST, LARGEST, LARGEST, LARGEST]


def test_it_grows_in_fewer_steps_while_answers_come_at_once() -> None:
    batch = Batch()
    sizes = []
    for _ in range(3):
        batch.answered(INSTANT / 2)
        sizes.append(batch.compressed)
    assert sizes == [4 * FIRST, LARGEST, LARGEST]


@pytest.mark.parametrize("seconds", [INSTANT / 2, INSTANT, FAST])
def test_what_it_will_be_is_told_by_the_last_exchange(seconds: float) -> None:
    batch = Batch()
    batch.answered(seconds)
    then = batch.grown()
    batch.answered(seconds)
    assert then == batch


def test_a_slow_answer_does_not_grow_it() -> None:
    batch = Batch()
    batch.answered(FAST)
    assert batch.compressed == FIRST


def test_it_halves_down_to_the_smallest_and_then_says_so() -> None:
    batch = Batch()
    halvings = 0
    while batch.timed_out():
        halvings += 1
    assert (halvings, batch.compressed) == (4, SMALLEST)


def test_a_page_is_only_limited_on_a_link_that_has_failed() -> None:
    batch = Batch()
    assert batch.page_bytes() == 0
    batch.timed_out()
    assert 0 < batch.page_bytes() < 512 * 1024


def test_it_stays_below_the_largest_body() -> None:
    batch = Batch(compressed=LARGEST)
    assert batch.plain_bytes(MAX_BODY) == LARGEST * 4
    assert batch.plain_bytes(100_000) == 90_000


def test_a_batch_cut_to_find_one_operation_recovers() -> None:
    batch = Batch(operations=1)
    for _ in range(12):
        batch.answered(0.1)
    assert batch.operations == MAX_OPS


@pytest.mark.parametrize(
    ("waiting", "operations"),
    [(5, 10), (10, 10), (11, 8), (14, 10), (13, 9), (19, 10), (20, 10), (100, 10)],
)
def test_the_last_request_is_smaller_than_the_one_before(waiting: int, operations: int) -> None:
    assert Batch(operations=10).tapering(waiting).operations == operations
