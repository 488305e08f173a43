"""What copying does to text is undone where that is certain, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.damaged_text import mend

SAID = "张总说投资三亿元，要50亩地"


def keys(text: str) -> list[str]:
    return [reason.key for reason in mend(text).reasons]


@pytest.mark.parametrize("wrong", ["latin-1", "gbk"])
def test_text_read_in_the_wrong_encoding_is_read_again(wrong: str) -> None:
    said = "恒力电子说投资三亿元用地" if wrong == "gbk" else SAID
    broken = said.encode().decode(wrong, "strict" if wrong == "latin-1" else "replace")
    if "\ufffd" in broken:  # not every text survives; this one is told as it is
        assert mend(broken).text == broken
    else:
        assert mend(broken).text == said
        assert "rules.pasted.decoded" in keys(broken)


def test_windows_bytes_without_a_character_are_mended_too() -> None:
    broken = "".join(
        chr(byte)
        if 0x80 <= byte <= 0x9F and byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
        else bytes([byte]).decode("cp1252")
        for byte in SAID.encode()
    )
    assert mend(broken).text == SAID


def test_gbk_words_that_are_no_damage_stay() -> None:
    assert mend("锟斤拷是乱码").text == "锟斤拷是乱码"
    assert mend("Café à Zürich").text == "Café à Zürich"
    assert keys("Café à Zürich") == []


def test_entities_invisible_marks_and_odd_blanks_go() -> None:
    assert mend("张\u200b总&nbsp;\u3000说\u00a0&ldquo;好&rdquo;\ufeff").text == "张总 \u3000说 “好”"


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("恒 力 电 子 拟 投 资 3亿", "恒力电子拟投资 3亿"),
        ("今天 苏州 拜访 恒力电子", "今天 苏州 拜访 恒力电子"),  # blanks between words stay
        ("张 总 说", "张 总 说"),  # too few to be sure
    ],
)
def test_blanks_that_a_page_put_between_characters_go(pasted: str, text: str) -> None:
    assert mend(pasted).text == text


def test_lines_wrapped_by_a_page_are_one_again() -> None:
    page = "江苏恒力电子有限公司成立于二〇一〇年\n位于苏州市吴江区，主营电子元件。\n第二段"
    assert mend(page).text == "江苏恒力电子有限公司成立于二〇一〇年位于苏州市吴江区，主营电子元件。\n第二段"


def test_short_lines_and_lists_stay_lines() -> None:
    text = "企业：恒力电子\n地址：苏州\n联系人：张总"
    assert mend(text).text == text


def test_what_is_lost_is_told() -> None:
    assert keys("投资\ufffd\ufffd亿") == ["rules.pasted.lost"]
    assert keys("好\x00的") == ["rules.text.removed"]


@given(st.text(max_size=120))
def test_mending_ends(text: str) -> None:
    once = mend(text).text
    assert mend(once).text in (once, mend(mend(once).text).text)
    assert "\x00" not in once and "\r" not in once


@given(st.lists(st.sampled_from("今天拜访恒力电子张总谈三亿"), min_size=3, max_size=40))
def test_plain_chinese_is_never_changed(letters: list[str]) -> None:
    text = "".join(letters)
    assert mend(text).text == text and not mend(text).reasons
