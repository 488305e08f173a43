"""资金来源地 in the words of ledgers."""

import pytest

from app.model.records import ORIGINS
from app.rules.origins import read_origin
from app.rules.reference import load


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("省外", ("out_of_province", "")),
        ("省外（浙江）", ("out_of_province", "浙江")),
        ("境外、香港", ("abroad", "香港")),
        ("市外省内", ("province", "")),
        (" 本市 ", ("city", "")),
        ("浙江", ("", "浙江")),
        ("在谈", ("", "在谈")),
        ("", ("", "")),
    ],
)
def test_the_word_at_the_head_of_a_cell(cell: str, found: tuple[str, str]) -> None:
    assert read_origin(cell) == found


def test_every_word_leads_to_a_choice() -> None:
    assert set(load("origin_words")["words"].values()) == set(ORIGINS)
