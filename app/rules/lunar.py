"""Days of the lunar calendar, read and told: 腊月二十八, 正月初八, 农历三月十五, 二月廿八; tabled to 2050."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.reference import load

_ONES = "一二三四五六七八九"
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "十": 10, "十一": 11, "十二": 12}
_MONTHS |= {one: at for at, one in enumerate(_ONES, 1)} | {str(at): at for at in range(1, 13)}
_TENS = {"初": 0, "十": 10, "廿": 20, "二十": 20, "三十": 30, "": 0}
_NAMED = {"除夕": (12, 0), "重阳": (9, 9), "七夕": (7, 7)}
_MONTH = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|[1-9])"
_DAY = rf"(?:初十|(?:初|二?十|廿)[{_ONES}]|三十|二?十|廿|\d{{1,2}})"
# A month that only this calendar has, one that says so, or a day that only it has.
LUNAR = re.compile(
    rf"(?P<year>[去今明]年)?(?:"
    rf"(?:(?:农历|阴历|旧历)(?P<told>[正冬腊]|{_MONTH})月|(?P<own>[正冬腊])月)(?P<day>{_DAY})[日号]?"
    rf"|(?P<month>{_MONTH})月(?P<late>廿[{_ONES}]?)|(?P<named>{'|'.join(_NAMED)})节?)"
)
_YEARS = {"去年": -1, "今年": 0, "明年": 1}
_JUST_GONE = timedelta(days=60)
_BEFORE = re.compile(r"(?:之前|以前|前)$")

_MONTH_AND_DAY = re.compile(rf"(?P<leap>闰)?(?P<month>[正冬腊]|{_MONTH})月(?P<day>{_DAY})[日号]?")
_LONGEST = 30  # days of a month
_TOLD_MONTHS = "正二三四五六七八九十冬腊"


@dataclass(frozen=True, slots=True)
class LunarDay:
    """Month 1 to 12 and day 1 to 30 of a lunar year; ``leap``: of the month that comes twice; ``last``: of
    the whole year, 除夕.
    """

    month: int
    day: int
    leap: bool = False
    last: bool = False

    @property
    def month_words(self) -> str:
        """腊月, 闰六月."""
        return f"{'闰' if self.leap else ''}{_TOLD_MONTHS[self.month - 1]}月"

    @property
    def day_words(self) -> str:
        """初一, 十五, 廿八, 三十."""
        tens, ones = divmod(self.day - 1, 10)
        if ones == 9:
            return ("初十", "二十", "三十")[tens]
        return "初十廿"[tens] + _ONES[ones]


def lunar_words(text: str) -> str | None:
    """A month and a day of it as they are usually written, 腊月初八 for 十二月初8日; None: there are none."""
    match = _MONTH_AND_DAY.fullmatch(text.strip())
    if match is None or not 1 <= (day := _number(match["day"])) <= _LONGEST:
        return None
    found = LunarDay(_MONTHS[match["month"]], day, bool(match["leap"]))
    return found.month_words + found.day_words


def lunar_day(day: date) -> LunarDay | None:
    """The day in the lunar calendar; None: not tabled (2020 to 2050)."""
    for year in (day.year, day.year - 1):  # a lunar year ends in January or February
        begins = _begins(year)
        if begins is None or begins > day:
            continue
        months = list(_months(year, begins))
        for at, (first, length, number, leap) in enumerate(months):
            if (gone := (day - first).days) < length:
                ends = at == len(months) - 1 and gone == length - 1
                return LunarDay(number, gone + 1, leap, ends)
    return None


def read_lunar(body: str, reference: date) -> date | None:
    """The day ``body`` means: the next one, or one just gone unless 前 is said.

    None: no such words, or not tabled (2020 to 2050).
    """
    bare = _BEFORE.sub("", body)
    match = LUNAR.fullmatch(bare)
    if match is None:
        return None
    if match["named"]:
        month, day = _NAMED[match["named"]]
    else:
        month = _MONTHS[match["told"] or match["own"] or match["month"]]
        day = _number(match["day"] or match["late"])
    found = [one for year in range(reference.year - 2, reference.year + 2) for one in _days(year, month, day)]
    if match["year"]:
        found = [one for one in found if one.year == reference.year + _YEARS[match["year"]]]
    else:
        since = reference if bare != body else reference - _JUST_GONE
        found = [one for one in found if one >= since]
    return min(found, default=None)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text == "初十":
        return 10
    tens = text.rstrip(_ONES) if len(text) > 1 else text
    return _TENS[tens] + (_ONES.index(text[-1]) + 1 if text[-1] in _ONES else 0)


def _days(year: int, month: int, day: int) -> Iterator[date]:
    """The day in one lunar year (0: the last of its month); none where the month is too short."""
    begins = _begins(year)
    for first, length, number, leap in _months(year, begins) if begins is not None else ():
        if number == month and not leap and 0 <= day <= length:
            yield first + timedelta(days=(day or length) - 1)


def _begins(year: int) -> date | None:
    told = load("festivals")["spring"].get(str(year))
    return date(year, *map(int, told.split("-"))) if told is not None else None


def _months(year: int, begins: date) -> Iterator[tuple[date, int, int, bool]]:
    """First day, length, number of each month, and whether it is the one that comes twice."""
    number = 0
    for told in load("festivals")["months"].get(str(year), "").split():
        length, leap = int(told.rstrip("+")), told.endswith("+")
        number += not leap
        yield begins, length, number, leap
        begins += timedelta(days=length)
