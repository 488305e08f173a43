"""Projects graded by threshold 四高, and the negative list 负面清单 (feature 5; S4:149, S1:117, S4:13).

The thresholds are the pack's; a pack that states none grades nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.policy.pack import Pack
from app.policy.table import FactsMissing, Row
from app.rules.folding import fold
from app.rules.project_facts import facts_of

THRESHOLDS, GRADES, NEGATIVE = "four_highs", "grade", "negative_list"
# Mark → the fields that tell it: the first over the second where there are two.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "intensity": ("investment", "land"),  # 万元 for each 亩
    "output": ("output", "land"),  # 万元 a year for each 亩
    "technology": ("rd_share",),  # percent of sales
    "linkage": ("local_share",),  # percent
}
SEARCHED = ("name", "industry", "summary")  # where the negative list looks
_BETWEEN = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True)
class High:
    """One of the four: ``holds`` None where it is not known; then ``wanted`` are the fields that would tell.

    ``by``: how far ``value`` lies above the threshold ``least``, below 0 under it, in its unit.
    """

    id: str
    row: Row
    least: Decimal
    value: Fraction | None
    wanted: tuple[str, ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the threshold is reached; on it is reached."""
        return None if self.value is None else self.value >= Fraction(self.least)

    @property
    def by(self) -> Fraction | None:
        """See the class."""
        return None if self.value is None else self.value - Fraction(self.least)


@dataclass(frozen=True, slots=True)
class Barred:
    """A line of the negative list that is met: by which word, in which field."""

    row: Row
    word: str
    field: str


@dataclass(frozen=True, slots=True)
class Graded:
    """``row`` is the grade by what is known to hold, ``best`` the one if all that is unknown held too."""

    highs: tuple[High, ...]
    row: Row | None
    best: Row | None
    barred: tuple[Barred, ...]

    @property
    def count(self) -> int:
        """How many of the four are known to hold."""
        return sum(one.holds is True for one in self.highs)

    @property
    def unknown(self) -> int:
        """Of how many it is not known."""
        return sum(one.holds is None for one in self.highs)


def graded(pack: Pack, values: Mapping[str, Any]) -> Graded | None:
    """The grade of a project, by its record's values; None where the pack has nothing to grade by."""
    if not ({THRESHOLDS, NEGATIVE} & pack.tables.keys()):
        return None
    table = pack.tables.get(THRESHOLDS)
    highs = tuple(_high(row, values) for row in table.rows) if table else ()
    sure = sum(one.holds is True for one in highs)
    most = sure + sum(one.holds is None for one in highs)
    return Graded(
        highs, _grade(pack, values, sure), _grade(pack, values, most), tuple(barred_by(pack, values))
    )


def barred_by(pack: Pack, values: Mapping[str, Any]) -> list[Barred]:
    """The lines of the negative list that a project meets, each by the first of its words."""
    table = pack.tables.get(NEGATIVE)
    texts = [(name, fold(str(values.get(name) or ""))) for name in SEARCHED]
    found = []
    for row in table.rows if table else ():
        for word in words_of(str(row.results["contains"] or "")):
            field = next((name for name, text in texts if fold(word) in text), "")
            if field:
                found.append(Barred(row, word, field))
                break
    return found


def words_of(cell: str) -> list[str]:
    """The words of a cell, written one behind the other with commas."""
    return [word for one in _BETWEEN.split(cell) if (word := one.strip())]


def _high(row: Row, values: Mapping[str, Any]) -> High:
    least, names = row.results["reach"], FIELDS[row.id]
    assert isinstance(least, Decimal)
    told = [values.get(name) for name in names]
    wanted = tuple(
        name
        for at, (name, value) in enumerate(zip(names, told, strict=True))
        if value is None or (at and not value)  # nothing is divided by no land
    )
    if wanted:
        return High(row.id, row, least, None, wanted)
    first, *under = (Fraction(one) for one in told if one is not None)
    return High(row.id, row, least, first / under[0] if under else first)


def _grade(pack: Pack, values: Mapping[str, Any], highs: int) -> Row | None:
    """The one row of the table of grades that answers; None without one, or where it asks for more."""
    table = pack.tables.get(GRADES)
    if table is None:
        return None
    case = facts_of(pack, values, GRADES)
    told = {name: Fraction(one) if isinstance(one, Decimal | int) else one for name, one in case.items()}
    try:
        return table.decide({**told, "highs": Fraction(highs)}).row  # type: ignore[dict-item]
    except FactsMissing:
        return None
