"""People, firms and places in running text."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from app.rules.capture.slots import Known
from app.rules.capture.words import CITY_PART, LEADING, NOT_A_NAME, TRAILING
from app.rules.divisions import by_name, find_divisions
from app.rules.reference import load

Span = tuple[int, int]

# Forms of address that only speech has, beside the titles of the reference data.
_SPOKEN = ("局", "县", "市", "区", "处", "科", "镇", "书记", "大姐", "哥", "姐", "主任", "部长", "司长")
# Characters that are surnames and also say "with", "to", "meet": before a name they are the latter.
_SMALL_WORDS = "和与跟从同由时经对给约连请找陪向于见让叫去到来是有"
_LONGEST_NAME = 30
_FULL_SUFFIX = (
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|总公司|分公司|子公司|集团公司|集团|公司|研究院|研究所|事务所|商会|协会|联合会|促进会|银行|大学|基金|资本)"
)
_WRITTEN_OUT = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9()（）·&-]{{1,28}}?{_FULL_SUFFIX}(?!家)")


@cache
def _titles() -> re.Pattern[str]:
    words = sorted({*load("honorifics")["words"], *_SPOKEN} - {"代表", "会计", "法人", "秘书", "股东"}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    data = load("surnames")
    return frozenset(data["single"]), frozenset(data["compound"])


def family_length(text: str) -> int:
    """How many characters of ``text``'s beginning are a surname; 0: none."""
    single, compound = _surnames()
    if text[:2] in compound:
        return 2
    return 1 if text[:1] in single else 0


def known_names(line: str, names: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Names this laptop knows, the longest first at each place, with the name to store."""
    longest = min(max(map(len, names), default=0), _LONGEST_NAME)
    at = 0
    while at < len(line):
        for length in range(min(longest, len(line) - at), 1, -1):
            if line[at : at + length] in names:
                yield (at, at + length), names[line[at : at + length]]
                at += length - 1
                break
        at += 1


def titled_people(line: str, open_: str) -> list[Span]:
    """``张总``, ``李明副总``, ``欧阳主任``: a surname, at most two characters, a title.

    ``open_``: the line with what is taken already blanked out. Where two readings overlap, the one without a
    given name wins, then the one that begins where something ended.
    """
    found: list[tuple[int, Span]] = []
    for match in _titles().finditer(open_):
        for start in range(max(0, match.start() - 4), match.start()):
            bare = open_[start : match.start()]
            if any(not "\u4e00" <= char <= "\u9fff" for char in bare):
                continue
            family = family_length(bare)
            given = len(bare) - family
            if not family or given > 2 or (given and bare[0] in _SMALL_WORDS):
                continue
            begins = start == 0 or not "\u4e00" <= line[start - 1] <= "\u9fff" or open_[start - 1] == " "
            if len(match[0]) == 1 and match[0] in "局县市区处科镇" and not (begins or open_[start - 1] in _SMALL_WORDS):
                continue
            if given and not begins and open_[start - 1] not in _SMALL_WORDS and len(match[0]) == 1:
                continue
            doubt = 3 * given - 2 * begins - len(match[0])
            found.append((doubt, (start, match.end())))
    taken: list[Span] = []
    for _, span in sorted(found):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in taken):
            taken.append(span)
    return sorted(taken)


def is_full_name(text: str) -> bool:
    """A surname and one or two characters, and nothing else that is known."""
    family = family_length(text)
    given = len(text) - family
    return bool(family) and 1 <= given <= 2 and text not in NOT_A_NAME and not find_divisions(text)


def written_out(open_: str) -> Iterator[Span]:
    """Firms with their legal form, without the words that lead up to them."""
    for match in _WRITTEN_OUT.finditer(open_):
        start = match.start() + len(match[0]) - len(LEADING.sub("", match[0]))
        if match.end() - start >= 4 and open_[start : match.end()] not in NOT_A_NAME:
            yield start, match.end()


def trimmed(line: str, start: int, end: int) -> Span:
    """The span without small words and blanks at both ends."""
    text = line[start:end]
    left = len(text) - len(text.lstrip())
    text = text.strip()
    shorter = LEADING.sub("", text)
    left += len(text) - len(shorter)
    shorter = TRAILING.sub("", shorter)
    return start + left, start + left + len(shorter)


@cache
def _places() -> tuple[frozenset[str], int]:
    names = frozenset(name for name in by_name() if len(name) >= 2)
    return names, max(map(len, names))


def place_at(text: str) -> int:
    """The length of the place that ``text`` begins with, with its 市, 区, 开发区; 0: none."""
    names, longest = _places()
    length = next((n for n in range(min(longest, len(text)), 1, -1) if text[:n] in names), 0)
    if not length:
        return 0
    part = re.match(CITY_PART, text[length:])
    return length + (part.end() if part else 0)


def known_company(known: Known, text: str) -> str:
    """The name to store for a firm as written."""
    return known.companies.get(text, text)
