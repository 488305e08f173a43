"""What a calendar says of a day beside its date: the festival, the lunar day, days off and days worked."""

from dataclasses import dataclass
from datetime import date

from app.rules.lunar import LunarDay, lunar_day
from app.rules.working_days import WorkingDays, tomb_sweeping

_SOLAR = {
    (1, 1): "new_year",
    (3, 8): "women",
    (5, 1): "labour",
    (6, 1): "children",
    (7, 1): "party",
    (8, 1): "army",
    (9, 10): "teachers",
    (10, 1): "national",
}
_LUNAR = {
    (1, 1): "spring",
    (1, 15): "lantern",
    (2, 2): "dragon_head",
    (5, 5): "dragon_boat",
    (7, 7): "seventh",
    (8, 15): "mid_autumn",
    (9, 9): "double_ninth",
    (12, 8): "laba",
}
_EVE = "eve"
FESTIVALS = (*_SOLAR.values(), *_LUNAR.values(), "tomb_sweeping", _EVE)


@dataclass(frozen=True, slots=True)
class DayNote:
    """``festival``: one of ``FESTIVALS`` or ""; ``off``: a day off of a holiday (True), a weekend day that is
    worked (False), else None; ``lunar``: None outside 2020 to 2050.
    """

    festival: str
    lunar: LunarDay | None
    off: bool | None


def note_of(day: date, days: WorkingDays) -> DayNote:
    """What to say of a day, by this table of holidays."""
    lunar = lunar_day(day)
    festival = _festival(day, lunar)
    weekend, working = day.weekday() >= 5, days.is_working(day)
    off = True if day in days.off or not (weekend or working) else False if weekend and working else None
    return DayNote(festival, lunar, off)


def _festival(day: date, lunar: LunarDay | None) -> str:
    if lunar is not None and not lunar.leap:
        if lunar.last:
            return _EVE
        if (found := _LUNAR.get((lunar.month, lunar.day))) is not None:
            return found
    if day.month == 4 and 2000 <= day.year < 2100 and day.day == tomb_sweeping(day.year):
        return "tomb_sweeping"
    return _SOLAR.get((day.month, day.day), "")
