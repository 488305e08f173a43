"""Dates in words: 昨天, 下周三, 本周内, 月底, 6月中旬, 明年一季度末, 三天前, 半个月后, 腊月二十八."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.festivals import read_festival
from app.rules.lunar import read_lunar
from app.rules.numerals import read_number
from app.rules.working_days import working_days


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day meant; ``about`` for 月底 and the like.

    ``month_only`` builds the span in another year when the words named a month but no year.
    """

    first: date
    last: date
    precision: str
    about: bool = False
    month_only: Callable[[int], tuple[date, date]] | None = None


_DAYS = {
    "今天": 0,
    **{f"今{part}": 0 for part in ("晚", "早", "儿")},
    **{f"昨{part}": -1 for part in ("晚", "儿")},
    **{f"明{part}": 1 for part in ("晚", "早", "儿", "后天")},
    "今日": 0,
    "当天": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "後天": 2,
    "大后天": 3,
}
_WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_WEEKDAY |= {str(i + 1): i for i in range(7)}
_NEAR = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "这个": 0,
    "当": 0,
    "": 0,
    "下": 1,
    "下个": 1,
    "上个": -1,
    "下下": 2,
}
_YEARS = {
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_NEAR_WORDS = "上上个?|下下个?|上个?|下个?|这个?|本|当|"
_WEEK = re.compile(
    rf"(?P<near>{_NEAR_WORDS})(?:周|星期|礼拜)(?:(?P<day>[一二三四五六日天末1-7])|(?P<within>之内|以内|内))?"
)
_MONTH = re.compile(
    r"(?:(?P<word>[前去上今本当明来后]年)|(?P<year>\d{4})年)?"
    rf"(?:(?P<m>\d{{1,2}}|十[一二]|[一二三四五六七八九十])月份?|(?P<near>{_NEAR_WORDS})月)"
    r"(?:(?P<part>底|末|初|上旬|中下旬|中旬?|下旬|之?内)|(?P<d>\d{1,2})[日号])?"
)
_YEAR = re.compile(
    r"(?:(?P<word>[前去上今本当明来后]年)|(?P<year>\d{4})年)?年?"
    r"(?P<part>底|末|初|中|之?内|(?P<half>[上下])半年(?:末|底|之?内)?|第?(?P<quarter>[一二三四1-4])季度(?P<of>末|底|初|之?内)?|)"
)
NEAR_QUARTER = re.compile(rf"(?P<near>{_NEAR_WORDS.rstrip('|')})季度(?P<of>末|底|初|之?内)?")
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
AWAY = re.compile(
    r"(?!\d{1,2}日(?:[之以]?前))"  # 20日前 is by the 20th
    r"(?:(?P<half>半个?月|半年)|(?P<few>[一两二三四五六七八][二两三四五六七八九]|三五)(?P<each>天|日|周|个?星期|个月)"
    rf"|(?P<work>{_COUNT})个?工作日"
    rf"|(?P<n>{_COUNT})(?:个?(?P<unit>天|日|周|星期|礼拜|季度|年)|个(?P<and>半)?(?P<months>月)))"
    r"(?P<side>之前|以前|前|之后|以后|过后|后|之内|以内|内)"
)
_UNITS = {"天": (1, 0), "日": (1, 0), "周": (7, 0), "星期": (7, 0), "礼拜": (7, 0)}
_UNITS |= {"季度": (0, 3), "年": (0, 12), "月": (0, 1)}
_QUARTER = {c: i for i, c in enumerate("一二三四")} | {c: i for i, c in enumerate("1234")}


def read_spoken(body: str, reference: date) -> Span | None:
    """Read words (width folded, no spaces) against ``reference``; ``None`` when they are no date.

    Weeks start on Monday: on a Sunday 下周一 is tomorrow.
    """
    try:
        if body in _DAYS:
            return _day(reference + timedelta(days=_DAYS[body]))
        if days := read_festival(body, reference):
            return Span(*days, "period", about=True)
        if lunar := read_lunar(body, reference):
            return _day(lunar)
        for read in (_week, _away, _month, _near_quarter, _year):
            if span := read(body, reference):
                return span
    except (ValueError, OverflowError):  # 2月30日 in words, or beyond the calendar
        return None
    return None


def _day(day: date) -> Span:
    return Span(day, day, "day")


def _near(word: str) -> int:
    return _NEAR[word] if word in _NEAR else _NEAR[word.rstrip("个")]


def _week(body: str, reference: date) -> Span | None:
    match = _WEEK.fullmatch(body)
    if not match:
        return None
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=_near(match["near"]))
    if match["day"] == "末":
        return Span(monday + timedelta(days=5), monday + timedelta(days=6), "period")
    if match["day"]:
        return _day(monday + timedelta(days=_WEEKDAY[match["day"]]))
    return Span(monday, monday + timedelta(days=6), "week") if match["near"] or match["within"] else None


def _away(body: str, reference: date) -> Span | None:
    match = AWAY.fullmatch(body)
    if not match:
        return None
    side = match["side"]
    if match["work"]:
        day = _working_day(reference, match["work"], side)
    else:
        days, months = _distance(match, "内" in side)
        ago = -1 if "前" in side else 1
        day = _add_months(reference, months * ago) + timedelta(days=days * ago)
    return Span(reference, day, "period") if "内" in side else _day(day)


def _distance(match: re.Match[str], within: bool) -> tuple[int, int]:
    """Days and months; of 两三天 the longer one only for what is to be done within."""
    if match["half"]:
        return (15, 0) if "月" in match["half"] else (0, 6)
    if match["few"]:
        days, months = _UNITS[match["each"].removeprefix("个")]
        count = _whole(match["few"][1 if within else 0])
        return days * count, months * count
    days, months = _UNITS[match["unit"] or match["months"]]
    count = _whole(match["n"])
    return days * count + (15 if match["and"] else 0), months * count


def _working_day(reference: date, count: str, side: str) -> date:
    """So many working days on, or back."""
    step = timedelta(days=-1 if "前" in side else 1)
    day, table = reference, working_days()
    for _ in range(_whole(count)):
        day += step
        while not table.is_working(day):
            day += step
    return day


def _whole(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    return int(number)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(body: str, reference: date) -> Span | None:
    if body in ("月底", "月末", "月初", "月中", "月内"):
        body = "本" + body
    match = _MONTH.fullmatch(body)
    if not match or (match["m"] is None and not match["near"]):
        return None
    if match["near"]:
        start = _add_months(reference.replace(day=1), _near(match["near"]))
        year, month = start.year, start.month
    else:
        number = read_number(match["m"])
        year, month = _year_of(match, reference), int(number) if number is not None else 0
    if not 1 <= month <= 12:
        return None
    part, day = match["part"] or "", match["d"]

    def build(in_year: int) -> tuple[date, date]:
        if day:
            exact = date(in_year, month, int(day))
            return exact, exact
        return _part_of_month(in_year, month, part)

    first, last = build(year)
    open_year = build if match["m"] and not (match["word"] or match["year"]) else None
    if day:
        precision = "day"
    elif not part or part.endswith("内"):
        precision = "month"
    else:
        precision = "day" if part in ("底", "末") else "period"
    return Span(first, last, precision, part in ("底", "末", "初", "中"), open_year)


def _part_of_month(year: int, month: int, part: str) -> tuple[date, date]:
    end = monthrange(year, month)[1]
    bounds = {
        "底": (end, end),
        "末": (end, end),
        "初": (1, 10),
        "上旬": (1, 10),
        "中": (11, 20),
        "中旬": (11, 20),
        "中下旬": (11, end),
        "下旬": (21, end),
    }
    first, last = bounds.get(part, (1, end))
    return date(year, month, first), date(year, month, last)


def _year_of(match: re.Match[str], reference: date) -> int:
    if match["word"]:
        return reference.year + _YEARS[match["word"]]
    return int(match["year"]) if match["year"] else reference.year


def _year(body: str, reference: date) -> Span | None:
    match = _YEAR.fullmatch(body)
    if not match or not body or body == "年":
        return None
    year, part = _year_of(match, reference), match["part"]
    named = bool(match["word"] or match["year"])
    if part in ("底", "末"):
        return Span(date(year, 12, 31), date(year, 12, 31), "day", True) if named or "年" in body else None
    if match["quarter"]:
        return _quarter(year, _QUARTER[match["quarter"]], match["of"])
    if match["half"]:
        first, last = (date(year, 1, 1), date(year, 6, 30))
        if match["half"] == "下":
            first, last = (date(year, 7, 1), date(year, 12, 31))
        return Span(last, last, "day", True) if part.endswith(("末", "底")) else Span(first, last, "period")
    if not named and "年" not in body:
        return None
    if part in ("初", "中"):
        months = (1, 3) if part == "初" else (5, 8)
        return Span(date(year, months[0], 1), date(year, months[1], 31), "period", True)
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def _near_quarter(body: str, reference: date) -> Span | None:
    match = NEAR_QUARTER.fullmatch(body)
    if not match:
        return None
    years, quarter = divmod((reference.month - 1) // 3 + _near(match["near"]), 4)
    return _quarter(reference.year + years, quarter, match["of"])


def _quarter(year: int, quarter: int, part: str | None) -> Span:
    """A quarter (from 0), its last day (末, 底) or its first days (初)."""
    month = quarter * 3 + 1
    first, last = date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1])
    if part in ("末", "底"):
        return Span(last, last, "day", True)
    return (
        Span(first, date(year, month, 10), "period", True) if part == "初" else Span(first, last, "quarter")
    )
