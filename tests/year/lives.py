"""The lives of simulated projects: what they are, when they move, forward, back, past a stage, and out."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.year.deeds import Approve, Deed, Lead, Move
from tests.year.rulebook import CONTINUES

STAGES = (
    *("lead", "negotiating", "assessed", "approved", "signed", "landed"),
    *("construction", "completed", "producing", "on_books"),
)
SIGNED_ON = STAGES[4:]
LAST = date(2026, 12, 29)
# The dates that a project has once it is in a stage.
DATES = {
    "assessed": ("assessed_on",),
    "signed": ("contract_on",),
    "landed": ("obligation_on",),
    "construction": ("site_on", "started_on"),
    "completed": ("completed_on",),
    "producing": ("produced_on",),
    "on_books": ("on_books_on",),
}
KINDS = (
    *("manufacturing",) * 7,
    *("farming", "farming", "tourism", "logistics", "logistics", "hotel", "car_4s", "guarantee", "mineral"),
)
EDGES = ("2999.99", "3000", "9999.99", "10000", "30000", "49999.99", "50000", "70000", "100000", "8000")
LOST, PAUSED = ("funding", "elsewhere", "terms"), ("decision", "policy", "market")


@dataclass
class Life:
    """One project as it goes along; ``moves`` are in the order of their days."""

    lead: Lead
    dates: dict[str, date] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    approved: bool = False
    contract: Decimal | None = None

    def stage_on(self, day: date) -> str:
        """Its stage at the end of a day."""
        found = self.lead.stage
        for deed in self.deeds:
            if isinstance(deed, Move) and deed.day <= day:
                found = deed.after
        return found

    def contract_on(self, day: date) -> date | None:
        """The day of the contract as known at the end of a day."""
        found: date | None = (self.lead.dates or {}).get("contract_on")
        for deed in self.deeds:
            if isinstance(deed, Move) and deed.day <= day and "contract_on" in deed.dates:
                found = deed.dates["contract_on"]
        return found


def money(rng: random.Random, least: int, most: int) -> Decimal:
    """An amount in 万元, mostly to two decimals, now and then to the fen."""
    places = rng.choice((0, 1, 2, 2, 2, 6))
    return Decimal(rng.randint(least * 10**places, most * 10**places)).scaleb(-places)


def facts(rng: random.Random, sort: str, counties: tuple[str, ...]) -> dict[str, object]:
    """What a project says of itself, in the words of the rulebook."""
    kind = rng.choice(KINDS)
    investment = Decimal(rng.choice(EDGES)) if rng.random() < 0.35 else money(rng, 500, 120_000)
    found: dict[str, object] = {"counted_kind": kind, "brought_by": sort, "investment": investment}
    if rng.random() < 0.2:
        found["foreign_investment"] = money(rng, 10, 900)
    if investment < 3000 and rng.random() < 0.6:
        found["rented_factory"] = True
    if kind == "farming":
        found["legal_person"] = rng.random() < 0.8
    if kind == "hotel":
        found["stars"] = rng.choice((3, 4, 5))
    if rng.random() < 0.04:
        del found["investment"]
    if rng.random() < 0.05:
        del found["counted_kind"]
    places = ("city_zone", "city_zone", "langya", "nanqiao", "county", "county", "elsewhere")
    if rng.random() < 0.9:
        found["landed_at"] = rng.choice(places)
        found["consent"] = rng.random() < 0.7
        if found["landed_at"] == "county":
            found["landing_unit"] = rng.choice(counties)
    return _continued(found)


def _continued(found: dict[str, object]) -> dict[str, object]:
    """Now and then it follows on an earlier project: by its own dice, which leave all others as they fall."""
    rng = random.Random(repr(found))
    if rng.random() < 0.15:
        found["continues"] = rng.choice(CONTINUES)
        if rng.random() < 0.9:
            found["added_amount"] = money(rng, 0, 40_000)
        if "foreign_investment" in found and rng.random() < 0.7:
            found["added_foreign"] = money(rng, 0, 500)
    return found


def old(rng: random.Random, name: str, unit: str, people: tuple[str, str], told: dict[str, object]) -> Lead:
    """A project of the year before, as it stands on the first of January."""
    told["investment"] = told.get("investment") or money(rng, 3000, 60_000)
    signed = date(2025, 1, 1) + timedelta(days=rng.randint(0, 330))
    stage = rng.choice(SIGNED_ON)
    dates, day = {"assessed_on": signed, "contract_on": signed}, signed
    for one in SIGNED_ON[1 : SIGNED_ON.index(stage) + 1]:
        for name_of in DATES[one]:
            day = min(day + timedelta(days=rng.randint(0, 40)), date(2025, 12, 31))
            dates[name_of] = day
    contract = money(rng, 500, 50_000)
    return Lead(date(2026, 1, 2), name, unit, *people, told, stage, dates, contract)


def live(rng: random.Random, lead: Lead) -> Life:
    """A whole life from the lead to the end of the year."""
    life = Life(lead, dict(lead.dates or {}), contract=lead.contract)
    day, stage, left = lead.day, lead.stage, ""
    while True:
        day += timedelta(days=rng.randint(4, 34))
        if day > LAST or stage == "lost" or (stage == "on_books" and rng.random() < 0.7):
            return life
        chance = rng.random()
        if stage == "paused":
            stage = "negotiating" if left == "assessed" and "investment" not in lead.facts else left
            life.deeds += _forward(rng, life, day, stage, reason="")
        elif chance < 0.05:
            left, stage = stage, rng.choice(("paused", "lost"))
            exit_reason = rng.choice(PAUSED if stage == "paused" else LOST)
            life.deeds.append(Move(day, lead.name, stage, {}, exit_reason=exit_reason, reason="情况有变"))
        elif chance < 0.11 and STAGES.index(stage) > 1:
            stage = _back(rng, life, day, stage)
        else:
            step = 1 if chance > 0.2 else rng.choice((2, 3))
            at = min(STAGES.index(stage) + step, len(STAGES) - 1)
            at = 3 if at == 2 and "investment" not in lead.facts else at  # nobody assesses an unknown sum
            skipping = at > STAGES.index(stage) + 1
            if STAGES[at] == stage:
                return life
            stage = STAGES[at]
            life.deeds += _forward(rng, life, day, stage, reason="领导同意提前进入" if skipping else "")


def _forward(rng: random.Random, life: Life, day: date, stage: str, *, reason: str) -> Iterator[Deed]:
    """Into ``stage``, with the approval and every date that it or a stage before it needs."""
    reached = STAGES.index(stage)
    if reached >= 3 and not life.approved:
        life.approved = True
        yield Approve(day, life.lead.name, Decimal(rng.randint(50, 8000)).scaleb(-2))
    dates: dict[str, date | None] = {}
    wanted = [name for one in STAGES[: reached + 1] for name in DATES.get(one, ())]
    if stage == "landed" and rng.random() < 0.5:
        wanted.append("site_on")
    for name in wanted:
        if name not in life.dates:
            dates[name] = life.dates[name] = day - timedelta(days=rng.randint(0, 3))
    contract = None
    if reached >= 4 and life.contract is None and rng.random() < 0.95:
        contract = life.contract = money(rng, 300, 60_000)
    yield Move(day, life.lead.name, stage, dates, contract, reason)


def _back(rng: random.Random, life: Life, day: date, stage: str) -> str:
    """Back one stage or two; now and then what it had reached is taken away with it."""
    at = max(STAGES.index(stage) - rng.choice((1, 1, 2)), 0)
    gone: dict[str, date | None] = {}
    if rng.random() < 0.5:
        for name in DATES.get(stage, ()):
            if life.dates.pop(name, None) is not None:
                gone[name] = None
    life.deeds.append(Move(day, life.lead.name, STAGES[at], gone, reason="条件未落实，退回重办"))
    return STAGES[at]
