"""Pinyin of names: every reading of polyphonic characters, surnames as they are read in names."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from app.rules import readings
from app.rules.folding import fold_width, simplify
from app.rules.people import family_name
from app.rules.reference import load

VARIANTS = 12  # readings kept per name: every character's readings one by one, then two at a time
INNER = 12  # letters of what follows a syllable
INNER_SHORTEST = 4  # letters: fewer would find half of all names
LENGTH = 40  # characters read; a longer name is found by its beginning


@dataclass(frozen=True, slots=True)
class Pinyin:
    """``full`` and ``initials`` hold the likeliest reading first; lower case, no tones, no spaces.

    ``inner`` are the beginnings of what follows each syllable, ``INNER`` letters at most: under ``hengli``
    苏州恒力 is found.
    """

    full: tuple[str, ...]
    initials: tuple[str, ...]
    inner: tuple[str, ...]
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
    inner: dict[str, None] = {}
    for reading in _variants(choices, limit):
        full["".join(reading)] = None
        inner.update(dict.fromkeys(_inner(reading)))
        initials["".join(part if part.isdigit() else part[:1] for part in reading)] = None
    first = next(_variants(choices, 1), ())
    return Pinyin(tuple(full), tuple(initials), tuple(inner), " ".join(first))


def _inner(reading: tuple[str, ...]) -> Iterator[str]:
    """The beginning of what follows each syllable."""
    letters, start = "".join(reading), 0
    for syllable in reading[:-1]:
        start += len(syllable)
        if len(letters) - start >= INNER_SHORTEST:
            yield letters[start : start + INNER]


def load_readings() -> None:
    """Load the tables of readings now, which takes a moment, instead of with the first name."""
    read_pinyin("重庆", person=True)


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
    for phrase in readings.cut(part):
        yield from _phrase(phrase)


@lru_cache(maxsize=4096)
def _phrase(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The readings of the characters of one phrase: names are made of few phrases, so these are kept."""
    found = tuple(known for char in phrase if (known := readings.syllables(char)))
    usual = readings.usual(phrase)
    return tuple(map(_first, found, usual)) if usual else found


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
    usual = [found[0] for found in choices]
    open_places = [place for place, found in enumerate(choices) if len(found) > 1]
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
