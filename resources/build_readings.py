"""Build the table of readings of Chinese from pypinyin's dictionaries.

``python -m resources.build_readings``, for developers only; not shipped. The same version of pypinyin gives
the same bytes. As pypinyin itself keeps them, the dictionaries take 50 MB of a program's memory; this table
takes 2 and answers the same (``app.rules.readings``).
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

SOURCE = "The dictionaries of pypinyin (MIT), as resources/build_readings.py puts them together"
TABLE = Path(__file__).parent / "reference" / "readings.json"


def plain(reading: str) -> str:
    """``qiú`` → ``qiu``; ``ü`` → ``v``."""
    bare = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", bare)


def built() -> str:
    """The table: all readings of each character, most common first, and the phrases.

    Characters stand together by their readings. A phrase is a line under its first character; readings of its
    characters follow where one is not read as it mostly is (“\\n庆 chong qing\\n” under 重).
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    readings = {chr(code): _distinct(found.split(",")) for code, found in PINYIN_DICT.items()}
    characters: dict[str, str] = {}
    for char, found in sorted(readings.items()):
        if found:
            name = " ".join(found)
            characters[name] = characters.get(name, "") + char
    phrases: dict[str, str] = {}
    for phrase in sorted(PHRASES_DICT):
        usual = [syllable for syllable in map(plain, _read(phrase)) if syllable]
        alone = [readings[char][0] for char in phrase if readings.get(char)]
        known = [readings[char] for char in phrase if readings.get(char)]
        assert len(usual) == len(alone), phrase
        usual = [one if one in found else found[0] for one, found in zip(usual, known, strict=True)]
        line = phrase[1:] if usual == alone else f"{phrase[1:]} {' '.join(usual)}"
        phrases[phrase[0]] = f"{phrases.get(phrase[0], chr(10))}{line}\n"
    table = {"source": SOURCE, "characters": characters, "phrases": phrases}
    return json.dumps(table, ensure_ascii=False, indent=0) + "\n"


def _read(phrase: str) -> Iterable[str]:
    """pypinyin's reading of a phrase, one for each of its characters; what has none stands for itself."""
    import pypinyin

    return pypinyin.lazy_pinyin(phrase, errors=list)  # type: ignore[arg-type]


def _distinct(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(plain, found))))


def main() -> None:
    TABLE.write_text(built(), encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
