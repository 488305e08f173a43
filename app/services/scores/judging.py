"""Judging leads 有价值信息认定: which are valuable, whose they are, what that gives (systems.md A2, C5)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.model.changes import ChangeSet
from app.policy.pack import Pack
from app.reasons import Reason
from app.rules.targets import Owner
from app.rules.validation import Problem
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.headquarters import require_headquarters
from app.services.memory import unless
from app.services.policy import pack_of
from app.services.records import checked_values, create_record, required_row
from app.services.scores.goals import LEADS, goals, period_of
from app.services.scores.ledger import lead_entries
from app.store.reading import Filter

JUDGEMENT, PROJECT = "lead_judgement", "project"
_OPEN = ("lead", "negotiating")
_SAID = ("project_id", "name", "valuable", "judged_on", "reason")
_TOLD = ("name", "responsible_unit", "found_by")
_PAGE = 10_000  # SQLite takes 32,766 variables


@dataclass(frozen=True, slots=True)
class Quota:
    """A person's valuable leads of the year against what they owe, and the points they give."""

    person: str
    done: int
    due: Decimal | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class JudgedLead:
    """A lead with what was last said of it (None: nobody has), and how its finder stands.

    ``id``, ``name`` and ``unit`` are of the project, ``unit`` the one that is responsible for it. A judgement
    tells its ``id``, ``name`` (whose the lead is), ``valuable``, ``judged_on`` and ``reason``.
    """

    id: str
    name: str
    unit: str | None
    judgement: Mapping[str, Any] | None
    finder: str
    quota: Quota


def leads_to_judge(desk: Desk) -> list[JudgedLead]:
    """Every lead under way or judged, those that nobody has judged first, then the latest judgement."""
    again = unless("lead_judgement", "project", "goal", "rulebook")
    key = ("leads to judge", desk.today())
    return desk.memory.recall(desk.store.changed, key, lambda: _leads_to_judge(desk), again)


def _leads_to_judge(desk: Desk) -> list[JudgedLead]:
    store = desk.store
    latest = _latest(desk)
    ids = store.ids(PROJECT, filters=[Filter("stage", "in", _OPEN)])
    wanted = list(dict.fromkeys([*latest, *ids]))
    pages = (wanted[at : at + _PAGE] for at in range(0, len(wanted), _PAGE))
    standing, found = _Standing(desk), []
    for page in pages:
        for id, told in store.fields(PROJECT, page, _TOLD).items():
            said = latest.get(id)
            finder = str((said["name"] if said else told["found_by"]) or "")
            name, unit = str(told["name"] or ""), told["responsible_unit"]
            found.append(JudgedLead(id, name, unit, said, finder, standing.of(finder)))
    found.sort(key=lambda one: one.id, reverse=True)
    return sorted(found, key=lambda one: (one.judgement is not None, -_day(one)))


def judge_lead(desk: Desk, project: str, raw: Mapping[str, Any]) -> tuple[str, ChangeSet]:
    """Say whether a lead is valuable: ``valuable``, ``name`` (whose it is), ``judged_on``, ``reason``.

    What was said before stays; the latest counts.

    Raises:
        InvalidRecord: a value is refused, or a lead is turned down without its reason.
        RecordNotFound: no such lead. WrittenByHeadquarters: not this person.
    """
    require_headquarters(desk)
    required_row(desk, PROJECT, project)
    values = checked_values(
        desk, JUDGEMENT, {"judged_on": desk.today(), **raw, "project_id": project}, complete=True
    )
    if values.get("valuable") is None:
        raise InvalidRecord([Problem("valuable", Reason("rules.value.required"))])
    if not values["valuable"] and not str(values.get("reason") or "").strip():
        raise InvalidRecord([Problem("reason", Reason("approval.reason"))])
    if values["judged_on"] > desk.today():
        raise InvalidRecord([Problem("judged_on", Reason("approval.future"))])
    return create_record(desk, JUDGEMENT, values)


def would_be(desk: Desk, project: str, finder: str, valuable: bool) -> tuple[Quota, Quota]:
    """How the finder stands now, and would stand with the lead judged so; nothing is kept."""
    standing = _Standing(desk)
    now = standing.of(finder)
    mine = {one for one, (name, good) in standing.judged.items() if name == finder and good}
    done = len(mine | {project}) if valuable else len(mine - {project})
    return now, Quota(finder, done, now.due, standing.points(finder, done, now.due))


class _Standing:
    """Everybody's quota, read once."""

    def __init__(self, desk: Desk) -> None:
        day = desk.today()
        self._pack: Pack = pack_of(desk, day)
        self._due: dict[str, tuple[date, Decimal]] = {}
        for goal in goals(desk, self._pack):
            target = goal.target
            is_quota = (target.owner_kind, target.measure) == (Owner.PERSON, LEADS)
            if is_quota and period_of(self._pack, goal).holds(day):
                self._due[target.owner] = target.start, target.amount
        year = date(day.year, 1, 1)
        self.judged = {
            one.project: (one.finder, one.valuable)
            for one in desk.store.tallies.judged()
            if self._due.get(one.finder, (year,))[0] <= one.day <= day
        }
        self._done = Counter(name for name, good in self.judged.values() if good)
        self._told: dict[str, Quota] = {}

    def of(self, person: str) -> Quota:
        """How somebody stands today; there are many leads of few people."""
        if person not in self._told:
            done = self._done[person] if person else 0
            due = self._due[person][1] if person in self._due else None
            self._told[person] = Quota(person, done, due, self.points(person, done, due))
        return self._told[person]

    def points(self, person: str, done: int, due: Decimal | None) -> Decimal:
        """What so many valuable leads give; nothing to whoever owes none."""
        if due is None:
            return Decimal(0)
        return sum((one.points for one in lead_entries(self._pack, person, done, due)), Decimal(0))


def _latest(desk: Desk) -> dict[str, Mapping[str, Any]]:
    """Project → its latest judgement, as the tallies take it: the later day, then the later record."""
    said = desk.store.fields(JUDGEMENT, desk.store.ids(JUDGEMENT), _SAID).values()
    told = sorted((one for one in said if one["project_id"]), key=lambda one: (one["judged_on"], one["id"]))
    return {one["project_id"]: one for one in told}


def _day(one: JudgedLead) -> int:
    on: date | None = one.judgement["judged_on"] if one.judgement else None
    return on.toordinal() if on else 0
