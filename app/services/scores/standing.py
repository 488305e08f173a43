"""What follows from the figures: offices at today's date, one-vote suggestions, rewards (A6, C7, C8, C9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.errors import OutpostError
from app.model.changes import ChangeSet
from app.model.row import Row
from app.policy.pack import NoSuchTable, Pack
from app.policy.table import Decision
from app.rules.continuations import continued, counted_values
from app.rules.merit import Suggestion, UnitYear, check_staff, check_standing, suggest
from app.rules.project_facts import facts_of
from app.rules.ranking import periods_last
from app.rules.rewards import Claim, Reward, reward
from app.rules.targets import Owner, Progress, Target, progress, standard_target
from app.services.desk import Desk
from app.services.headquarters import require_headquarters
from app.services.policy import pack_of
from app.services.records import create_record
from app.services.scores.board import board
from app.services.scores.funds import Funds
from app.services.scores.goals import Window, goals, holding
from app.store.changed import Changes
from app.store.reading import Filter

FUNDS = "funds_in_place"
QUARTERS = 4
_LARGE = "large_landed"


@dataclass(frozen=True, slots=True)
class Term:
    """An office in its term: ``progress`` None where nobody set a target and the pack has none."""

    row: Row
    progress: Progress | None
    staff: Decision | None


def terms(desk: Desk, on: date | None = None) -> list[Term]:
    """Every office whose term the day lies in, by name, against the term's clock.

    Of several targets for the term the one of funds in place is shown.
    """
    day = on or desk.today()
    pack = pack_of(desk, day)
    known = [one.target for one in holding(pack, goals(desk, pack), Owner.OFFICE, "term", day)]
    rows = desk.store.rows("posting", desk.store.ids("posting"))
    current = [row for row in rows if row["starts_on"] <= day and not _ended(row, day)]
    found = []
    for row in sorted(current, key=lambda row: str(row["name"])):
        own = sorted((one for one in known if one.owner == row["name"]), key=lambda one: one.measure != FUNDS)
        target = own[0] if own else _standard(pack, row)
        found.append(Term(row, _progress(desk, pack, target, day), _staff(pack, row)))
    return found


@dataclass(frozen=True, slots=True)
class Merit:
    """A unit's year: what the rules suggest, the projects that count, and what people decided."""

    unit: str
    suggestion: Suggestion
    projects: tuple[Row, ...]
    decided: tuple[Row, ...]
    year: UnitYear
    pack: Pack

    def with_mark(self, verdict: str) -> Suggestion:
        """What the rules would suggest once a person has said ``verdict``; nothing is kept."""
        year = self.year
        criticised = year.criticised or verdict == "criticised"
        return suggest(
            self.pack, replace(year, criticised=criticised, vetoed=year.vetoed or verdict == "vetoed")
        )


def merits(desk: Desk, year: int) -> list[Merit]:
    """A suggestion for every unit that landed something, had a task, or was criticised.

    Raises:
        NoSuchTable: the pack has no rules on it.
    """
    last = max(min(date(year, 12, 31), desk.today()), date(year, 1, 1))
    window, pack = Window(date(year, 1, 1), last), pack_of(desk, last)
    found = board(desk, on=last)
    records = desk.store.rows("merit", desk.store.ids("merit", filters=[Filter("year", "eq", year)]))
    tasks = {
        line.owner: int(one.target.amount)
        for line in found.lines
        for one in line.targets
        if one.target.measure == _LARGE
    }
    units = {line.owner for line in found.lines if line.figures.get("landed")} | tasks.keys()
    units |= {str(row["name"]) for row in records}
    with desk.looking():
        known = _kept_years(desk, pack, window)
        return [known.of(unit, tasks.get(unit), records) for unit in sorted(units - {""})]


class _Years:
    """The year of each unit as last told; of all its projects only those that landed are looked at."""

    def __init__(self, desk: Desk, pack: Pack, window: Window) -> None:
        self._desk, self._pack, self._window = desk, pack, window
        self._told: dict[str, tuple[int | None, Merit]] = {}
        self._unit_of: dict[str, str] = {}

    def of(self, unit: str, task: int | None, records: list[Row]) -> Merit:
        known = self._told.get(unit)
        if known is None or known[0] != task:
            landed, made = _merit(self._desk, self._pack, unit, self._window, task, records)
            known = self._told[unit] = task, made
            self._unit_of |= dict.fromkeys(landed, unit)
        return known[1]

    def without(self, projects: Sequence[str]) -> "_Years":
        """Without the units that these projects were or are of, which are told again."""
        now = self._desk.store.fields("project", projects, ["responsible_unit"])
        units = {str(one["responsible_unit"] or "") for one in now.values()}
        units |= {self._unit_of[id] for id in projects if id in self._unit_of}
        rest = _Years(self._desk, self._pack, self._window)
        rest._told = {unit: one for unit, one in self._told.items() if unit not in units}
        rest._unit_of = dict(self._unit_of)
        return rest


def _kept_years(desk: Desk, pack: Pack, window: Window) -> _Years:
    def renewed(known: _Years, changes: Changes) -> _Years | None:
        if changes.kinds & {"rulebook", "merit"}:
            return None
        return known.without(sorted(changes.changed)) if changes.changed else known

    key = ("merits", window, pack.id, pack.version)
    return desk.memory.recall(desk.store.changed, key, lambda: _Years(desk, pack, window), renewed)


def decide_merit(desk: Desk, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Keep what a person decided: ``name``, ``year``, ``verdict``, ``reason``, ``suggested``; by the person
    at the keyboard today unless told.

    Raises:
        InvalidRecord: a value is refused or missing. WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    return create_record(desk, "merit", {"decided_on": desk.today(), "decided_by": desk.actor, **raw})


@dataclass(frozen=True, slots=True)
class Owed:
    """A reward that somebody asks for; ``award`` is what people decided, 0 where they have not."""

    introduction: Row
    project: Row
    reward: Reward


def rewards(desk: Desk) -> list[Owed]:
    """Every registered introduction with whether its reward is due today, and why not (C9)."""
    pack, store = pack_of(desk), desk.store
    if "rewards" not in pack.tables:
        return []
    rows = store.rows("introduction", store.ids("introduction"))
    projects = {one.id: one for one in store.rows("project", sorted({row["project_id"] for row in rows}))}
    found = []
    for row in rows:
        project = projects.get(row["project_id"])
        if project is None or project.deleted:
            continue
        role = "agent" if row["organisation_id"] else "finder"
        days = (project[name] for name in ("contract_on", "completed_on", "produced_on"))
        claim = Claim(role, row["registered_on"], *days)
        found.append(Owed(row, project, reward(pack, claim, row["award"] or Decimal(0), desk.today())))
    return found


@dataclass(frozen=True, slots=True)
class Last:
    """A unit that was last for some quarters running, and what follows (C7)."""

    unit: str
    quarters: int
    decision: Decision


def last_in_rank(desk: Desk, ranking: str, on: date | None = None) -> list[Last]:
    """Who is in the lowest place of a ranking of the pack, and for how many quarters that are over.

    Each quarter counts for itself; four are looked at.

    Raises:
        NoSuchTable: the pack does not rank by that.
    """
    day = on or desk.today()
    pack = pack_of(desk, day)
    history = [
        board(desk, on=end, first=first).ranking(ranking).places for first, end in _quarters(day, QUARTERS)
    ]
    found = []
    for unit in sorted({place.owner for place in history[-1] if place.last}):
        running = periods_last(history, unit)
        try:
            found.append(Last(unit, running, check_standing(pack, running)))
        except NoSuchTable:
            return []
    return found


def _quarters(day: date, count: int) -> list[tuple[date, date]]:
    """The quarters that are over, the oldest first."""
    month = (day.month - 1) // 3 * 3 + 1
    starts = [date(day.year, month, 1)]
    for _ in range(count):
        first = starts[-1]
        starts.append(date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1))
    ends = [start.fromordinal(start.toordinal() - 1) for start in starts[:-1]]
    return list(reversed(list(zip(starts[1:], ends, strict=True))))


def _ended(row: Row, day: date) -> bool:
    return row["ends_on"] is not None and bool(row["ends_on"] < day)


def _standard(pack: Pack, row: Row) -> Target | None:
    amount = standard_target(pack, "term") if "targets" in pack.tables else None
    if amount is None or row["sort"] != "stationed_office":
        return None
    return Target(Owner.OFFICE, str(row["name"]), FUNDS, "term", row["starts_on"], amount)


def _progress(desk: Desk, pack: Pack, target: Target | None, day: date) -> Progress | None:
    if target is None:
        return None
    term = Window(target.start, day)
    if target.measure == FUNDS:
        done = Funds(desk, Owner.OFFICE, term).of_owners(term).get(target.owner, Decimal(0))
    else:
        line = board(desk, owner=Owner.OFFICE, on=day, first=term.first).line(target.owner)
        done = line.figures.get(target.measure, Decimal(0)) if line else Decimal(0)
    return progress(pack, target, done, day)


def _staff(pack: Pack, row: Row) -> Decision | None:
    people = {row["head"], row["assistant"], *(row["members"] or ())} - {None, ""}
    try:
        return check_staff(pack, len(people)) if row["sort"] == "industry_office" else None
    except OutpostError:
        return None


def _merit(
    desk: Desk, pack: Pack, unit: str, window: Window, task: int | None, records: list[Row]
) -> tuple[list[str], Merit]:
    """The projects that landed and are counted as such, and what they come to."""
    store = desk.store
    landed = store.rows("project", store.tallies.landed(unit, window.first, window.last))
    rules = {row.id: continued(pack, row.values) for row in landed}
    rows = [row for row in landed if rules[row.id].counts]
    told = [row for row in rows if row["investment"] is not None and row["counted_kind"]]
    own = [row for row in records if row["name"] == unit]
    marks = {row["verdict"] for row in own}
    facts = [facts_of(pack, counted_values(rules[row.id], row.values), "merit.projects") for row in told]
    year = UnitYear(facts, task, criticised="criticised" in marks, vetoed="vetoed" in marks)
    suggestion = suggest(pack, year)
    counted = tuple(told[at] for at in suggestion.counted)
    return [row.id for row in rows], Merit(unit, suggestion, counted, tuple(own), year, pack)
