"""Birthdays as people tell them: 8月15日, 1972-08-15, 农历八月十五; and on which days they are kept.

A birthday is kept as a text: ``08-15`` or ``1972-08-15``, by the lunar calendar ``农历八月十五`` or
``1972 农历八月十五``. Its last five characters say the day whatever the year (``day_keys``).
"""

import re
from calendar import isleap
from datetime import date, timedelta

from app.rules.lunar import lunar_day, lunar_words
from app.rules.refusals import RuleError

_SOLAR = re.compile(r"(?:(\d{4})[-./年]?)?\s*(\d{1,2})[-./月](\d{1,2})[日号]?")
_DIGITS = re.compile(r"(\d{4})?(\d{2})(\d{2})")  # as vCards have it
_LUNAR = re.compile(r"(?:(\d{4})年?\s*)?(?:农历|阴历|旧历)(.+)")
_EARLIEST = 1900
_DAY = timedelta(days=1)


class BirthdayUnclear(RuleError):
    """No birthday can be read out of the text."""

    code = "birthday.unclear"


def parse_birthday(text: str) -> str:
    """The birthday as it is kept.

    Raises:
        BirthdayUnclear: it is no day of any year, or the year is not of this or the last century.
    """
    body = re.sub(r"[（(]?公历[）)]?", "", text).strip()
    lunar = re.sub(r"[（(](农历|阴历|旧历)[）)]", "", body)
    if lunar != body:
        body = f"农历{lunar}" if not lunar[:4].isdigit() else f"{lunar[:4]} 农历{lunar[4:].lstrip('年-./ ')}"
    if (found := _LUNAR.fullmatch(body)) is not None:
        told = lunar_words(found[2])
        if told is None:
            raise BirthdayUnclear(text)
        return " ".join(filter(None, (_year(found[1], text), f"农历{told}")))
    solar = _SOLAR.fullmatch(body) or _DIGITS.fullmatch(body)
    if solar is None:
        raise BirthdayUnclear(text)
    try:
        day = date(int(solar[1] or 2000), int(solar[2]), int(solar[3]))  # 2000 has a 29th of February
    except ValueError:
        raise BirthdayUnclear(text) from None
    return "-".join(filter(None, (_year(solar[1], text), f"{day:%m-%d}")))


def day_keys(day: date) -> tuple[str, ...]:
    """The ends of the birthdays that are kept on a day: its own, the lunar one, and those that this year or
    month has no day of (29 February, the 30th of a short month, a leap month).
    """
    short = (day.month, day.day) == (2, 28) and not isleap(day.year)
    return (f"{day:%m-%d}", *(("02-29",) if short else ()), *_lunar_keys(day))


def _lunar_keys(day: date) -> list[str]:
    lunar, following = lunar_day(day), lunar_day(day + _DAY) if day < date.max else None
    if lunar is None:
        return []
    days = [lunar.day_words]
    if lunar.day == 29 and following is not None and following.day == 1:
        days.append("三十")
    month = lunar.month_words.removeprefix("闰")
    of_leap = [f"闰{month}{one}" for one in days]
    if lunar.leap:
        return of_leap
    own = [f"历{month}{one}" for one in days]
    return own if _comes_again(day, lunar.month) else own + of_leap


def _comes_again(day: date, month: int) -> bool:
    """Whether the lunar month of a day comes a second time this year."""
    later = [lunar_day(day + days * _DAY) for days in (29, 30)]  # the lengths of months
    return any(one is not None and one.leap and one.month == month for one in later)


def _year(told: str | None, text: str) -> str:
    if told and not _EARLIEST <= int(told) < 2100:
        raise BirthdayUnclear(text)
    return told or ""
