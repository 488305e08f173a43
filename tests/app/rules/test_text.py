"""Text is kept word for word, or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.text import (
    TextError,
    TextHasControl,
    TextHasOverride,
    TextHasSurrogate,
    TextTooLong,
    check_text,
    clean_text,
    one_line,
)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "徐德安",
            "",
            "两行\n文字\t制表",
            "😀👨‍👩‍👧‍👦🇨🇳",
            "１２３ 全角",
            "é ü ñ",
            "שלום\u200fעולם",
            "\u2068مرحبا\u2069",
        ),
        *("长" * 100_000, "𠀀 rare", "«quotes» “引号”", " 前后空格 ", "zero\u200bwidth"),
    ],
)
def test_kept_as_it_is(text: str) -> None:
    assert check_text(text) == text
    assert clean_text(text).text == text
    assert clean_text(text).removed == ()


@pytest.mark.parametrize(
    ("text", "error", "position", "code_point"),
    [
        ("王\x00伟", TextHasControl, 2, "U+0000"),
        ("\x07", TextHasControl, 1, "U+0007"),
        ("a\x0bb", TextHasControl, 2, "U+000B"),
        ("a\x7f", TextHasControl, 2, "U+007F"),
        ("a\x85", TextHasControl, 2, "U+0085"),
        ("a\ufffe", TextHasControl, 2, "U+FFFE"),
        ("外\u202eabc", TextHasOverride, 2, "U+202E"),
        ("\u202axyz\u202c", TextHasOverride, 1, "U+202A"),
        ("a\ud83d", TextHasSurrogate, 2, "U+D83D"),
    ],
)
def test_refused_with_place_and_name(
    text: str, error: type[TextError], position: int, code_point: str
) -> None:
    with pytest.raises(TextError) as caught:
        check_text(text)
    assert type(caught.value) is error
    assert (caught.value.params["position"], caught.value.params["code_point"]) == (position, code_point)


def test_too_long_is_refused_with_both_figures() -> None:
    with pytest.raises(TextTooLong) as caught:
        check_text("长" * 61, limit=60)
    assert (caught.value.params["length"], caught.value.params["limit"]) == (61, 60)


def test_imports_say_what_was_taken_out() -> None:
    cleaned = clean_text("王\x00\x00伟\u202e")
    assert cleaned.text == "王伟"
    counts = [(reason.params["code_point"], reason.params["count"]) for reason in cleaned.removed]
    assert counts == [("U+0000", 2), ("U+202E", 1)]


@pytest.mark.parametrize(("text", "expected"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\rb", "a\n\nb")])
def test_line_ends_become_one_kind(text: str, expected: str) -> None:
    assert check_text(text) == clean_text(text).text == expected


def test_one_line() -> None:
    assert one_line("  a\n\tb　c ") == "a b c"


@given(st.text(st.characters(), max_size=60) | st.text("a\x00\u202e\ud800\r\n", max_size=10))
def test_cleaned_text_is_accepted_and_loses_nothing_else(text: str) -> None:
    cleaned = clean_text(text)
    assert check_text(cleaned.text) == cleaned.text
    assert clean_text(cleaned.text).removed == ()
    if not cleaned.removed:
        assert cleaned.text == text.replace("\r\n", "\n").replace("\r", "\n")
