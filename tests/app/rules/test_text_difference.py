"""Letters that differ are found, and nothing else of the text is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.text_difference import MOST_COMPARISONS, changed_spans


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("一期供地", "一期供地", []),
        ("一期供地六十亩", "一期供地八十亩", ["八"]),
        ("", "新写的", ["新写的"]),
        ("旧的", "", []),
        ("对方同意分两期供地", "对方同意分三期供地，年底前交地", ["三", "，年底前交地"]),
    ],
)
def test_what_differs(before: str, after: str, changed: list[str]) -> None:
    assert [after[start:end] for start, end in changed_spans(before, after)] == changed


def test_a_text_too_long_to_compare_counts_as_changed_throughout() -> None:
    long = "长" * (MOST_COMPARISONS // 100)
    assert changed_spans(long, long + "尾") == ((0, len(long) + 1),)


@given(st.text(max_size=40), st.text(max_size=40))
def test_outside_the_spans_everything_comes_from_before_in_order(before: str, after: str) -> None:
    spans = changed_spans(before, after)
    assert all(start < end for start, end in spans)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    kept, at = "", 0
    for start, end in (*spans, (len(after), len(after))):
        kept += after[at:start]
        at = end
    rest = iter(before)
    assert all(letter in rest for letter in kept)
