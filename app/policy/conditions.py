"""The cells of a decision table: what one column of one row asks of one fact.

``*`` anything · ``a, b`` one of these words · ``not a, b`` · ``yes`` ``no`` · ``0 < x <= 20``, ``>= 1亿``,
``30`` a number or a band, each edge written out. Chinese ways of writing (≤, ，, 是, 否, 任意, 无) are taken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.policy.facts import FACTORS, Fact, FactKind, Unit, Value

_FOLD = str.maketrans({"≤": "<=", "≥": ">=", **dict(zip("，、＜＞＝　", ",,<>= ", strict=True))})
ANY = frozenset({"*", "任意", "any"})
YES, NO = frozenset({"yes", "是"}), frozenset({"no", "否"})
_NUMBER = r"(\d[\d,]*(?:\.\d+)?(?:/\d+)?)\s*([^\s<>=\d]*)"
_ONE_SIDED = re.compile(rf"(<=|>=|<|>|=)?\s*{_NUMBER}")
_TWO_SIDED = re.compile(rf"{_NUMBER}\s*(<=|<)\s*[a-z_]+\s*(<=|<)\s*{_NUMBER}")
_EDGE_UNSAID = re.compile(rf"{_NUMBER}\s*(?:-|–|—|~|～|至|到|\.\.)\s*{_NUMBER}")
_IN_WORDS = (  # 不超过 before 超过
    (r"以下|以内|不超过|不高于|不大于|不多于|至多|最多|不足|不满|未满|(?<!不)(?:小于|低于|少于)", "<=", "<"),
    (r"以上|不少于|不低于|不小于|至少|超过|大于|高于|多于", ">=", ">"),
)


class CellError(ValueError):
    """A cell that cannot be read; ``code`` is that of the fault, ``params`` fill its text."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Anything:
    """Every value will do."""

    def holds(self, value: Value) -> bool:
        """Whether ``value`` meets it: always."""
        return True

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these words, or with ``negated`` any other."""

    words: tuple[str, ...]
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """Whether ``value`` meets it."""
        return (value in self.words) != self.negated

    def __str__(self) -> str:
        return ("not " if self.negated else "") + ", ".join(self.words)


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes, or no."""

    wanted: bool

    def holds(self, value: Value) -> bool:
        """Whether ``value`` meets it."""
        return value is self.wanted

    def __str__(self) -> str:
        return "yes" if self.wanted else "no"


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the number line; ``None`` is no edge, ``*_in`` whether the edge belongs to it."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool

    def holds(self, value: Value) -> bool:
        """Whether ``value`` lies in it."""
        if not isinstance(value, Fraction):
            return False
        if self.low is not None and (value < self.low or (value == self.low and not self.low_in)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_in)

    def edges(self) -> Iterable[Fraction]:
        """Where it begins and ends."""
        return (edge for edge in (self.low, self.high) if edge is not None)

    def __str__(self) -> str:
        if self.low is not None and self.low == self.high:
            return number_text(self.low)
        low = "" if self.low is None else f"{number_text(self.low)} {'≤' if self.low_in else '<'} "
        high = "" if self.high is None else f" {'≤' if self.high_in else '<'} {number_text(self.high)}"
        return f"{low}x{high}"


Condition = Anything | OneOf | Flag | Band


def read_condition(text: str, fact: Fact, words: Iterable[str]) -> Condition:
    """One cell. ``words`` is the vocabulary of a word fact.

    Raises:
        CellError: it cannot be read; nothing is guessed.
    """
    plain = text.translate(_FOLD).strip()
    if plain in ANY:
        return Anything()
    if fact.kind is FactKind.FLAG:
        return Flag(read_flag(plain))
    if fact.kind is FactKind.WORD:
        return _one_of(plain, tuple(words), fact.words)
    return _band(plain, fact)


def read_flag(text: str) -> bool:
    """``yes``/``是`` or ``no``/``否``.

    Raises:
        CellError: neither.
    """
    if text.lower() not in YES | NO:
        raise CellError("bad_flag", written=text)
    return text.lower() in YES


def _one_of(plain: str, words: tuple[str, ...], vocabulary: str) -> OneOf:
    negated = plain.startswith("not ")
    named = tuple(word.strip() for word in plain.removeprefix("not ").split(",") if word.strip())
    for word in named:
        if word not in words:
            raise CellError("unknown_word", written=word, known=words, words=vocabulary)
    if not named:
        raise CellError("empty_cell")
    return OneOf(named, negated)


def _band(plain: str, fact: Fact) -> Band:
    if plain in ("无", "none"):
        return Band(Fraction(0), True, Fraction(0), True)
    _refuse_words(plain)
    if two := _TWO_SIDED.fullmatch(plain):
        low, high = read_number(two[1], two[2], fact.unit), read_number(two[5], two[6], fact.unit)
        band = Band(low, two[3] == "<=", high, two[4] == "<=")
        if low > high or (low == high and not (band.low_in and band.high_in)):
            raise CellError("empty_band", written=plain)
        return band
    if one := _ONE_SIDED.fullmatch(plain):
        edge = read_number(one[2], one[3], fact.unit)
        if one[1] in (None, "="):
            return Band(edge, True, edge, True)
        if one[1].startswith("<"):
            if edge == 0 and one[1] == "<":
                raise CellError("empty_band", written=plain)
            return Band(None, False, edge, one[1] == "<=")
        return Band(edge, one[1] == ">=", None, False)
    if unsaid := _EDGE_UNSAID.fullmatch(plain):
        raise CellError("edge_unsaid", written=plain, low=unsaid[1], high=unsaid[3])
    raise CellError("bad_band", written=plain)


def _refuse_words(plain: str) -> None:
    """Edges in words: offices differ in whether 以下 includes its figure, so the sign has to be written."""
    for words, including, excluding in _IN_WORDS:
        figure, said = re.subn(words, "", plain)
        figure = re.sub(r"[的及含（）()]", "", figure).strip()
        if said and re.fullmatch(_NUMBER, figure):
            raise CellError(
                "edge_in_words",
                written=plain,
                including=f"{including} {figure}",
                excluding=f"{excluding} {figure}",
            )


def read_number(figure: str, suffix: str, unit: Unit | None) -> Fraction:
    """``figure`` with its unit, in the fact's own unit, exactly.

    Raises:
        CellError: the unit is not one of this fact's, or the figure is none.
    """
    factors = FACTORS[unit] if unit else {}
    if suffix and suffix not in factors:
        raise CellError("unknown_unit", written=suffix, known=tuple(factors))
    try:
        return Fraction(figure.replace(",", "")) * (factors[suffix] if suffix else 1)
    except (ValueError, ZeroDivisionError) as error:
        raise CellError("not_a_number", written=figure) from error


def read_amount(text: str, unit: Unit | None) -> Fraction:
    """A single figure as a person writes it, ``30.5`` or ``1.2亿``; never below zero.

    Raises:
        CellError: it is none.
    """
    match = re.fullmatch(_NUMBER, text.translate(_FOLD).strip())
    if match is None:
        raise CellError("not_a_number", written=text)
    return read_number(match[1], match[2], unit)


def number_text(value: Fraction) -> str:
    """``value`` as a decimal where it has an end, else as a fraction."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
