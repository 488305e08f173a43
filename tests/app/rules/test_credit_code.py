"""Unified social credit codes (GB 32100)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.credit_code import (
    ALPHABET,
    CreditCodeCharacter,
    CreditCodeCheck,
    CreditCodeError,
    CreditCodeLength,
    check_character,
    parse_credit_code,
)


@pytest.mark.parametrize(
    "written",
    [
        "91350100M000100Y43",  # the standard's own example
        "91350100m000100y43",
        " 9135 0100 M000 100Y 43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
    ],
)
def test_valid_codes_are_normalised(written: str) -> None:
    assert parse_credit_code(written) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("written", "error", "params"),
    [
        ("", CreditCodeLength, {"length": 0}),
        ("123", CreditCodeLength, {"length": 3}),
        ("91350100M000100Y433", CreditCodeLength, {"length": 19}),
        ("9135O100M000100Y43", CreditCodeCharacter, {"position": 5, "character": "O"}),
        ("91350100I000100Y43", CreditCodeCharacter, {"position": 9, "character": "I"}),
        ("91350100M000100Y4国", CreditCodeCharacter, {"position": 18, "character": "国"}),
        ("91350100M000100Y44", CreditCodeCheck, {"position": 18, "found": "4", "expected": "3"}),
        ("911101080828461773", CreditCodeCheck, {"found": "3", "expected": "M"}),
    ],
)
def test_wrong_codes_say_which_character(
    written: str, error: type[CreditCodeError], params: dict[str, object]
) -> None:
    with pytest.raises(CreditCodeError) as caught:
        parse_credit_code(written)
    assert type(caught.value) is error
    assert params.items() <= caught.value.params.items()


bodies = st.text(ALPHABET, min_size=17, max_size=17)


@given(bodies, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assert parse_credit_code(code) == code
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        with pytest.raises(CreditCodeCheck):
            parse_credit_code(wrong)


@given(st.text())
def test_no_input_crashes(text: str) -> None:
    try:
        assert parse_credit_code(text)
    except CreditCodeError as error:
        assert error.reason.key.startswith("rules.credit_code.")
