"""Numbers as officers write them: digits, Chinese numerals, 万 and 亿, about and at least, from–to."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.rules.folding import fold_width

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
MAX_DIGITS = 40  # a longer run of digits is no figure anyone means

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "兩": 2, "俩": 2}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_DIGIT = "".join(_DIGITS)
_STEP = "".join(_STEPS)
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_PIECE = re.compile(rf"(\d+(?:\.\d+)?|[{_DIGIT}])?([{_STEP}])")
_UNIT_TAIL = re.compile(r"(?<=[\d.])([十百千拾佰仟]?[万亿]+|[十百千拾佰仟])$|(?<=[^\d.])([万亿]+)$")


class Qualifier(StrEnum):
    """How firmly a figure was stated."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure or a range: ``low == high`` unless it is a range; ``unit_given`` when 千/万/亿 was
    written.
    """

    low: Decimal
    high: Decimal
    qualifier: Qualifier
    unit_given: bool


_BEFORE = (
    (re.compile(r"^(?:不超过|不多于|不高于|不到|不足|未满|未超过|最多|至多|<=|≤|<)"), Qualifier.AT_MOST),
    (
        re.compile(r"^(?:不低于|不少于|不小于|至少|最少|超过|超|逾|突破|[上过](?=[百千万亿十])|>=|≥|>)"),
        Qualifier.AT_LEAST,
    ),
    (re.compile(r"^(?:大约|大概|大致|约为|约|预计|预估|估计|接近|将近|近|~|≈)"), Qualifier.ABOUT),
)
_AFTER = (
    (re.compile(r"(?:及以上|或以上|以上|起步|起|\+)$"), Qualifier.AT_LEAST),
    (re.compile(r"(?:及以下|以下|以内|之内)$"), Qualifier.AT_MOST),
    (re.compile(r"(?:左右|上下|许)$"), Qualifier.ABOUT),
)
_SURPLUS = re.compile(r"[多余]|(?<=十)几")
_ROUGHLY = re.compile(r"(?<=[十百千])来")
_BETWEEN = re.compile(r"(?<=[^-~至到—–])(?:-{1,2}|~|至|到|—{1,2}|–)(?=[^-~至到—–])")


def read_figure(text: str, unit_words: str = "") -> Figure | None:
    """Read ``text`` (width folded, no spaces) as a figure; ``None`` when it is not one.

    ``unit_words``: a regular expression of the unit that may follow (``亩|公顷``); it may stand on both
    ends of a range.
    """
    text = re.sub(r"(?<=\d)[wW](?![a-zA-Z])", "万", text.replace("萬", "万").replace("億", "亿"))
    qualifier, body = _qualifier(text, unit_words)
    if unit_words:
        body = re.sub(rf"(?:{unit_words})(?=$|[-~至到—–])", "", body)
    if _SURPLUS.search(body):  # 三亿多, 十余亿, 10多亿: more than the round figure
        if qualifier not in (Qualifier.EXACT, Qualifier.ABOUT):
            return None
        qualifier, body = Qualifier.AT_LEAST, _SURPLUS.sub("", body, count=1)
    if qualifier in (Qualifier.EXACT, Qualifier.ABOUT) and _ROUGHLY.search(body):  # 二十来亿, 三百来亩
        qualifier, body = Qualifier.ABOUT, _ROUGHLY.sub("", body, count=1)
    ends = _BETWEEN.split(body)
    if len(ends) == 2 and qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
        return _range(ends[0], ends[1])
    spread = _spread(body)
    if spread:
        return _range(*spread)
    value = read_number(body, implied_one=qualifier in (Qualifier.AT_LEAST, Qualifier.ABOUT))
    return None if value is None else Figure(value, value, qualifier, has_unit(body))


def _qualifier(text: str, unit_words: str) -> tuple[Qualifier, str]:
    """Strip the words that qualify a figure from both ends; the unit may stand before or after them."""
    found = Qualifier.EXACT
    tail = rf"(?:{unit_words})?" if unit_words else ""
    for pattern, qualifier in _BEFORE:
        stripped = pattern.sub("", text)
        if stripped != text:
            found, text = qualifier, stripped
            break
    bare = re.sub(rf"{tail}$", "", text) if tail else text
    for pattern, qualifier in _AFTER:
        for candidate in (text, bare):
            stripped = pattern.sub("", candidate)
            if stripped != candidate:
                stronger = found in (Qualifier.EXACT, Qualifier.ABOUT)
                return (qualifier if stronger else found), re.sub(rf"{tail}$", "", stripped)
    return found, bare


def has_unit(body: str) -> bool:
    """Whether 千, 万 or 亿 is written in ``body``."""
    return bool(re.search(r"[万亿]|\d[千百]", body)) or body.endswith(("千", "仟"))


def _range(low_text: str, high_text: str) -> Figure | None:
    if not has_unit(low_text) and (tail := _UNIT_TAIL.search(high_text)):
        low_text += tail.group()  # 3-5亿 means 3亿-5亿
    low, high = read_number(low_text), read_number(high_text)
    if low is None or high is None:
        return None
    return Figure(low, high, Qualifier.RANGE, has_unit(high_text))


def _spread(body: str) -> tuple[str, str] | None:
    """``三四亿`` → 三亿, 四亿; ``三五千万`` likewise. Only neighbours and 三五, anything else is no idiom."""
    match = re.fullmatch(r"([一二两三四五六七八九])([二三四五六七八九])([十百千]?[万亿]+|[百千])", body)
    if not match:
        return None
    low, high = _DIGITS[match[1]], _DIGITS[match[2]]
    return (match[1] + match[3], match[2] + match[3]) if high - low == 1 or (low, high) == (3, 5) else None


def read_number(text: str, *, implied_one: bool = False) -> Decimal | None:
    """The exact value of one number: ``22.51亿``, ``1,200万``, ``三亿五``, ``一千二百万``; ``None`` if it
    is not one.

    ``implied_one``: 亿 alone counts as one 亿, as in 超亿元 and 近亿元.
    """
    text = fold_width(text).replace("个", "")
    if not text or len(text) > MAX_DIGITS:
        return None
    if "亿" in text:
        left, _, right = text.rpartition("亿")
        return _joined(left, right, YI, implied_one)
    if "万" in text:
        left, _, right = text.rpartition("万")
        return _joined(left, right, WAN, implied_one)
    return _small(text)


def _joined(left: str, right: str, step: Decimal, implied_one: bool) -> Decimal | None:
    """The value of ``left`` × step + ``right``, where 三亿五 and 3亿5 mean 3.5 亿."""
    if "亿" in left or ("万" in left and step == WAN):
        return None
    high = Decimal(1) if not left and implied_one and not right else read_number(left)
    if high is None:
        return None
    if not right:
        return high * step
    if "." in left:
        return None  # 2.5亿3000万 adds up, but nobody writes it and means it
    if len(right) == 1 and (digit := _one_digit(right)):
        return high * step + digit * step / 10
    low = read_number(right.lstrip("零〇") or right)
    return None if low is None or low >= step else high * step + low


def _one_digit(char: str) -> int | None:
    return int(char) if char in "123456789" else _DIGITS.get(char)


def _small(text: str) -> Decimal | None:
    """Below 万: arabic digits, or 十百千 with Chinese or arabic ones (``5千``, ``一百五``, ``十二``)."""
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if match := re.fullmatch(rf"([{_DIGIT}十]+)点([{_DIGIT}]+)", text):  # 二点五
        whole = _small(match[1])
        return None if whole is None else whole + Decimal("0." + "".join(str(_DIGITS[c]) for c in match[2]))
    if all(c in "零〇○一二三四五六七八九" for c in text):  # 二〇二六, or one digit alone
        return Decimal("".join(str(_DIGITS[c]) for c in text)) if len(text) == 1 or "〇" in text else None
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text])
    total, place, rest = Decimal(0), 10_000, text
    while match := _PIECE.match(rest):
        step = _STEPS[match[2]]
        if step >= place:
            return None
        digit = match[1] or "1"
        total += (Decimal(_DIGITS[digit]) if digit in _DIGITS else Decimal(digit)) * step
        place, rest = step, rest[match.end() :].lstrip("零〇")
        if len(rest) == 1 and (last := _one_digit(rest)):
            gap = text[-2] in "零〇" or place == 10  # 三百零五 = 305, but 三百五 = 350
            return total + (last if gap else Decimal(last) * place / 10)
    return total if total and not rest else None
