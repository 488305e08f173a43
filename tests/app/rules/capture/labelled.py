"""The labelled lines, and how well the grammar reads them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.rules.capture.grammar import read_capture
from app.rules.capture.slots import Chip, Slot

WRITTEN = date(2026, 3, 11)  # a Wednesday
SLOTS = {
    "d": Slot.DATE,
    "t": Slot.TIME,
    "w": Slot.PLACE,
    "k": Slot.KIND,
    "c": Slot.COMPANY,
    "p": Slot.PERSON,
    "o": Slot.OURS,
    "n": Slot.PHONE,
    "a": Slot.AMOUNT,
    "f": Slot.FOREIGN,
    "l": Slot.LAND,
    "h": Slot.CHANNEL,
    "r": Slot.PROMISE,
    "s": Slot.STEP,
}
TOLD = {**SLOTS, "j": Slot.SUBJECT}
"""Slots of the lines whose subject is labelled too."""
_LABEL = re.compile(r"(?:^| )([a-z])=(.*?)(?=(?: [a-z]=)|$)")


@dataclass(frozen=True)
class Labelled:
    """One line and the values that each slot must have."""

    text: str
    wanted: dict[Slot, set[str]]


@dataclass
class Tally:
    """What was found, found wrongly and missed, by slot."""

    right: Counter[Slot] = field(default_factory=Counter)
    wrong: Counter[Slot] = field(default_factory=Counter)
    missed: Counter[Slot] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)

    def precision(self, *slots: Slot) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        right, wrong = sum(self.right[s] for s in slots), sum(self.wrong[s] for s in slots)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, *slots: Slot) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        right, missed = sum(self.right[s] for s in slots), sum(self.missed[s] for s in slots)
        return right / (right + missed) if right + missed else 1.0

    def table(self) -> str:
        """One line per slot, and one for all."""
        rows = [(slot.value, (slot,)) for slot in TOLD.values()] + [("all", tuple(TOLD.values()))]
        return "\n".join(
            f"{name:8} precision {self.precision(*slots):.3f} recall {self.recall(*slots):.3f} "
            f"of {sum(self.right[s] + self.missed[s] for s in slots)}"
            for name, slots in rows
        )


def slots_of(name: str) -> list[Slot]:
    """The slots that are labelled in a file."""
    return list((TOLD if name == "forms.txt" else SLOTS).values())


def labelled_lines(name: str) -> Iterator[Labelled]:
    """The lines of ``lines.txt`` or ``unseen.txt``; the format is told at the head of the former."""
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        text, mark, labels = line.partition(" | ")
        assert mark, f"no labels: {line}"
        wanted: dict[Slot, set[str]] = {slot: set() for slot in slots_of(name)}
        for letter, values in _LABEL.findall(labels):
            split = values.removeprefix("+").split("+")
            wanted[TOLD[letter]] = {f"+{one}" for one in split} if letter == "n" else set(split)
        yield Labelled(text, wanted)


def measure(name: str) -> Tally:
    """Read every line of a file and compare."""
    tally = Tally()
    for line in labelled_lines(name):
        got: dict[Slot, set[str]] = {slot: set() for slot in slots_of(name)}
        for chip in read_capture(line.text, WRITTEN).chips:
            if chip.slot in got:
                got[chip.slot].add(_shown(chip))
        for slot, wanted in line.wanted.items():
            tally.right[slot] += len(got[slot] & wanted)
            tally.wrong[slot] += len(got[slot] - wanted)
            tally.missed[slot] += len(wanted - got[slot])
            if got[slot] != wanted:
                tally.differing.append(f"{line.text}: {slot.value} {got[slot]} instead of {wanted}")
    return tally


def _shown(chip: Chip) -> str:
    if chip.slot is Slot.STEP:
        return f"{chip.value.title}@{chip.value.due}" if chip.value.due else str(chip.value.title)
    return chip.value.strftime("%H:%M") if chip.slot is Slot.TIME else str(chip.value)
