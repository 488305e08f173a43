"""References after lines were put in below a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.fill.formulas import Inserted, covers

CHANGE = Inserted("报表", 9, 3)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=SUM(C5:C9)", "=SUM(C5:C12)"),  # ends at the line: takes the new ones in
        ("=SUM(C5:C8)", "=SUM(C5:C8)"),  # does not reach it
        ("=SUM($C$5:$C$9)/2", "=SUM($C$5:$C$12)/2"),
        ("=SUM(C9:C9)", "=SUM(C9:C12)"),
        ("=C9+C10", "=C9+C13"),  # the line itself stays, what lies below moves
        ("=C5:C11", "=C5:C14"),  # across the line: grows
        ("=SUM(C10:C11)", "=SUM(C13:C14)"),
        ("=SUM(5:9)", "=SUM(5:12)"),
        ("=SUM(C:C)", "=SUM(C:C)"),  # whole columns have no lines
        ("=其他!C10", "=其他!C10"),
        ("='报表'!C10", "='报表'!C13"),
        ('=IF(C10>1,"C10","")', '=IF(C13>1,"C10","")'),  # a text is no reference
        ("=SUBTOTAL(9,C5:C9)", "=SUBTOTAL(9,C5:C12)"),
        ("=ROUND(SUM(C5:C9),2)+LOG10(C4)", "=ROUND(SUM(C5:C12),2)+LOG10(C4)"),
        ("=合计数", "=合计数"),  # a name
        ("=表1[总投资]", "=表1[总投资]"),
    ],
)
def test_references(before: str, after: str) -> None:
    assert CHANGE.formula(before, "报表") == after


def test_unqualified_references_of_another_sheet_stay() -> None:
    assert CHANGE.formula("=C10+报表!C10", "封面") == "=C10+报表!C13"


def test_areas_and_names() -> None:
    assert CHANGE.reference("$A$1:$G$9", "报表") == "$A$1:$G$12"
    assert CHANGE.reference("报表!$A$10", "") == "报表!$A$13"


@given(st.integers(1, 40), st.integers(0, 30), st.integers(1, 30), st.integers(1, 9))
def test_a_run_keeps_its_order_and_never_shrinks(first: int, long: int, last: int, count: int) -> None:
    one, two = Inserted("s", last, count).span(first, first + long)
    assert one <= two and two - one >= long and (two - one) - long in (0, count)


@pytest.mark.parametrize(
    ("formula", "whole"),
    [
        ("=SUM(C5:C12)", True),
        ("=SUM(C5:C11)", False),
        ("=SUM(C6:C12)", False),
        ("=SUM(C1:C40)", True),
        ("=SUM(D5:D6)", True),  # speaks of another column
        ("=C5+C6", True),  # no sum of a run: nothing can be said
    ],
)
def test_whether_a_sum_takes_every_line_in(formula: str, whole: bool) -> None:
    assert covers(formula, "C", 5, 12) is whole
