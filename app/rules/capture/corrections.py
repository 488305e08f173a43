"""What the person at the keyboard set right in a reading, kept as it was typed, as a draft keeps it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from app.model.outings import VISIT_KINDS
from app.rules.amounts import parse_amount
from app.rules.capture.days import days
from app.rules.capture.slots import Capture, Chip, NextStep, Slot
from app.rules.capture.words import KIND
from app.rules.channels import channel_of
from app.rules.dates import parse_date
from app.rules.land import parse_land
from app.rules.phones import read_phones
from app.rules.refusals import RuleError

Mark = tuple[Slot, str]
"""A chip by its slot and the words it was read from; "" for one that nobody wrote (a day that is assumed)."""


NEW_RECORD = "-"
"""Picked as the record of a chip: none there is, a new one."""


class NotReadable(RuleError):
    """What was typed into a chip says nothing its slot can hold."""

    code = "capture.unreadable"


@dataclass(frozen=True, slots=True)
class Correction:
    """One chip set right: what was ``typed``, the ``record`` picked for it (its id), or ``removed``."""

    slot: Slot
    text: str
    typed: str = ""
    record: str = ""
    removed: bool = False

    @property
    def mark(self) -> Mark:
        """The chip it is about."""
        return self.slot, self.text


class Corrections:
    """The corrections of one line; the last one of a chip counts."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._by_mark: Mapping[Mark, Correction] = {one.mark: one for one in corrections}

    def __bool__(self) -> bool:
        return bool(self._by_mark)

    def of(self, mark: Mark) -> Correction | None:
        """What was said of a chip."""
        return self._by_mark.get(mark)

    def also(self, correction: Correction) -> "Corrections":
        """These and another one."""
        return Corrections([*self._by_mark.values(), correction])

    def without(self, mark: Mark) -> "Corrections":
        """These but that of a chip."""
        return Corrections(one for one in self._by_mark.values() if one.mark != mark)

    def applied(self, capture: Capture, today: date) -> Capture:
        """The reading set right. What is removed goes back into the text; nothing is ever dropped."""
        chips = [made for chip in capture.chips if (made := self._set_right(chip, today)) is not None]
        read = {chip.slot for chip in capture.chips}
        added = [Chip(one.slot, 0, 0, "", None) for one in self._by_mark.values() if not one.text]
        chips += [
            made
            for chip in added
            if chip.slot not in read and (made := self._set_right(chip, today)) is not None
        ]
        rest = capture.rest if len(chips) >= len(capture.chips) else _rest(capture.line, chips)
        return replace(capture, chips=tuple(chips), rest=rest)

    def kept(self) -> list[dict[str, Any]]:
        """As a draft keeps them."""
        return [asdict(one) for one in self._by_mark.values()]

    @classmethod
    def restored(cls, kept: object) -> "Corrections":
        """Back from a draft; what an other version wrote and this one cannot read is left out."""
        found = []
        for one in kept if isinstance(kept, list) else ():
            try:
                found.append(Correction(**{**one, "slot": Slot(one["slot"])}))
            except (TypeError, KeyError, ValueError):
                continue
        return cls(found)

    def _set_right(self, chip: Chip, today: date) -> Chip | None:
        said = self._by_mark.get((chip.slot, chip.text))
        if said is None:
            return chip
        if said.removed:
            return None
        try:
            return corrected(chip, said.typed, today)
        except RuleError:
            return chip if chip.text else None


def corrected(chip: Chip, typed: str, today: date) -> Chip:
    """The chip with the value of what was typed into it; an amount's words go along.

    Raises:
        RuleError: it cannot be read; the reason says what to write.
    """
    typed = typed.strip()
    if not typed:
        raise NotReadable(typed)
    if chip.slot in (Slot.AMOUNT, Slot.FOREIGN):
        amount = parse_amount(typed)
        slot = Slot.AMOUNT if amount.currency == "CNY" else Slot.FOREIGN
        return replace(chip, slot=slot, text=typed, value=amount.value, note=None)
    if chip.slot is Slot.PERSON:
        # 张伟 副总 is a name and a title, John Smith a name.
        name, _, title = typed.partition(" ") if "\u4e00" <= typed[0] <= "\u9fff" else (typed, "", "")
        return replace(chip, value=name, text=f"{name}{title.strip()}", note=None)
    return replace(chip, value=_READERS.get(chip.slot, _as_written)(typed, today), note=None)


def typed_step(step: NextStep) -> str:
    """A step as it is typed into its chip: what, and behind it until when."""
    return f"{step.title} {step.due}".strip()


def _as_written(typed: str, _: date) -> str:
    return typed


def _kind(typed: str, _: date) -> str:
    """A kind by its code, or by a word for it (拜访)."""
    said = KIND.fullmatch(typed)
    if typed in VISIT_KINDS:
        return typed
    if said is None or said.lastgroup is None:
        raise NotReadable(typed)
    return said.lastgroup


def _channel(typed: str, _: date) -> str:
    code = channel_of(typed)
    if code is None:
        raise NotReadable(typed)
    return str(code)


def _phone(typed: str, _: date) -> str:
    phones = read_phones(typed).phones
    if not phones:
        raise NotReadable(typed)
    return phones[0].stored


def _step(typed: str, today: date) -> NextStep:
    """The last day typed is the one it is due on (下周三寄资料, 寄资料 11月30日前)."""
    found = list(days(typed, today))
    if not found:
        return NextStep(typed)
    due = found[-1]
    title = f"{typed[: due.start].strip()} {typed[due.end :].strip()}".strip()
    if not title:
        raise NotReadable(typed)
    return NextStep(title, due.read.date.isoformat())


_READERS: Mapping[Slot, Callable[[str, date], Any]] = {
    Slot.DATE: lambda typed, today: parse_date(typed, today).date,
    Slot.KIND: _kind,
    Slot.CHANNEL: _channel,
    Slot.PHONE: _phone,
    Slot.LAND: lambda typed, _: parse_land(typed).value,
    Slot.STEP: _step,
}


def _rest(text: str, chips: Iterable[Chip]) -> str:
    for chip in chips:
        text = text[: chip.start] + " " * (chip.end - chip.start) + text[chip.end :]
    return " ".join(text.split())
