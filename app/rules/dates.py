"""Dates as officers write them; the reference date is always handed in, weeks start on Monday."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.reasons import Reason
from app.rules.folding import fold_width
from app.rules.numerals import read_number
from app.rules.refusals import RuleError
from app.rules.spoken_dates import Span, read_spoken
from app.rules.spreadsheet_dates import serial_to_date

Day = date  # a name that the field called date does not hide

YEARS = range(1950, 2101)
_SERIALS = range(18264, 73415)  # 1950-01-01 … 2100-12-30: smaller numbers are no dates anyone imports


class Precision(StrEnum):
    """How finely a date was stated."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"  # 上旬, 上半年 …


class DateQualifier(StrEnum):
    """What the date says about the event."""

    ON = "on"
    BEFORE = "before"  # by the end of it: 5月底前
    AFTER = "after"
    ABOUT = "about"  # 6月底, 左右


class Lean(StrEnum):
    """Which year a date without one belongs to."""

    SAME_YEAR = "same_year"
    PAST = "past"  # a visit that was made: never after the reference date
    FUTURE = "future"  # a step that is due: never before it


class DateError(RuleError):
    """Base of everything that can be wrong with a date."""


class DateEmpty(DateError):
    """Nothing, or only a mark for nothing, was written."""

    code = "date.empty"


class DateUnreadable(DateError):
    """Not a date (``X月底前``)."""

    code = "date.unreadable"


class DateImpossible(DateError):
    """Looks like a date, but the calendar has no such month or day; ``part`` and ``number`` say what is
    wrong.
    """

    code = "date.impossible"

    @property
    def key(self) -> str:
        """One sentence for months, one for days."""
        return f"rules.{self.code}_{self.params['part']}"


class DateAmbiguous(DateError):
    """A number cell such as 3.1, which the spreadsheet also makes of 3.10."""

    code = "date.ambiguous_number"


class DateImplausible(DateError):
    """A year, or a serial number, that no record of this product can mean."""

    code = "date.implausible"


@dataclass(frozen=True, slots=True)
class DateRead:
    """``date`` is the day to store (a deadline's last day, else the first day), ``last`` the last day
    covered.
    """

    date: Day
    last: Day
    precision: Precision
    qualifier: DateQualifier
    text: str
    note: Reason | None = None


_CHINESE_DIGITS = "〇一二三四五六七八九零"
_CHINESE_YEAR = re.compile(rf"(?<![{_CHINESE_DIGITS}])[{_CHINESE_DIGITS}]{{4}}(?=年)")
_CHINESE_DATE = re.compile(r"(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号])")
_EMPTY = re.compile(r"[-—–/\\*.\s]*|无|暂无|待定|未定|不详")
_YEAR = r"(?P<y>\d{4}|\d{2}(?=年))"
_FULL = (
    re.compile(rf"{_YEAR}年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?"),
    re.compile(r"(?P<y>\d{4})[-/.、](?P<m>\d{1,2})[-/.、](?P<d>\d{1,2})(?:[日号])?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>2\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(rf"{_YEAR}年(?P<m>\d{{1,2}})月(?:份)?"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>0[1-9]|1[0-2])"),
    re.compile(r"(?P<y>(?:19|20)\d{2})年?"),
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})月(?:份)?"),
)
_DAY_ONLY = re.compile(r"(?P<d>\d{1,2})(?:号|日(?=$|之?前|以前))")
_TIME = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_HALF = re.compile(
    r"(?<=[日号天一二三四五六\d])(?:上午|下午|中午|晚上|早上|傍晚|凌晨)(?:\d{1,2}[点时::](?:\d{1,2}分?|半)?)?$"
    r"|\((?:周|星期|礼拜)[一二三四五六日天]\)$"
)
_SIDES = (
    (
        re.compile(r"(?:[上下]班|[上下中]午|晚上?)?(?:之前|以前|前完成|前)$"),
        DateQualifier.BEFORE,
    ),
    (re.compile(r"(?:之后|以后|起)$|(?<=[日号月底年])后$"), DateQualifier.AFTER),
    (re.compile(r"(?:左右|前后|上下)$"), DateQualifier.ABOUT),
)
_ABOUT = re.compile(r"^(?:大约|大概|约|预计|预期|计划|拟|力争|争取)+")


def parse_date(raw: object, reference: date, lean: Lean = Lean.SAME_YEAR) -> DateRead:
    """Read one cell or one field.

    Args:
        raw: text, a ``date``/``datetime``, or an Excel serial number (``int``, ``float``, or its five
        digits).
        reference: the day words like 下周三 and missing years count from.
        lean: which year a date without one belongs to; an assumed year is always said in ``note``.

    Raises:
        DateError: one of its subclasses.
    """
    if isinstance(raw, datetime):
        return _checked(_one_day(raw.date(), str(raw)))
    if isinstance(raw, date):
        return _checked(_one_day(raw, raw.isoformat()))
    text = "" if raw is None else str(raw).strip()
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_number(float(raw), text, reference, lean)
    body = _TIME.sub("", fold_width(text))
    body = _HALF.sub("", _arabic(re.sub(r"\s+", "", body)))
    if _EMPTY.fullmatch(body):
        raise DateEmpty(text)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", body):
        return _from_serial(float(body), text)
    found = _worded(body, reference, lean, text)
    if found is None:
        raise DateUnreadable(text)
    return _checked(found)


def _arabic(body: str) -> str:
    """``二〇二六年三月五日`` → ``2026年3月5日``."""
    if not _CHINESE_DATE.search(body):
        return body
    body = _CHINESE_YEAR.sub(
        lambda match: "".join(str(_CHINESE_DIGITS.index(c) % 10) for c in match[0]), body
    )
    return _CHINESE_DATE.sub(lambda match: str(read_number(match[0])), body)


def _worded(body: str, reference: date, lean: Lean, text: str) -> DateRead | None:
    """Try the whole text, then the text without its 前/后/左右/约."""
    found = _read(body, reference, lean, text)
    if found:
        return found
    bare = _ABOUT.sub("", body)
    qualifier = DateQualifier.ABOUT if bare != body and re.match(r"大?[约概]", body) else None
    for pattern, side in _SIDES:
        stripped = pattern.sub("", bare)
        if stripped != bare:
            bare, qualifier = stripped, side
            break
    if bare == body:
        return None
    found = _read(bare, reference, lean, text)
    if found is None or qualifier is None:
        return found
    ends = qualifier is DateQualifier.BEFORE and bare.endswith(("底", "末", "内"))
    day = found.last if ends else found.date
    return replace(found, date=day, qualifier=qualifier)


def _read(body: str, reference: date, lean: Lean, text: str) -> DateRead | None:
    return (
        _numeric(body, reference, lean, text)
        or _day_of_month(body, reference, lean, text)
        or _spoken(body, reference, lean, text)
    )


def _day_of_month(body: str, reference: date, lean: Lean, text: str) -> DateRead | None:
    """``15号`` is of this month; ``lean`` may ask for the one before or behind. 20日前 is by the 20th."""
    match = _DAY_ONLY.fullmatch(body)
    if match is None:
        return None
    found = _calendar(reference.year, reference.month, int(match["d"]), reference, lean, text)
    wrong = {Lean.PAST: found.date > reference, Lean.FUTURE: found.date < reference}.get(lean, False)
    if not wrong:
        return found
    months = reference.year * 12 + reference.month - 1 + (1 if lean is Lean.FUTURE else -1)
    return _calendar(months // 12, months % 12 + 1, int(match["d"]), reference, lean, text)


def _numeric(body: str, reference: date, lean: Lean, text: str) -> DateRead | None:
    for pattern in _FULL:
        if match := pattern.fullmatch(body):
            parts = match.groupdict()
            year = int(parts["y"]) if parts.get("y") else None
            month = int(parts["m"]) if parts.get("m") else None
            day = int(parts["d"]) if parts.get("d") else None
            return _calendar(year, month, day, reference, lean, text)
    return None


def _calendar(
    year: int | None, month: int | None, day: int | None, reference: date, lean: Lean, text: str
) -> DateRead:
    if month is None:
        whole = year if year is not None else reference.year
        return DateRead(date(whole, 1, 1), date(whole, 12, 31), Precision.YEAR, DateQualifier.ON, text)
    if not 1 <= month <= 12:
        raise DateImpossible(text, part="month", number=month)
    century = 2000 if year is not None and year < 100 else 0
    if year is not None and year + century not in YEARS:
        raise DateImplausible(text)

    def make(in_year: int) -> DateRead:
        if day is None:
            end = date(in_year, month, monthrange(in_year, month)[1])
            return DateRead(end.replace(day=1), end, Precision.MONTH, DateQualifier.ON, text)
        if not 1 <= day <= monthrange(in_year, month)[1]:
            raise DateImpossible(text, part="day", number=day)
        return _one_day(date(in_year, month, day), text)

    if year is None:
        return _in_leaning_year(make, reference, lean)
    return _with_year_said(make(year + century)) if century else make(year)


def _in_leaning_year(make: Callable[[int], DateRead], reference: date, lean: Lean) -> DateRead:
    """The date in the reference's year, or the year next to it that ``lean`` asks for; says so."""
    found = make(reference.year)
    if lean is Lean.PAST and found.date > reference:
        found = make(reference.year - 1)
    elif lean is Lean.FUTURE and found.last < reference:
        found = make(reference.year + 1)
    return _with_year_said(found)


def _with_year_said(found: DateRead) -> DateRead:
    params = {"text": found.text, "year": found.date.year}
    return replace(found, note=Reason("rules.date.year_assumed", params))


def _spoken(body: str, reference: date, lean: Lean, text: str) -> DateRead | None:
    span: Span | None = read_spoken(body, reference)
    if span is None:
        return None
    qualifier = DateQualifier.ABOUT if span.about else DateQualifier.ON
    found = DateRead(span.first, span.last, Precision(span.precision), qualifier, text)
    ends = body.endswith("前") and (span.about or span.last >= reference)  # not 三天前
    if body.endswith("内") or ends:  # 两个月内, 年内, 国庆前: by its last day
        found = replace(found, date=span.last, qualifier=DateQualifier.BEFORE)
    if span.month_only is None:
        return found
    build = span.month_only

    def make(year: int) -> DateRead:
        first, last = build(year)
        return replace(found, date=last if found.qualifier is DateQualifier.BEFORE else first, last=last)

    return _in_leaning_year(make, reference, lean)


def _from_number(number: float, text: str, reference: date, lean: Lean) -> DateRead:
    if number != number or abs(number) > 1e9:
        raise DateImplausible(text)
    if number == int(number) and number >= 10_000_000:
        return _checked(_numeric(str(int(number)), reference, lean, text) or _fail(text))
    if 1 <= number < 13 and number != int(number):  # 3.5 typed for 3月5日
        if re.fullmatch(r"\d+\.[123]", repr(number)):
            raise DateAmbiguous(text, zero=f"{number!r}0")
        return _checked(_numeric(repr(number), reference, lean, text) or _fail(text))
    if number == int(number) and number in YEARS:
        return _calendar(int(number), None, None, reference, lean, text)
    return _from_serial(number, text)


def _fail(text: str) -> DateRead:
    raise DateUnreadable(text)


def _from_serial(serial: float, text: str) -> DateRead:
    if int(serial) not in _SERIALS:
        raise DateImplausible(text)
    found = _one_day(serial_to_date(int(serial)), text)
    return replace(found, note=Reason("rules.date.serial", {"text": text, "date": found.date.isoformat()}))


def _one_day(day: date, text: str) -> DateRead:
    return DateRead(day, day, Precision.DAY, DateQualifier.ON, text)


def _checked(found: DateRead) -> DateRead:
    if found.date.year not in YEARS:
        raise DateImplausible(found.text)
    return found


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week ``day`` lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
