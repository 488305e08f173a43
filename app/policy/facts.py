"""The facts that decision tables ask for: what a case must tell, of which type and in which unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

Value = str | bool | Fraction


class FactKind(StrEnum):
    """What the value of a fact is."""

    WORD = "word"  # one of a vocabulary of the pack
    NUMBER = "number"  # from 0 up
    FLAG = "yes/no"


class Unit(StrEnum):
    """The unit of a number; a figure in a pack may also be written in the units ``FACTORS`` lists."""

    WAN = "万元"
    WAN_USD = "万美元"
    MU = "亩"
    SQUARE_METRE = "㎡"
    PEOPLE = "人"
    DAYS = "天"
    ITEMS = "个"
    STARS = "星"
    MONTH = "月"
    SHARE = "份额"  # 1/3, 50 %


FACTORS: Mapping[Unit, Mapping[str, Fraction]] = MappingProxyType(
    {
        Unit.WAN: {"万元": Fraction(1), "万": Fraction(1), "亿元": Fraction(10_000), "亿": Fraction(10_000)},
        Unit.WAN_USD: {"万美元": Fraction(1), "亿美元": Fraction(10_000)},
        Unit.MU: {"亩": Fraction(1), "mu": Fraction(1)},
        Unit.SQUARE_METRE: {"㎡": Fraction(1), "平方米": Fraction(1), "m2": Fraction(1)},
        Unit.PEOPLE: {"人": Fraction(1), "名": Fraction(1)},
        Unit.DAYS: {"天": Fraction(1), "日": Fraction(1)},
        Unit.ITEMS: {"个": Fraction(1), "条": Fraction(1), "项": Fraction(1)},
        Unit.STARS: {"星": Fraction(1), "星级": Fraction(1)},
        Unit.MONTH: {"月": Fraction(1)},
        Unit.SHARE: {"%": Fraction(1, 100), "％": Fraction(1, 100)},
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``words`` names the vocabulary of a word; ``zh`` and ``en`` label what a pack adds itself."""

    name: str
    kind: FactKind
    unit: Unit | None = None
    words: str = ""
    zh: str = ""
    en: str = ""


def _number(name: str, unit: Unit) -> Fact:
    return Fact(name, FactKind.NUMBER, unit)


def _word(name: str) -> Fact:
    return Fact(name, FactKind.WORD, words=name)


def _flag(name: str) -> Fact:
    return Fact(name, FactKind.FLAG)


# Labels: ``policy.fact.<name>``.
_ALL = (
    _word("category"),  # B5
    _word("kind"),  # C2
    _word("place"),  # B10
    _word("brought_by"),  # B10
    _word("rank"),  # A2
    _word("continues"),  # feature 30: how it follows on an earlier project
    _word("role"),  # C9: whom a reward is for
    _number("land", Unit.MU),
    _number("investment", Unit.WAN),
    _number("added", Unit.WAN),  # what of the investment is new
    _number("actual", Unit.WAN),
    _number("paid_in", Unit.WAN),
    _number("fixed_assets", Unit.WAN),
    _number("funds", Unit.WAN),
    _number("target", Unit.WAN),
    _number("foreign_capital", Unit.WAN_USD),
    _number("floor_area", Unit.SQUARE_METRE),
    _number("stars", Unit.STARS),
    _number("members", Unit.PEOPLE),
    _number("agents", Unit.ITEMS),
    _number("highs", Unit.ITEMS),  # feature 5: of the four thresholds, how many are reached
    _number("offers", Unit.ITEMS),  # E1: of one industry
    _number("day_share", Unit.SHARE),
    _number("landed", Unit.ITEMS),
    _number("month", Unit.MONTH),
    _number("periods_last", Unit.ITEMS),  # C7: quarters running in the lowest place
    _number("bottom_running", Unit.ITEMS),  # D5: appraisals running among the last
    _number("large_landed", Unit.ITEMS),  # C8
    _number("large_over", Unit.ITEMS),  # C8: beyond the target
    _flag("special"),  # B6 一事一议
    _flag("zone"),  # B5 reported by the development zone
    _flag("legal_person"),
    _flag("guaranteed_return"),
    _flag("consent"),
    _flag("rented_factory"),
    _flag("praised"),  # D5: among the first of an appraisal
    _flag("has_task"),  # C8
    _flag("criticised"),
    _flag("vetoed"),
    _flag("completed"),  # C9
    _flag("producing"),
    _flag("before_signing"),
    _flag("county_leader"),  # A7: a cadre of county rank or above leads
)

FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in _ALL})
