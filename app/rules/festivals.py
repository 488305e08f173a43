"""Dates told by a festival: 春节后, 国庆前, 五一期间, 节后, 年前. The lunar ones are tabled to 2050."""

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from app.rules.reference import load
from app.rules.working_days import tomb_sweeping

# Name → month and day, or the table of a lunar one; days off from the first (as decreed since 2025).
_FIXED = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "十一": (10, 1)}
_FIXED |= {"三八": (3, 8), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1)}
_SOLAR = "清明"  # the sun stands at 15°: the 4th or 5th of April
_LUNAR = {"春节": "spring", "元宵": "lantern", "端午": "dragon_boat", "中秋": "mid_autumn"}
_DAYS_OFF = {
    "元旦": 1,
    "五一": 5,
    "国庆": 7,
    "十一": 7,
    "春节": 8,
    "元宵": 1,
    "清明": 1,
    "端午": 3,
    "中秋": 3,
    **dict.fromkeys(("三八", "六一", "七一", "八一"), 1),
}
_SHARED = tuple(name for name, days in _DAYS_OFF.items() if days > 1 or name not in _FIXED or name == "元旦")
_SAME = {"劳动节": "五一", "国庆节": "国庆", "过年": "春节", "新年": "春节", "年": "春节", "大年": "春节"}
_SAME |= {"清明节": "清明", "元宵节": "元宵", "端午节": "端午", "中秋节": "中秋"}
_GREETED = {
    "元旦": "new_year",
    "春节": "spring",
    "端午": "dragon_boat",
    "中秋": "mid_autumn",
    "国庆": "national",
}
_NAMES = "|".join(sorted({*_FIXED, _SOLAR, *_LUNAR, *_SAME, "节"}, key=len, reverse=True))
FESTIVAL = re.compile(
    rf"(?P<year>[今明去]年)?(?P<over>[过等]完)?(?P<name>{_NAMES})节?(?:假期)?"
    rf"(?P<side>前后|左右|以后|之后|过后|后|以前|之前|前|期间|假期|当天|(?(over)|(?!)))"
)
_AFTER = ("以后", "之后", "过后", "后")
_THURSDAY = 3
_NEAR = 7  # days that 节前 and 节后 reach


def read_festival(body: str, reference: date) -> tuple[date, date] | None:
    """First and last day meant by ``body``, the next time it comes after ``reference``; None: no such words.

    节前 and 节后 belong to the festival whose days off lie nearest.
    """
    match = FESTIVAL.fullmatch(body)
    if match is None:
        return None
    name = _SAME.get(match["name"], match["name"])
    names = list(_SHARED) if name == "节" else [name]
    said = {"去年": -1, "今年": 0, "明年": 1}.get(match["year"] or "")
    if said is not None:
        return _span(name, match["side"] or "后", reference.year + said)
    spans = [
        span
        for one in names
        for year in (reference.year - 1, reference.year, reference.year + 1)
        if (span := _span(one, match["side"] or "后", year)) and span[1] >= reference
    ]
    return min(spans, default=None)


def _span(name: str, side: str, year: int) -> tuple[date, date] | None:
    first = _first_day(name, year)
    if first is None:
        return None
    last = first + timedelta(days=_DAYS_OFF[name] - 1)
    if name == _SOLAR and first.weekday() >= _THURSDAY:  # joined with the weekend to three days off
        last += timedelta(days=min(2, 7 - first.weekday()))
    if side in _AFTER:
        return last + timedelta(days=1), last + timedelta(days=_NEAR)
    if side in ("期间", "假期", "当天"):
        return first, first if side == "当天" else last
    if side in ("前后", "左右"):
        return first - timedelta(days=_NEAR), last + timedelta(days=_NEAR)
    return first - timedelta(days=_NEAR), first - timedelta(days=1)


def _first_day(name: str, year: int) -> date | None:
    if not MINYEAR < year < MAXYEAR:
        return None
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name == _SOLAR:
        return date(year, 4, tomb_sweeping(year)) if 2000 <= year < 2100 else None
    told = load("festivals")[_LUNAR[name]].get(str(year))
    return None if told is None else date(year, *map(int, told.split("-")))


def coming_festival(day: date, within: int) -> tuple[str, date] | None:
    """The festival people greet each other at that begins within so many days, and its first day.

    Named by its key: new_year, spring, dragon_boat, mid_autumn, national. One that goes on counts too.
    """
    found = [
        (first, key)
        for name, key in _GREETED.items()
        for year in (day.year, day.year + 1)
        if (first := _first_day(name, year)) is not None
        and first - timedelta(days=within) <= day < first + timedelta(days=_DAYS_OFF[name])
    ]
    return min(((key, first) for first, key in found), key=lambda one: one[1], default=None)
