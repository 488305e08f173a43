"""How Chinese is read: character by character, and phrases in which one is read in another way (重庆, 银行).

The table is pypinyin's (``resources.build_readings``), kept as a few thousand texts: as the sets and
dictionaries that pypinyin itself makes of it, it would take 50 MB.
"""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any


class _Table:
    """Characters stand together by their readings, phrases by their first character, a line each."""

    def __init__(self) -> None:
        text = files("resources").joinpath("reference", "readings.json").read_text(encoding="utf-8")
        read: dict[str, Any] = json.loads(text)
        alike: dict[str, str] = read["characters"]
        self.characters = "".join(alike.values())
        self.ends = array("I", accumulate(map(len, alike.values())))
        self.readings = [tuple(found.split()) for found in alike]
        self.phrases: dict[str, str] = read["phrases"]


_table = cache(_Table)


def syllables(char: str) -> tuple[str, ...]:
    """Readings of one character, most common first; empty when it has none. No tones; ``v`` for ``ü``."""
    table = _table()
    place = table.characters.find(char)
    return table.readings[bisect_right(table.ends, place)] if place >= 0 else ()


def cut(text: str) -> Iterator[str]:
    """The longest phrases from the front, and single characters between them; in it are no letters a to z."""
    phrases, start = _table().phrases, 0
    text = text.replace("\n", "\0")  # which ends the lines of the table
    while start < len(text):
        known, end, taken = phrases.get(text[start], ""), start, start
        while end < len(text) and f"\n{text[start + 1 : end + 1]}" in known:
            end += 1
            if _has(known, text[start + 1 : end]):
                taken = end
        if taken > start:
            yield text[start:taken]
            start = taken
        elif end == len(text):  # the beginning of a phrase that is cut off: no other one is looked for in it
            yield from text[start:]
            return
        else:
            yield text[start]
            start += 1


def usual(phrase: str) -> tuple[str, ...]:
    """One syllable for each of its characters that has any, where not all are read as mostly; else empty."""
    known, rest = _table().phrases.get(phrase[0], ""), phrase[1:]
    place = known.find(f"\n{rest} ")
    if place < 0:
        return ()
    return tuple(known[place + len(rest) + 2 : known.index("\n", place + 1)].split())


def _has(known: str, rest: str) -> bool:
    """Whether a phrase ends so."""
    return f"\n{rest}\n" in known or f"\n{rest} " in known
