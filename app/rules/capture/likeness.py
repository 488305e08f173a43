"""Whether a bare word may be somebody's name, or is made of everyday words."""

import re
from functools import cache, lru_cache

from app.rules.capture.words import not_a_name, words
from app.rules.reference import load

_LATIN = re.compile(r"[A-Z][a-z]{2,}[A-Za-z0-9]*|[A-Za-z]*[a-z][A-Z][A-Za-z0-9]*|[A-Z]{5,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Small words: a bare word with one of them in it is the piece of a sentence.
_SMALL = re.compile(
    r"[再就都也还把被让将会已没不很更又且跟哪某两几么吗呢吧啊出做送装说问要想改租等批选写进来去了过着先共]"
)
_LONGEST = 3
_KEPT = 8192


@cache
def _everyday() -> frozenset[str]:
    data = load("common_words")
    told = (
        data[name][at : at + size]
        for name, size in (("two", 2), ("three", 3))
        for at in range(0, len(data[name]), size)
    )
    return frozenset(told) | not_a_name() | frozenset(words("generic_ends")) | _trades()


@cache
def _trades() -> frozenset[str]:
    return frozenset({*load("trade_words")["words"], *words("firm_ends"), *words("departments")})


def is_everyday(text: str) -> bool:
    """Whether it is a word of everyday's, a trade or a term of the house."""
    return text in _everyday()


@lru_cache(maxsize=_KEPT)
def strange_characters(text: str) -> int:
    """How many characters no everyday word of two or three can cover."""
    least = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        least[end] = least[end - 1] + 1
        for size in range(2, min(_LONGEST, end) + 1):
            if text[end - size : end] in _everyday():
                least[end] = min(least[end], least[end - size])
    return least[-1]


def is_name_like(text: str) -> bool:
    """Whether two of its characters at least belong to no everyday word (闻泰, 顾地科技, Bosch)."""
    if not _CHINESE.fullmatch(text):
        return _LATIN.match(text) is not None and text.split()[0] not in words("given_names")
    if _SMALL.search(text) or text in words("quarters"):
        return False
    return strange_characters(text) >= 2 and strange_characters(text[:2]) >= 1


def may_be_name(text: str) -> bool:
    """The same, or 芯视界: three characters of which only the last two are a word, and none of a trade."""
    if is_name_like(text):
        return True
    if len(text) != 3 or not _CHINESE.fullmatch(text) or _SMALL.search(text):
        return False
    odd = strange_characters(text) == 1 and strange_characters(text[:2]) == 2
    return odd and text[1:] not in not_a_name() | _trades()
