"""Ids: time-ordered, unique, of the standard's form."""

import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.model.identity import operation_id, record_id


@given(st.integers(0, 2**47), st.integers(0, 20_000), st.randoms(use_true_random=False))
def test_a_record_id_is_a_uuid_of_version_7_that_tells_its_time(
    milliseconds: int, sequence: int, chance: random.Random
) -> None:
    made = uuid.UUID(record_id(milliseconds, chance, sequence))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == milliseconds + sequence // 4096
    assert str(made) == record_id(milliseconds, random.Random(0), sequence)[:18] + str(made)[18:]


def test_ids_of_one_moment_keep_their_order() -> None:
    chance = random.Random(1)
    ids = [record_id(1_763_600_000_000, chance, n) for n in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_operation_ids_are_128_random_bits() -> None:
    chance = random.Random(1)
    ids = {operation_id(chance) for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(id) == 32 and int(id, 16) >= 0 for id in ids)
