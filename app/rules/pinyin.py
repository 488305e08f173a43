"""Pinyin of names: every reading of polyphonic characters, surnames as they are read in names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from app.rules.folding import fold_width, simplify
from app.rules.people import family_name
from app.rules.reference import load

VARIANTS = 12  # readings kept per name: every character's readings one by one, then two at a time
LENGTH = 40  # characters read; a longer name is found by its beginning


@dataclass(frozen=True, slots=True)
class Pinyin:
    """``full`` and ``initials`` hold the likeliest reading first; lower case, no tones, no spaces."""

    full: tuple[str, ...]
    initials: tuple[str, ...]
    sort_key: str


@lru_cache(maxsize=4096)
def plain_syllable(reading: str) -> str:
    """``qiú`` or ``qiu2`` → ``qiu``; ``ü`` → ``v``."""
    bare = unicodedata.normalize("NFD", reading.lower().replace("u:", "v"))
    bare = bare.replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", "".join(c for c in bare if unicodedata.category(c) != "Mn"))


@cache
def _surname_readings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Surname → its readings, each one syllable per character."""
    data: dict[str, list[str]] = load("surnames")["readings"]
    return {name: tuple(tuple(reading.split()) for reading in found) for name, found in data.items()}


def read_pinyin(text: str, *, person: bool = False, hint: str = "", limit: int = VARIANTS) -> Pinyin:
    """All readings of ``text``, bounded by ``limit``.

    Args:
        text: a name; letters and digits in it are kept, everything else but Chinese is dropped.
        person: read the surname as in names (单 shàn first, then its other readings).
        hint: readings of the first characters that someone wrote down (``qiú`` or ``ōu yáng``); they come
        first.
    """
    choices = _choices(simplify(fold_width(text))[:LENGTH])
    if person:
        _prefer_surname(choices, text)
    for place, syllable in enumerate(hint.split()):
        if place < len(choices) and (plain := plain_syllable(syllable)):
            choices[place] = _first(choices[place], plain)
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    for reading in _variants(choices, limit):
        full["".join(reading)] = None
        initials["".join(part if part.isdigit() else part[:1] for part in reading)] = None
    first = next(_variants(choices, 1), ())
    return Pinyin(tuple(full), tuple(initials), " ".join(first))


def load_readings() -> None:
    """Load the tables of readings now, which takes a moment, instead of with the first name."""
    read_pinyin("一", person=True)


def sort_key(text: str, *, person: bool = False, hint: str = "") -> str:
    """Sorts names by pinyin syllable by syllable; equal syllables then by the characters themselves."""
    return f"{read_pinyin(text, person=person, hint=hint, limit=1).sort_key}\x1f{simplify(text)}"


def _first(known: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    return (wanted, *(reading for reading in known if reading != wanted))


def _choices(text: str) -> list[tuple[str, ...]]:
    """The readings of each character or Latin word, in order; characters without one are left out."""
    choices: list[tuple[str, ...]] = []
    for part in re.findall(r"[a-z]+|[0-9]|[^a-z0-9]+", text.lower()):
        if part.isascii():
            choices.extend([(part,)] if part.isalnum() else [])
        else:
            choices.extend(_of_characters(part))
    return choices


def _of_characters(part: str) -> Iterator[tuple[str, ...]]:
    """The readings of each character, the one it has in this very phrase first (重庆, 银行)."""
    from pypinyin.seg.mmseg import seg

    for phrase in seg.cut(part):
        yield from _phrase(phrase)


@lru_cache(maxsize=16_384)
def _phrase(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The readings of the characters of one phrase: names are made of few phrases, so these are kept."""
    import pypinyin

    # One syllable per character keeps the two in step; pypinyin would drop or join characters it cannot read.
    usual = pypinyin.lazy_pinyin(phrase, errors=list)  # type: ignore[arg-type]
    read = ((_syllables(char), plain_syllable(reading)) for char, reading in zip(phrase, usual, strict=True))
    return tuple(_first(found, syllable) if syllable in found else found for found, syllable in read if found)


@cache
def _syllables(char: str) -> tuple[str, ...]:
    """Readings of one character, most common first; empty when it has none."""
    import pypinyin

    found = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    readings = dict.fromkeys(plain_syllable(reading) for reading in (found[0] if found else ()))
    readings.pop("", None)
    return tuple(readings)


def _prefer_surname(choices: list[tuple[str, ...]], text: str) -> None:
    family = simplify(family_name(text))
    for reading in reversed(_surname_readings().get(family, ())):
        for place, syllable in enumerate(reading):
            if place < len(choices):
                choices[place] = _first(choices[place], syllable)


def _variants(choices: list[tuple[str, ...]], limit: int) -> Iterator[tuple[str, ...]]:
    """The likeliest reading, then those that differ from it in one character, then in two."""
    if not choices or limit < 1:
        return
    usual = [readings[0] for readings in choices]
    open_places = [place for place, readings in enumerate(choices) if len(readings) > 1]
    yield tuple(usual)
    made = 1
    for changed in (1, 2):
        for places in combinations(open_places, changed):
            for variant in _changed(usual, choices, places):
                if made >= limit:
                    return
                yield variant
                made += 1


def _changed(
    usual: list[str], choices: list[tuple[str, ...]], places: tuple[int, ...]
) -> Iterator[tuple[str, ...]]:
    head, *tail = places
    for other in choices[head][1:]:
        changed = [*usual[:head], other, *usual[head + 1 :]]
        if tail:
            yield from _changed(changed, choices, tuple(tail))
        else:
            yield tuple(changed)
