"""One line as an officer writes it, read into slots (journeys.md 1).

``今天 苏州 拜访 恒力电子 张总 谈二期3亿 要50亩 下周三回访`` is a visit with a place, a firm, a person,
a subject, an amount, an area and a next step. What no rule is sure of stays in the text: a wrong chip costs
more than a missing one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.rules.capture import figures
from app.rules.capture.days import Day, days, halves, times
from app.rules.capture.parties import Parties
from app.rules.capture.slots import Capture, Chip, Known, Slot
from app.rules.capture.steps import Steps
from app.rules.capture.talk import channels, kinds, promises, subject
from app.rules.folding import fold_width, simplify
from app.rules.phones import read_phones

TAKEN = "\0"


class Line:
    """A line while it is read: every character is taken by one chip at most."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = "".join(map(_same_length, text))
        self.open = self.plain
        self.inner = self.plain  # as ``open``, but steps and promises can still be read for names
        self.chips: list[Chip] = []

    def take(self, start: int, end: int) -> None:
        """Nothing else may read this."""
        self.open = _blanked(self.open, [(start, end)])
        self.inner = _blanked(self.inner, [(start, end)])

    def add(self, chip: Chip) -> None:
        """Fill a slot from what nobody has taken."""
        chip = replace(chip, text=self.text[chip.start : chip.end])
        self.chips.append(chip)
        if chip.slot in (Slot.STEP, Slot.PROMISE):
            self.open = _blanked(self.open, [(chip.start, chip.end)])
        else:
            self.take(chip.start, chip.end)

    def chip(self, slot: Slot, start: int, end: int, value: object) -> None:
        """The same, by its parts."""
        self.add(Chip(slot, start, end, self.text[start:end], value))


def read_capture(text: str, today: date, known: Known | None = None) -> Capture:
    """Read one line written on ``today``. Never raises; an empty line gives no chips."""
    line, names = Line(text), known or Known()
    _read_figures(line)
    found = _read_days(line, today)
    promises(line, [day.start for day in found])
    found = [day for day in found if line.open[day.start] != TAKEN]
    for day in found:
        line.inner = _blanked(line.inner, [(day.start, day.end)])
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


def _same_length(char: str) -> str:
    plain = simplify(fold_width(char)) if char != TAKEN else " "
    return plain if len(plain) == 1 else char


def _read_figures(line: Line) -> None:
    for start, end in figures.phones(line.plain):
        for phone in read_phones(line.plain[start:end]).phones:
            line.chip(Slot.PHONE, start, end, phone.stored)
    for chip in figures.areas(line.open):
        line.add(chip)


def _read_days(line: Line, today: date) -> list[Day]:
    """Find the days, then amounts and times in what they leave; the days are slotted later."""
    found = list(days(line.open, today))
    blanked = _blanked(line.open, ((day.start, day.end) for day in found))
    for chip in figures.amounts(line.plain, blanked):
        line.add(chip)
    blanked = _blanked(line.open, ((day.start, day.end) for day in found))
    for start, end, time in times(line.plain, blanked):
        line.chip(Slot.TIME, start, end, time)
    for start, end in halves(_blanked(line.open, ((day.start, day.end) for day in found))):
        line.take(start, end)
    return found


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + TAKEN * (end - start) + text[end:]
    return text


def _rest(text: str, chips: Iterable[Chip]) -> str:
    for chip in chips:
        text = text[: chip.start] + " " * (chip.end - chip.start) + text[chip.end :]
    return " ".join(text.split())
