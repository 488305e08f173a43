"""What a line that is no TOML was meant to be: the slips of people who write Chinese.

The parser tells in English and its own terms where it stopped; a clerk wants to know what to write instead.
"""

import re
from collections.abc import Iterator

from app.policy.faults import Fault, Place

# Marks that a Chinese keyboard gives, and what TOML wants in their place.
WIDE = dict(zip("“”‘’＂＇＝｛｝［］【】，｜＃", "\"\"''\"'={}[][],|#", strict=True))
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'[^']*'|#.*")
_DAY = re.compile(r"\s*(effective|until)\s*=\s*[\"“']?(\d{2,4}[^#\"”']*)")
_SECTION = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}\s*(?:#.*)?$", re.ASCII)
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_DAY_WRITTEN = "2022-10-10"


def slip(file: str, text: str, line: int) -> Fault:
    """What is wrong where the parser stopped, at ``line`` (from 1) of ``text``.

    What cannot be made out is the fault ``not_toml``, with the line itself.
    """
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    return (
        _open_table(file, text)
        or _wide_mark(Place(file, line), here)
        or _day(Place(file, line), here)
        or _written_twice(file, lines, line)
        or Fault("not_toml", Place(file, line), {"written": here.strip()[:60] or "—"})
    )


def _open_table(file: str, text: str) -> Fault | None:
    """A text between three quotes that swallows the next section, or the rest of the file."""
    at = 0
    while (opening := re.compile("'''|\"\"\"").search(text, at)) is not None:
        end = text.find(opening[0], opening.end())
        within = text[opening.end() : end if end >= 0 else len(text)]
        if end < 0 or any(_SECTION.match(one) for one in within.split("\n")):
            return Fault(
                "table_open", Place(file, text.count("\n", 0, opening.start()) + 1), {"closing": opening[0]}
            )
        at = end + 3
    return None


def _wide_mark(place: Place, here: str) -> Fault | None:
    """A Chinese mark outside of texts; where there is none, one that was meant to open or close a text."""
    bare = _STRING.sub("", here)
    found = next((one for one in bare if one in WIDE), None) or next(
        (one for one in here if one in "“”"), None
    )
    if found is None:
        return None
    return Fault("wide_mark", place, {"written": found, "instead": WIDE[found]})


def _day(place: Place, here: str) -> Fault | None:
    """A day in another order of writing, or one that no calendar has."""
    if (match := _DAY.match(here)) is None:
        return None
    numbers = [int(one) for one in re.findall(r"\d+", match[2])[:3]]
    written = match[2].strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return Fault("no_such_day", place, {"written": written, "wanted": _DAY_WRITTEN})
    whole = len(numbers) == 3 and numbers[0] > 99
    wanted = "{:04d}-{:02d}-{:02d}".format(*numbers) if whole else _DAY_WRITTEN
    return Fault("wrong_type", place, {"key": match[1], "wanted": wanted})


def _written_twice(file: str, lines: list[str], line: int) -> Fault | None:
    """The section, or the key of this section, that stands above already."""
    names = list(_named(lines[:line]))
    if not names or names[-1][0] != line:
        return None
    _, section, key = names[-1]
    earlier = next((at for at, *name in names[:-1] if name == [section, key]), None)
    if earlier is None:
        return None
    code, told = ("key_twice", key) if key else ("section_twice", section)
    return Fault(code, Place(file, line), {"section": told, "where": f"{file}:{earlier}"})


def _named(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """(line, section, key) of every header, whose key is empty, and of every key below it."""
    section = ""
    for at, line in enumerate(lines, 1):
        if header := _SECTION.match(line):
            section = header[1]
            yield at, section, ""
        elif key := _KEY.match(line):
            yield at, section, key[1]
