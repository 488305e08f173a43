"""What one line of a field officer's notes can hold (journeys.md 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.reasons import Reason


class Slot(StrEnum):
    """What a piece of the line says."""

    DATE = "date"  # when they met or will meet: ``date``
    TIME = "time"  # ``datetime.time``
    PLACE = "place"  # text
    KIND = "kind"  # a visit's kind
    COMPANY = "company"  # text, as known or as written
    PERSON = "person"  # text: 张总, 李明
    OURS = "ours"  # text: one of our own people
    PHONE = "phone"  # E.164
    AMOUNT = "amount"  # ``Decimal``, 万元
    FOREIGN = "foreign"  # ``Decimal``, 万 of the currency written
    LAND = "land"  # ``Decimal``, 亩
    CHANNEL = "channel"  # a channel's code
    SUBJECT = "subject"  # text: what was talked about
    PROMISE = "promise"  # text, as written
    STEP = "step"  # ``NextStep``


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is owed; ``due`` is an ISO day or "" where none was said."""

    title: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One slot filled from ``line[start:end]``; ``note`` says what was assumed."""

    slot: Slot
    start: int
    end: int
    text: str
    value: Any
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Names this laptop knows, so that they are found whole: text as written → the name to store."""

    companies: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capture:
    """A line as it was understood. ``rest`` is what no chip covers, in its order; nothing is ever dropped.

    Chips overlap only where one of the two is a step or a promise: what is named in it is a chip too.
    """

    line: str
    chips: tuple[Chip, ...]
    rest: str

    def values(self, slot: Slot) -> list[Any]:
        """The values of one slot in the order written."""
        return [chip.value for chip in self.chips if chip.slot is slot]

    def first(self, slot: Slot) -> Any:
        """The first value of a slot; None where there is none."""
        return next(iter(self.values(slot)), None)
