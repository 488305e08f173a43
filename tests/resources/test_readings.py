"""The table of readings: that the present recipe made it, and that it answers as pypinyin does."""

import random
from collections.abc import Iterator

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.seg.mmseg import seg

from app.rules import readings
from app.rules.pinyin import plain_syllable
from resources import build_readings

EVERY = 23  # one character or phrase in so many
KNOWN = sorted(PHRASES_DICT)
ODD = ["\n", " ", "\0", "，", "重\n", "一不做，二不休", "é", "〇", "𠮷", "重庆 "]


def theirs(phrase: str) -> Iterator[str]:
    """How pypinyin reads a phrase, without tones; what has no reading is left out."""
    for char, reading in zip(phrase, pypinyin.lazy_pinyin(phrase, errors=list), strict=True):  # type: ignore[arg-type]
        if found := readings.syllables(char):
            syllable = plain_syllable(reading)
            yield syllable if syllable in found else found[0]


def ours(phrase: str) -> Iterator[str]:
    """The same from the table."""
    alone = (found[0] for char in phrase if (found := readings.syllables(char)))
    yield from readings.usual(phrase) or alone


def test_the_table_is_the_one_that_the_present_recipe_makes() -> None:
    table = build_readings.TABLE.read_text(encoding="utf-8")
    assert table == build_readings.built(), "run: python -m resources.build_readings"


def test_characters_have_the_same_readings_in_the_same_order() -> None:
    for code in sorted(PINYIN_DICT)[::EVERY]:
        found = pypinyin.pinyin(chr(code), style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
        expected = dict.fromkeys(filter(None, map(plain_syllable, found[0])))
        assert readings.syllables(chr(code)) == tuple(expected), chr(code)
    assert readings.syllables("a") == ()


def test_phrases_have_the_same_readings() -> None:
    for phrase in KNOWN[::EVERY]:
        assert [*ours(phrase)] == [*theirs(phrase)], phrase


@pytest.mark.parametrize("seed", range(20))
def test_texts_are_cut_into_the_same_phrases(seed: int) -> None:
    """Whole phrases, beginnings of some and what is no phrase at all, one after the other."""
    dice = random.Random(seed)
    for _ in range(100):
        parts = [dice.choice(KNOWN) for _ in range(dice.randrange(1, 5))]
        text = "".join(part[: dice.randrange(1, len(part) + 1)] for part in parts)
        assert [*readings.cut(text)] == [*seg.cut(text)], text


@given(st.lists(st.sampled_from([*KNOWN[:: EVERY * 50], *ODD]), max_size=6).map("".join))
def test_nothing_in_a_text_breaks_the_cutting(text: str) -> None:
    assert [*readings.cut(text)] == [phrase.replace("\n", "\0") for phrase in seg.cut(text)]
