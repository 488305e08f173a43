"""The results of a round of the service appraisal, as they are shown, printed and published (D5)."""

from fractions import Fraction

import msgspec

from app.rules.appraisals import Part
from app.rules.rounding import NOTHING, half_up


class Result(msgspec.Struct, frozen=True):
    """One department of a round as it is shown and published; ``part``: of ``app.rules.appraisals.Part``.

    ``missing``: points to the mark that leads out of its part. What follows is told in the words of the
    pack in force then, and ``rule`` is the id of its row.
    """

    unit: str
    copies: int
    mark: Fraction | None
    rank: int | None
    part: str
    running: int
    zh: str
    en: str
    rule: str
    source_zh: str
    source_en: str
    missing: Fraction | None = None
    tied: bool = False


class Results(msgspec.Struct, frozen=True):
    """A round, best first; ``places`` of marks shown; ``least`` questionnaires; ``zh``, ``en``: the pack."""

    lines: tuple[Result, ...]
    places: int
    least: int
    zh: str
    en: str

    def mark_text(self, mark: Fraction | None) -> str:
        """A mark as it is shown."""
        return NOTHING if mark is None else f"{half_up(mark, self.places):f}"

    def of(self, part: Part) -> list[Result]:
        """Those of a part, the best first."""
        return [one for one in self.lines if one.part == part]
