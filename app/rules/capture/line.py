"""A line while it is read."""

from collections.abc import Iterable
from dataclasses import replace

from app.rules.capture.slots import Chip, Slot
from app.rules.folding import fold_width, simplify

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
        self.open = blanked(self.open, [(start, end)])
        self.inner = blanked(self.inner, [(start, end)])

    def add(self, chip: Chip) -> None:
        """Fill a slot from what nobody has taken."""
        chip = replace(chip, text=self.text[chip.start : chip.end])
        self.chips.append(chip)
        if chip.slot in (Slot.STEP, Slot.PROMISE):
            self.open = blanked(self.open, [(chip.start, chip.end)])
        else:
            self.take(chip.start, chip.end)

    def chip(self, slot: Slot, start: int, end: int, value: object) -> None:
        """The same, by its parts."""
        self.add(Chip(slot, start, end, self.text[start:end], value))


def _same_length(char: str) -> str:
    if "①" <= char <= "⑳" or "⑴" <= char <= "⒇":
        return "、"  # what is numbered is a list
    plain = simplify(fold_width(char)) if char != TAKEN else " "
    return plain if len(plain) == 1 else char


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with what lies in the spans taken."""
    for start, end in spans:
        text = text[:start] + TAKEN * (end - start) + text[end:]
    return text
