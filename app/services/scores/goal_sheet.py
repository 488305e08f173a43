"""Targets as a sheet, an owner a line and a measure a column: typed, pasted, one undo (systems.md C3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.model.changes import ChangeSet
from app.reasons import Reason
from app.rules.amounts import Unit, is_bare
from app.rules.blocks import Block, read_block
from app.rules.folding import fold
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.funds import read_figure
from app.services.headquarters import require_headquarters
from app.services.policy import pack_of
from app.services.scores.goals import GOAL, Goal, goals

MONEY = ("contract_capital", "funds_in_place", "out_of_province_funds", "tax_returned")
USD = "foreign_capital"
TERM, _POSTING = "term", "posting"


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One owner: what is set of each measure, and the record that says so; the day their period begins."""

    owner: str
    set: Mapping[str, Goal]
    starts_on: date

    def amount(self, measure: str) -> Decimal | None:
        """The target; None where none is set."""
        goal = self.set.get(measure)
        return goal.target.amount if goal else None


@dataclass(frozen=True, slots=True)
class GoalSheet:
    """Everybody of a sort who has or could have a target for the period that begins on ``starts_on``."""

    owner_kind: Owner
    kind: str
    starts_on: date
    lines: tuple[GoalLine, ...]

    def line(self, owner: str) -> GoalLine:
        """Somebody's; an empty one for whoever is not on the sheet yet."""
        return next((one for one in self.lines if one.owner == owner), GoalLine(owner, {}, self.starts_on))


@dataclass(frozen=True, slots=True)
class CheckedGoal:
    """A target before it is set: ``new`` where nobody of that name is on the sheet; ``reason``: refused."""

    owner: str
    measure: str
    text: str
    before: Decimal | None = None
    after: Decimal | None = None
    new: bool = False
    reason: Reason | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to set."""
        return self.reason is None and self.after is not None and self.after != self.before


@dataclass(frozen=True, slots=True)
class PastedGoals:
    """Columns of targets, line by line as copied; ``beyond``: lines below the end of the sheet."""

    measures: tuple[str, ...]
    lines: tuple[tuple[CheckedGoal, ...], ...]
    beyond: int = 0

    @property
    def every(self) -> list[CheckedGoal]:
        """Every cell."""
        return [one for line in self.lines for one in line]

    @property
    def changing(self) -> int:
        """Targets that will be set."""
        return sum(one.changes for one in self.every)

    @property
    def refused(self) -> int:
        """Cells that cannot be taken."""
        return sum(one.reason is not None for one in self.every)


def goal_sheet(desk: Desk, owner: Owner, kind: str, starts_on: date) -> GoalSheet:
    """The sheet of a sort of owner and a kind of period; of two targets for the same the later one holds.

    A term begins with each office's own: ``starts_on`` counts for offices that nobody entered.
    """
    terms = _terms(desk, starts_on) if kind == TERM else {}
    found: dict[str, dict[str, Goal]] = {name: {} for name in (terms or _names(desk, owner))}
    for goal in sorted(goals(desk, pack_of(desk, starts_on)), key=lambda one: one.row.id):
        target = goal.target
        begins = terms.get(target.owner, starts_on)
        if (target.owner_kind, target.kind, target.start) == (owner, kind, begins):
            found.setdefault(target.owner, {})[target.measure] = goal
    lines = (GoalLine(name, found[name], terms.get(name, starts_on)) for name in sorted(found) if name)
    return GoalSheet(owner, kind, starts_on, tuple(lines))


def _names(desk: Desk, owner: Owner) -> list[str]:
    """Whoever projects or offices name."""
    if owner is Owner.OFFICE:
        return [str(row["name"]) for row in desk.store.rows(_POSTING, desk.store.ids(_POSTING))]
    return desk.store.tallies.owners(owner.value)


def _terms(desk: Desk, on: date) -> dict[str, date]:
    """When the term of each office begins that runs on the day, or the first one to come."""
    rows = desk.store.rows(_POSTING, desk.store.ids(_POSTING))
    known = [row for row in rows if row["starts_on"] and (row["ends_on"] is None or row["ends_on"] >= on)]
    return {str(row["name"]): row["starts_on"] for row in sorted(known, key=lambda row: row["starts_on"])}


def check_goal(sheet: GoalSheet, owner: str, measure: str, text: str, unit: Unit = Unit.WAN) -> CheckedGoal:
    """Check one cell; bare sums count in ``unit``. An empty text leaves what there is."""
    before = sheet.line(owner).amount(measure)
    new = owner not in {line.owner for line in sheet.lines}
    after, reason = _read(measure, text.strip(), unit)
    if reason is None and not owner:
        reason = Reason("rules.value.required") if text.strip() else None
    return CheckedGoal(owner, measure, text.strip(), before, after, new, reason)


def check_pasted_goals(
    sheet: GoalSheet,
    text: str,
    measures: Sequence[str],
    headings: Mapping[str, str],
    *,
    row: int = 0,
    unit: Unit = Unit.WAN,
) -> PastedGoals:
    """Check what was copied; nothing is set.

    ``headings``: words → measure; a first line of them says which column is which, else the columns are
    ``measures`` in order. A column of names says whose the lines are, else they go to the sheet from ``row``.
    """
    block = read_block(text)
    named = _name_column(block, sheet)
    places = [at for at in range(len(block[0]) if block else 0) if at != named]
    known = {_folded(words): measure for words, measure in headings.items()}
    called = {at: known[key] for at in places if (key := _heading(block[0][at])) in known} if block else {}
    begin = 1 if called or _is_heading(block, places) else 0
    columns = called or dict(zip(places, measures, strict=False))
    lines = block[begin:]
    beyond = 0 if named >= 0 else max(len(lines) - (len(sheet.lines) - row), 0)
    owners = _owners(sheet, lines, named, row)
    checked = [
        tuple(check_goal(sheet, owner, measure, line[at], unit) for at, measure in columns.items())
        for owner, line in zip(owners, lines, strict=False)
    ]
    return PastedGoals(tuple(columns.values()), tuple(_once(checked)), beyond)


def set_goals(desk: Desk, sheet: GoalSheet, checked: Sequence[CheckedGoal]) -> ChangeSet:
    """Set every target that changes, as one step of undo; cells that cannot be taken are left out.

    Raises:
        WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    with desk.store.write(actor=desk.actor, label="set.goals") as work:
        for one in checked:
            if not one.changes:
                continue
            line = sheet.line(one.owner)
            goal = line.set.get(one.measure)
            if goal is not None:
                work.update(GOAL, goal.row.id, {"amount": one.after})
                continue
            whose = {"name": one.owner, "owner": sheet.owner_kind.value, "measure": one.measure}
            period = {"period": sheet.kind, "starts_on": line.starts_on}
            values: dict[str, object] = {**whose, **period, "amount": one.after}
            work.create(GOAL, values)
    return work.changes


def _read(measure: str, text: str, unit: Unit) -> tuple[Decimal | None, Reason | None]:
    """A target: sums in 万元, foreign capital in 万美元, all others whole counts; none below zero."""
    if measure == USD:
        text = text.replace("万美元", "").strip()
    if measure not in MONEY and text and not is_bare(text):
        return None, Reason("rules.goal.count", {"text": text[:40]})
    amount, reason = read_figure(text, unit if measure in MONEY else Unit.WAN)
    if reason is not None or amount is None:
        return None, reason
    if amount < 0:
        return None, Reason("rules.goal.negative")
    if measure not in (*MONEY, USD) and amount != amount.to_integral_value():
        return None, Reason("rules.goal.count", {"text": text[:40]})
    return amount, None


def _folded(words: str) -> str:
    return "".join(fold(words).split())


def _heading(cell: str) -> str:
    """A heading without the unit in brackets behind it."""
    return _folded(cell.replace("（", "(").partition("(")[0])


def _is_figure(cell: str) -> bool:
    amount, reason = read_figure(cell.strip(), Unit.WAN)
    return amount is not None and reason is None


def _is_heading(block: Block, places: Sequence[int]) -> bool:
    return len(block) > 1 and not any(_is_figure(block[0][at]) for at in places)


def _name_column(block: Block, sheet: GoalSheet) -> int:
    """The column that says whose the lines are: words where others have figures; -1 where none does."""
    width = len(block[0]) if block else 0
    names = {_folded(line.owner) for line in sheet.lines}
    for at in range(width):
        cells = [line[at].strip() for line in block if line[at].strip()]
        if any(_folded(cell) in names for cell in cells):
            return at
    words = (at for at in range(width - 1) if not any(_is_figure(line[at]) for line in block))
    return next(words, -1)


def _owners(sheet: GoalSheet, lines: Block, named: int, row: int) -> list[str]:
    if named < 0:
        return [line.owner for line in sheet.lines[row:]]
    names = {_folded(line.owner): line.owner for line in sheet.lines}
    return [names.get(_folded(line[named]), line[named].strip()) for line in lines]


def _once(lines: Sequence[tuple[CheckedGoal, ...]]) -> list[tuple[CheckedGoal, ...]]:
    """The same owner twice: the later line is refused, nothing is overwritten unseen."""
    seen, found = set[str](), list[tuple[CheckedGoal, ...]]()
    for line in lines:
        owner = line[0].owner if line else ""
        if owner and owner in seen:
            line = tuple(
                CheckedGoal(one.owner, one.measure, one.text, one.before, reason=_TWICE) for one in line
            )
        seen.add(owner)
        found.append(line)
    return found


_TWICE = Reason("rules.goal.twice")
