"""The questionnaires of a service appraisal, read from a sheet: checked first, then kept as one step (D5).

Three layouts are read: a line a questionnaire with a column a department, a line a department with how many
gave each grade (the tally), and a line a mark (department, rater, mark, copies).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.appraisals import grade_called, worth_of
from app.rules.blocks import Block
from app.rules.folding import fold
from app.services.desk import Desk
from app.services.headquarters import require_headquarters
from app.services.ledger.grid import Workbook
from app.services.policy import pack_of
from app.services.scores.appraised import MARK, marks_of

# What the columns of the third layout are called; the first that a heading contains.
_UNIT, _GIVEN, _RATER, _COPIES = "unit", "given", "rater", "copies"
_CALLED: Mapping[str, tuple[str, ...]] = {
    _RATER: (
        "评议",
        "测评方",
        "测评人",
        "企业",
        "项目",
        "问卷",
        "rater",
        "firm",
        "company",
        "project",
        "questionnaire",
    ),
    _UNIT: ("单位", "部门", "窗口", "unit", "department"),
    _COPIES: ("份数", "票数", "人数", "copies", "votes"),
    _GIVEN: ("得分", "分数", "评分", "打分", "评价", "等次", "满意度", "mark", "score", "grade"),
}
_LONGEST = {"unit": 200, "rater": 100, "given": 30}
_MOST_COPIES = 1_000_000


@dataclass(frozen=True, slots=True)
class CheckedMark:
    """One mark before it is kept: ``before`` is the record it takes the place of; ``reason``: refused."""

    unit: str
    rater: str
    given: str
    copies: int = 1
    before: Row | None = None
    reason: Reason | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to keep."""
        if self.reason is not None:
            return False
        known = self.before
        return known is None or (known["given"], known["copies"] or 1) != (self.given, self.copies)


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """Every mark that was read, in order; ``layout``: ``by_rater``, ``tally``, ``lines`` or "" for none."""

    layout: str
    lines: tuple[CheckedMark, ...]

    @property
    def changing(self) -> int:
        """Marks that will be kept."""
        return sum(one.changes for one in self.lines)

    @property
    def refused(self) -> int:
        """Cells that cannot be taken."""
        return sum(one.reason is not None for one in self.lines)


def block_of(workbook: Workbook) -> Block:
    """The first filled sheet of a file."""
    for sheet in workbook.sheets:
        if any(sheet.rows):
            return [
                [row[at].text if at in row else "" for at in range(sheet.width)] for row in sheet.rows if row
            ]
    return []


def check_marks(desk: Desk, starts_on: date, block: Block) -> CheckedSheet:
    """Check what a sheet says of a half-year; nothing is kept.

    A rater's mark takes the place of the one the same rater gave before, a tally that of the tally before,
    so that a sheet may be read twice.
    """
    pack = pack_of(desk)
    block = [
        [" ".join(cell.split()) for cell in line] for line in block if any(cell.strip() for cell in line)
    ]
    layout, read = _read(pack, block)
    known = {
        _key(pack, str(row["name"]), str(row["rater"] or ""), str(row["given"])): row
        for row in marks_of(desk, starts_on)
    }
    lines, seen = [], set[tuple[str, str, str]]()
    for one in read:
        checked = _checked(pack, one)
        key = _key(pack, checked.unit, checked.rater, checked.given)
        if checked.reason is None and key in seen:
            checked = replace(checked, reason=Reason("appraisals.why.twice"))
        seen.add(key)
        lines.append(replace(checked, before=known.get(key)))
    return CheckedSheet(layout, tuple(lines))


def keep_marks(desk: Desk, starts_on: date, lines: Sequence[CheckedMark]) -> ChangeSet:
    """Keep every mark that changes, as one step of undo; what cannot be taken is left out.

    Raises:
        WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    with desk.store.write(actor=desk.actor, label="set.appraisal_marks") as work:
        for one in lines:
            if not one.changes:
                continue
            if one.before is not None:
                work.update(MARK, one.before.id, {"given": one.given, "copies": one.copies})
                continue
            values: dict[str, object] = {"name": one.unit, "starts_on": starts_on, "given": one.given}
            values |= {"copies": one.copies, **({"rater": one.rater} if one.rater else {})}
            work.create(MARK, values)
    return work.changes


_Raw = tuple[str, str, str, str]
"""Department, rater, mark or grade, copies; as written."""


def _read(pack: Pack, block: Block) -> tuple[str, list[_Raw]]:
    if not block:
        return "", []
    head, *lines = block
    if (
        lines
        and len(head) > 1
        and all(grade_called(pack, cell) for cell in head[1:] if cell)
        and any(head[1:])
    ):
        return "tally", [*_tally(head, lines)]
    called = _called(head)
    if lines and _UNIT in called and _GIVEN in called:
        return "lines", [*_lines(called, lines)]
    if len(head) == 2 and worth_of(pack, head[1]) is not None:  # no headings
        return "lines", [*_lines({_UNIT: 0, _GIVEN: 1}, block)]
    if lines and len(head) > 1:
        return "by_rater", [*_by_rater(head, lines, by_unit=_first_called(head[0]) == _UNIT)]
    return "", []


def _tally(head: Sequence[str], lines: Block) -> Iterator[_Raw]:
    for line in lines:
        for grade, copies in zip(head[1:], line[1:], strict=False):
            if grade and copies.strip() not in ("", "0", "-", "—"):
                yield line[0], "", grade, copies


def _lines(called: Mapping[str, int], lines: Block) -> Iterator[_Raw]:
    for number, line in enumerate(lines, 1):
        told = {name: line[at] for name, at in called.items() if at < len(line)}
        copies = told.get(_COPIES, "")
        rater = told.get(_RATER, "") or ("" if copies else f"#{number}")
        yield told.get(_UNIT, ""), rater, told.get(_GIVEN, ""), copies or "1"


def _by_rater(head: Sequence[str], lines: Block, *, by_unit: bool) -> Iterator[_Raw]:
    """A questionnaire without a name is called by its number, so that it is known again."""
    for number, line in enumerate(lines, 1):
        for at, (other, given) in enumerate(zip(head[1:], line[1:], strict=False), 1):
            if other and given.strip() not in ("", "-", "—"):
                if by_unit:
                    yield line[0], other or f"#{at}", given, "1"
                else:
                    yield other, line[0] or f"#{number}", given, "1"


def _called(head: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        name = _first_called(cell)
        if name and name not in found:
            found[name] = at
    return found


def _first_called(cell: str) -> str:
    words = fold(cell).casefold()
    return next((name for name, some in _CALLED.items() if any(one in words for one in some)), "")


def _checked(pack: Pack, raw: _Raw) -> CheckedMark:
    unit, rater, given, written = (part.strip() for part in raw)
    copies, reason = _whole(written)
    if not grade_called(pack, given):
        given = fold(given).removesuffix("分").strip()
    if not unit:
        reason = Reason("rules.value.required")
    elif worth_of(pack, given) is None:
        reason = Reason("appraisals.why.mark", {"text": given[:30]})
    elif any(
        len(text) > _LONGEST[name] for name, text in (("unit", unit), ("rater", rater), ("given", given))
    ):
        reason = Reason("appraisals.why.long")
    return CheckedMark(unit, rater, given, copies, None, reason)


def _whole(written: str) -> tuple[int, Reason | None]:
    plain = fold(written).removesuffix("份").removesuffix("票").removesuffix("人").strip()
    if plain.isascii() and plain.isdecimal() and 0 < int(plain[:9]) <= _MOST_COPIES and len(plain) < 9:
        return int(plain), None
    return 0, Reason("appraisals.why.copies", {"text": written[:30]})


def _key(pack: Pack, unit: str, rater: str, given: str) -> tuple[str, str, str]:
    """What a mark takes the place of: the same rater's; of a tally, the same grade or mark."""
    return unit, rater, "" if rater else grade_called(pack, given) or given
