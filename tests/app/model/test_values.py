"""Values keep their exact meaning between Python, the file, the wire and the digest."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from app.model.columns import EPOCH, LAND_PLACES, MONEY_PLACES, Instant, Json, Scaled, plain
from app.model.field import Type
from app.model.registry import KINDS
from app.model.values import (
    digest_sum,
    digests_check,
    document,
    from_wire,
    is_readable,
    kind_of,
    python_values,
    record_sum,
    to_wire,
)

DIALECT = sqlite.dialect()
PROJECT = KINDS["project"]
MOMENTS = st.integers(-(10**12), 10**13).map(lambda ms: EPOCH + timedelta(milliseconds=ms))
MONEY = st.decimals(min_value=-(10**11), max_value=10**11, places=MONEY_PLACES)


@given(MONEY)
def test_money_is_exact_through_file_and_wire(value: Decimal) -> None:
    column, field = Scaled(MONEY_PLACES), PROJECT.fields["investment"]
    stored = column.process_bind_param(value, DIALECT)
    assert column.process_result_value(stored, DIALECT) == value
    assert from_wire(field, to_wire(field, value)) == value


@given(MOMENTS)
def test_moments_are_exact_to_the_millisecond(value: datetime) -> None:
    column, field = Instant(), PROJECT.fields["created_at"]
    assert column.process_result_value(column.process_bind_param(value, DIALECT), DIALECT) == value
    assert from_wire(field, to_wire(field, value)) == value


def test_what_does_not_fit_the_scale_is_not_rounded_away() -> None:
    with pytest.raises(ValueError, match="places"):
        Scaled(LAND_PLACES).process_bind_param(Decimal("0.00001"), DIALECT)


@pytest.mark.parametrize(
    ("value", "text"),
    [("225100", "225100"), ("2.251E+5", "225100"), ("86.50", "86.5"), ("0.00", "0"), ("-0.5", "-0.5")],
)
def test_decimals_have_one_writing(value: str, text: str) -> None:
    assert str(plain(Decimal(value))) == text
    assert to_wire(PROJECT.fields["investment"], Decimal(value)) == text


def test_lists_and_data_survive_as_json() -> None:
    for value in (["外资", "重点"], {"a": [1, None, "乙"]}, None):
        assert Json().process_result_value(Json().process_bind_param(value, DIALECT), DIALECT) == value


def test_a_document_leaves_out_what_is_empty_and_reads_back_complete() -> None:
    values: dict[str, Any] = {
        "name": "甲",
        "tags": [],
        "investment": Decimal(5),
        "reported_on": date(2026, 3, 5),
    }
    doc = document(PROJECT, values)
    assert doc == {"name": "甲", "investment": "5", "reported_on": "2026-03-05"}
    back = python_values(PROJECT, doc)
    assert back.keys() == PROJECT.fields.keys()
    assert (back["investment"], back["reported_on"], back["tags"]) == (Decimal(5), date(2026, 3, 5), None)


def test_what_cannot_be_read_is_told() -> None:
    assert is_readable(PROJECT, {"name": "甲", "reported_on": "2026-03-05", "later": 1})
    for wrong in ({"reported_on": "soon"}, {"investment": "much"}, {"investment": [1]}, {"reported_on": 5}):
        assert not is_readable(PROJECT, wrong)
        with pytest.raises((ValueError, ArithmeticError, TypeError)):
            python_values(PROJECT, wrong)


_WRITTEN = st.sampled_from(
    ["5", "007", "１２", "²", "-1.5", "1e5", "", "2026-02-28", "20260228", "2026-02-30"]
) | (
    st.text("0123456789.-:TZ", max_size=24)
    | st.none()
    | st.integers()
    | st.lists(st.text(max_size=2), max_size=1)
)


@given(st.sampled_from(["investment", "land", "reported_on", "created_at"]), _WRITTEN)
def test_what_can_be_read_is_what_is_read(name: str, value: Any) -> None:
    try:
        python_values(PROJECT, {name: value})
    except (ValueError, ArithmeticError, TypeError):
        assert not is_readable(PROJECT, {name: value})
    else:
        assert is_readable(PROJECT, {name: value})


def test_kinds_of_a_newer_version_are_told_apart() -> None:
    assert kind_of("fund") is None


def test_sums_see_every_difference_and_no_order() -> None:
    one = record_sum("project", "a", {"name": "甲", "note": "乙"})
    assert one == record_sum("project", "a", {"note": "乙", "name": "甲"})
    others = {
        record_sum("company", "a", {"name": "甲", "note": "乙"}),
        record_sum("project", "b", {"name": "甲", "note": "乙"}),
        record_sum("project", "a", {"name": "甲", "note": "丙"}),
        record_sum("project", "a", {"name": "甲"}),
    }
    assert len(others | {one}) == 5
    assert digest_sum([one, *others]) == digest_sum([*others, one])


@given(
    st.dictionaries(st.sampled_from(sorted(KINDS)), st.tuples(st.integers(0, 9), st.integers(0, 2**64 - 1)))
)
def test_the_check_depends_on_counts_and_sums_only(digests: dict[str, tuple[int, int]]) -> None:
    backwards = dict(reversed(digests.items()))
    assert digests_check(digests) == digests_check(backwards)
    changed = {kind: (count + 1, total) for kind, (count, total) in digests.items()}
    assert not digests or digests_check(changed) != digests_check(digests)


def test_every_field_has_a_wire_shape() -> None:
    for kind in KINDS.values():
        for field in kind.fields.values():
            assert isinstance(field.type, Type)
            assert to_wire(field, None) is None
            assert from_wire(field, None) is None
