"""Making different spellings of the same text equal: width, traditional characters, case, accents."""

import re
import unicodedata
from functools import cache

from app.rules.reference import load

_ACCENTS = re.compile("[\u0300-\u036f]+")
# Nearly all there is: ASCII and its full-width forms, Chinese, and punctuation that folds to itself.
_PLAIN = re.compile(
    "[\\x20-\\x7e\u4e00-\u9fff\u3001\u3002\u300a-\u3011\u2013\u2014\u2018-\u201d\u00b7\uff01-\uff5e]*"
)


@cache
def simplified_table() -> dict[int, str]:
    """Traditional → simplified, one character to one character (generated with OpenCC, Apache-2.0)."""
    data = load("traditional")
    return {ord(old): new for old, new in zip(data["traditional"], data["simplified"], strict=True)}


@cache
def _plain_table() -> dict[int, str]:
    """Traditional → simplified and full-width → ASCII in one pass."""
    return simplified_table() | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def simplify(text: str) -> str:
    """Traditional characters as simplified ones (``喬`` → ``乔``); everything else as it is."""
    return text if text.isascii() else text.translate(simplified_table())


def fold_width(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def fold_digits(text: str) -> str:
    """Decimal digits of any script as ASCII digits, nothing else changed; for numeric fields only."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def fold(text: str) -> str:
    """The search form: simplified, half-width, lower case, Latin accents dropped. Idempotent."""
    if text.isascii():
        return text.lower()
    if _PLAIN.fullmatch(text):  # what follows would change nothing more
        return text.translate(_plain_table()).lower()
    previous = ""
    while text != previous:  # one pass may uncover another (an accent below a compatibility form)
        previous = text
        wide = unicodedata.normalize("NFKD", simplify(fold_width(text)).casefold())
        text = unicodedata.normalize("NFKC", _ACCENTS.sub("", wide))
    return text
