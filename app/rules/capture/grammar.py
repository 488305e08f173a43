"""One line as an officer writes it, read into slots (journeys.md 1).

``今天 苏州 拜访 恒力电子 张总 谈二期3亿 要50亩 下周三回访`` is a visit with a place, a firm, a person,
a subject, an amount, an area and a next step. What no rule is sure of stays in the text: a wrong chip costs
more than a missing one.
"""

from collections.abc import Iterable
from datetime import date

from app.rules.capture import figures
from app.rules.capture.days import Day, days, halves, times
from app.rules.capture.line import TAKEN, Line, blanked
from app.rules.capture.parties import Parties
from app.rules.capture.slots import Capture, Chip, Known, Slot
from app.rules.capture.steps import Steps
from app.rules.capture.talk import channels, kinds, promises, subject
from app.rules.phones import read_phones
from app.rules.pinyin import load_readings

_EVERYTHING = (
    "今天下午3点 苏州 拜访 恒力云溪 张总 13800000000 谈二期3亿 2000万美元 要50亩 答应周五前给方案 下周三回访"
)


def read_capture(text: str, today: date, known: Known | None = None) -> Capture:
    """Read one line written on ``today``. Never raises; an empty line gives no chips."""
    line, names = Line(text), known or Known()
    _read_figures(line)
    found = _read_days(line, today)
    promises(line, [day.start for day in found])
    for day in found:
        line.inner = blanked(line.inner, [(day.start, day.end)])
    found = [day for day in found if line.open[day.start] != TAKEN]
    steps = Steps(line, found, today)
    visit = steps.visit_day()
    if visit is not None:
        line.chip(Slot.DATE, visit.start, visit.end, visit.read.date)
    steps.read()
    kinds(line)
    channels(line)
    Parties(line, names).read()
    subject(line)
    chips = tuple(sorted(line.chips, key=lambda chip: (chip.start, chip.end)))
    return Capture(text, chips, _rest(text, chips))


def load_tables() -> None:
    """Load what lines are read by now, instead of with the first ones: words, places, numbers, readings."""
    read_capture(_EVERYTHING, date(2026, 1, 1))
    load_readings()


def _read_figures(line: Line) -> None:
    for start, end in figures.phones(line.plain):
        for phone in read_phones(line.plain[start:end]).phones:
            line.chip(Slot.PHONE, start, end, phone.stored)
    for chip in figures.areas(line.open):
        line.add(chip)


def _read_days(line: Line, today: date) -> list[Day]:
    """Find the days, then amounts and times in what they leave; the days are slotted later."""
    found = list(days(line.open, today))
    spans = [(day.start, day.end) for day in found]
    for chip in figures.amounts(line.plain, blanked(line.open, spans)):
        line.add(chip)
    for start, end, time in times(line.plain, blanked(line.open, spans)):
        line.chip(Slot.TIME, start, end, time)
    for start, end in halves(blanked(line.open, spans)):
        line.take(start, end)
    return found


def _rest(text: str, chips: Iterable[Chip]) -> str:
    for chip in chips:
        text = text[: chip.start] + " " * (chip.end - chip.start) + text[chip.end :]
    return " ".join(text.split())
