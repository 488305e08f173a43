"""The words of the search index and of a query (SQLite FTS5).

Chinese is cut into pairs of neighbours, the last character of a run also alone, so that queries of one
and two characters find what they should (trigrams find neither). The index text is tokens separated by
spaces and needs ``tokenize='ascii'``, which keeps every non-ASCII character as it is.
"""

import re
from operator import add

from app.rules.folding import fold
from app.rules.pinyin import INNER, INNER_SHORTEST

LONG_DIGITS = 7  # from here on a run of digits is a number people look up by its end
SHORTEST_TAIL = 3
INSIDE = "ˇ"  # stands before readings of the inner part of a name, which few letters must not find
LONGEST_RUN = 40  # characters of one word or number that are indexed

# Scripts written without spaces between words.
_RANGES = (
    *(("\u3040", "\u30ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7af")),
    *(("\uf900", "\ufaff"), ("\U00020000", "\U000323af"), ("々", "々"), ("〇", "〇")),
)
_UNSPACED = "".join(f"{low}-{high}" for low, high in _RANGES)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]").match


def runs(text: str) -> list[str]:
    """The searchable runs of ``text``, folded: Chinese (Japanese, Korean) runs, and words of letters and
    digits.
    """
    return _RUN.findall(fold(text.replace("\x00", " ")))


def _is_unspaced(run: str) -> bool:
    """Whether a run is Chinese, Japanese or Korean; its first character tells."""
    return _IS_UNSPACED(run) is not None


def index_tokens(text: str) -> list[str]:
    """The tokens of ``text`` in order; positions matter, queries match neighbours as phrases."""
    tokens: list[str] = []
    for run in runs(text):
        if _is_unspaced(run):
            tokens += map(add, run, run[1:])
            tokens.append(run[-1])
        elif len(run) >= LONG_DIGITS and run.isascii() and run.isdigit():
            tokens += phone_tokens(run)
        else:
            tokens.append(run[:LONGEST_RUN])
    return tokens


def index_text(*texts: str | None) -> str:
    """What to put into the index column for these fields.

    A phrase never reaches from one run into the next: the lone last character stands between them.
    """
    return " ".join(index_tokens(" ".join(filter(None, texts))))


def phone_tokens(number: str) -> list[str]:
    """A number's digits and every tail of them down to three, so that any run of digits in it is found."""
    digits = re.sub(r"\D", "", fold(number))[:LONGEST_RUN]
    if not digits:
        return []
    return [digits[start:] for start in range(max(1, len(digits) - SHORTEST_TAIL + 1))]


def query_expression(text: str, columns: str = "") -> str:
    """The FTS5 ``MATCH`` string for what a user typed; every word must be found, the order does not matter.

    Words of letters and digits match as beginnings, Chinese anywhere. Safe for any input: only folded
    letters and digits are ever quoted into it. ``""`` when there is nothing to look for: then nothing
    must be matched.

    Args:
        text: what was typed.
        columns: an FTS5 column filter to confine the search to (``name``); trusted, not user text.
    """
    terms = [_term(run) for run in dict.fromkeys(runs(text))][:16]
    if not terms:
        return ""
    joined = " AND ".join(terms)
    return f"{{{columns}}} : ({joined})" if columns else joined


def _term(run: str) -> str:
    if not _is_unspaced(run):
        begins = f'"{run[:LONGEST_RUN]}"*'
        if len(run) < INNER_SHORTEST or not (run.isascii() and run.isalpha()):
            return begins
        return f'({begins} OR "{INSIDE}{run[:INNER]}"*)'
    if len(run) == 1:
        return f'"{run}"*'
    pairs = " ".join(run[start : start + 2] for start in range(min(len(run), LONGEST_RUN) - 1))
    return f'"{pairs}"'
