"""What was promised 承诺台账: by whom, by when (journeys.md, features.md 23)."""

import re
from datetime import date

from app.model.outings import SIDES
from app.rules.capture.days import days
from app.rules.capture.slots import Capture, Chip, Slot

OURS, THEIRS = SIDES
PROMISE = "承诺："
"""What the title of a step begins with that stood for a promise before promises were records of their own."""
_SAID = {
    OURS: re.compile(r"(?:我方|我们|我局|我)"),
    THEIRS: re.compile(r"(?:对方|他们?|她)"),
}
# What only the place that wants the investment can give.
_OURS_TO_GIVE = re.compile(
    r"优惠|电价|供地|用地|地块|\d+亩|手续|政策|补贴|奖补|减免|招工|厂房|宿舍|用水|通水|通电|协调|帮|代办|给|提供|方案|答复|反馈"
)


def promised_day(promise: str, today: date) -> date | None:
    """The day by which a promise is to be kept; None where it names no day to come."""
    coming = next((day.read for day in days(promise, today) if day.read.last >= today), None)
    if coming is None:
        return None
    return coming.date if coming.date >= today else coming.last


def promising_side(capture: Capture, chip: Chip) -> str:
    """Whose word it is: as said, else by what is promised, else theirs where one of them was named before."""
    promise = str(chip.value)
    said = next((side for side, pattern in _SAID.items() if pattern.match(promise)), None)
    if said is not None:
        return said
    if _OURS_TO_GIVE.search(promise):
        return OURS
    named = (Slot.PERSON, Slot.COMPANY)
    return THEIRS if any(one.slot in named and one.end <= chip.start for one in capture.chips) else OURS
