"""A year made up from a seed: who leads what where, what is booked, corrected, published and judged."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

from tests.year.deeds import (
    Aim,
    Commit,
    Correct,
    Deed,
    Enter,
    HandOver,
    Judge,
    Lead,
    Lock,
    Mark,
    Post,
    Publish,
    Recount,
    Register,
    Share,
    Sheet,
    Tax,
    Year,
)
from tests.year.lives import SIGNED_ON, Life, facts, live, money, old
from tests.year.rulebook import QUOTAS

MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))
START = date(2026, 1, 2)
Cell = tuple[str, date, str, str]  # project, month, component, source


def year(seed: int, *, projects: int, units: int) -> Year:
    """The deeds of a whole year, in their order."""
    made = _Making(random.Random(f"year {seed}"), projects, units)
    deeds = [*made.prologue(), *made.projects(), *made.months(), *made.people()]
    return Year(seed, made.units, tuple(sorted(deeds, key=lambda deed: deed.day)))


class _Making:
    def __init__(self, rng: random.Random, projects: int, units: int) -> None:
        self._rng, self._count = rng, projects
        names = [f"{at:02d}号招商单位" for at in range(1, units + 1)]
        offices, counties = max(units // 5, 1), max(units // 5, 1)
        self.units = {
            "stationed_office": tuple(names[:offices]),
            "county_unit": tuple(names[offices : offices + counties]),
            "city_unit": tuple(names[offices + counties :]),
        }
        self._sort = {name: sort for sort, them in self.units.items() for name in them}
        self._lives: list[Life] = []
        self._told: dict[Cell, None] = {}  # in the order they were told

    def prologue(self) -> list[Deed]:
        """The rules, the offices' terms and the targets."""
        rng, found = self._rng, list[Deed]([Publish(START, 1), Publish(date(2026, 6, 24), 2)])
        for office in self.units["stationed_office"]:
            found.append(Post(START, office, date(2026, 1, 1) if rng.random() < 0.7 else date(2026, 3, 15)))
        first, half = date(2026, 1, 1), date(2026, 7, 1)
        for unit in self._sort:
            for measure, most in (("contract_capital", 90_000), ("funds_in_place", 20_000), ("signed", 9)):
                if rng.random() < 0.8:
                    amount = Decimal(rng.randint(1, most))
                    found.append(Aim(START, "unit", unit, measure, "year", first, amount))
            for measure, most in (("foreign_capital", 800), ("large_landed", 2), ("tax_returned", 900)):
                if rng.random() < 0.35:
                    amount = Decimal(rng.randint(1, most))
                    found.append(Aim(START, "unit", unit, measure, "year", first, amount))
            if rng.random() < 0.4:
                found += [
                    Aim(START, "unit", unit, "started", "half", one, Decimal(rng.randint(1, 4)))
                    for one in (first, half)
                ]
            for person in self._people(unit):
                rank = rng.choice((*QUOTAS, ""))
                owed = None if rank else Decimal(rng.randint(0, 3))
                if rng.random() < 0.7:
                    aim = Aim(START, "person", person, "valuable_leads", "year", first, owed, unit, rank)
                    found.append(aim)
            if rng.random() < 0.1:
                found.append(Mark(date(2026, 5, 6), unit, rng.choice(("criticised", "vetoed"))))
        return found

    def projects(self) -> list[Deed]:
        """Every unit has one project that stands to the end; the others live."""
        rng = self._rng
        for unit in self._sort:
            lead = old(rng, f"{unit}老厂", unit, self._named(unit), self._facts(unit))
            self._lives.append(Life(lead, dict(lead.dates or {}), contract=lead.contract))
        for at in range(self._count - len(self._sort)):
            unit, name = rng.choice(list(self._sort)), f"{at + 1:03d}号项目"
            if rng.random() < 0.22:
                lead = old(rng, name, unit, self._named(unit), self._facts(unit))
            else:
                day = START + timedelta(days=rng.randint(0, 240))
                lead = Lead(day, name, unit, *self._named(unit), self._facts(unit))
            self._lives.append(live(rng, lead))
        return [*(one.lead for one in self._lives), *chain.from_iterable(one.deeds for one in self._lives)]

    def _facts(self, unit: str) -> dict[str, object]:
        return facts(self._rng, self._sort[unit], self.units["county_unit"])

    def _named(self, unit: str) -> tuple[str, str]:
        return self._rng.choice(self._people(unit)), f"分管领导{self._rng.randint(1, 6)}"

    def _people(self, unit: str) -> list[str]:
        return [f"{unit[:2]}甲", f"{unit[:2]}乙"]

    def people(self) -> list[Deed]:
        """What people decide about projects: judgements, hand-overs, shares of credit, funds, taxes."""
        rng, units, found = self._rng, list(self._sort), list[Deed]()
        for life in self._lives:
            lead, chance = life.lead, rng.random
            if chance() < 0.4:
                # Not twice on one day, in which the clock stands still: nobody could say which was the later.
                for day in sorted({self._after(lead.day) for _ in range(rng.choice((1, 1, 2)))}):
                    found.append(Judge(day, lead.name, lead.finder, chance() < 0.75))
            if chance() < 0.07 and not lead.name.endswith("老厂"):
                found.append(HandOver(self._after(lead.day), lead.name, rng.choice(units)))
            if chance() < 0.04:
                kind = rng.choice(("manufacturing", "farming", "tourism"))
                found.append(Recount(self._after(lead.day), lead.name, kind))
            if chance() < 0.12:
                found += self._shares(lead)
            if chance() < 0.1:
                stake, amount = rng.choice(("equity", "seed")), money(rng, 50, 7_000)
                fund = rng.choice(("guidance", "industry"))
                found.append(Commit(self._after(lead.day), lead.name, fund, stake, amount))
            if chance() < 0.15:
                found += [Tax(self._after(lead.day), lead.name, money(rng, 1, 300)) for _ in range(2)]
            if chance() < 0.3:
                first = self._after(lead.day)
                found.append(Register(first, lead.name, verified=False))
                if chance() < 0.5:
                    found.append(Register(self._after(first), lead.name, verified=True))
        return found

    def _after(self, day: date) -> date:
        """A day after ``day``, up to the 28th of December."""
        left = (date(2026, 12, 28) - day).days
        return day + timedelta(days=self._rng.randint(1, max(left, 1)))

    def _shares(self, lead: Lead) -> list[Deed]:
        rng, others = self._rng, [unit for unit in self._sort if unit != lead.unit]
        other, third = rng.choice(others), rng.choice(others)
        splits: list[dict[str, str]] = [
            {lead.unit: "60", other: "40"},
            {other: "100"},
            {lead.unit: "33.33", other: "66.67"},
            {lead.unit: "12.5", other: "87.5"} if other == third else {other: "30", third: "70"},
        ]
        credits = rng.choice((("landing",), ("first_report",), ("landing", "first_report"), ("first_talks",)))
        return [
            Share(
                self._after(lead.day),
                lead.name,
                credit,
                {unit: Decimal(text) for unit, text in rng.choice(splits).items()},
            )
            for credit in credits
        ]

    def months(self) -> list[Deed]:
        """Figures of the year before, then every month: pasted, amended, published, corrected."""
        rng, found = self._rng, list[Deed]()
        for life in self._lives:
            if life.lead.dates and rng.random() < 0.6:
                month = date(2025, rng.randint(1, 12), 1)
                amount = money(rng, 10, 4_000)
                found.append(Enter(date(2026, 1, 3), month, life.lead.name, "fixed", amount))
        found += [_before_its_contract(life.lead) for life in self._lives if life.lead.facts.get("continues")]
        for at, month in enumerate(MONTHS):
            after = MONTHS[at + 1] if at < 11 else None
            told = after.replace(day=6) if after else date(2026, 12, 30)
            sheet = self._on_sheet(month, told)
            found += self._sheets(month, told, sheet, land=month.month not in (3, 9))
            found += self._lines(month, told, sheet)
            if after:
                found.append(Lock(after.replace(day=12), month))
                found += self._corrections(after.replace(day=20), MONTHS[: at + 1])
        return found

    def _on_sheet(self, month: date, day: date) -> list[Life]:
        """Whoever was signed by the end of the month and has not left by the day of the sheet."""
        end = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return [
            life
            for life in self._lives
            if life.lead.day <= day
            and life.stage_on(day) in SIGNED_ON
            and (life.contract_on(day) or life.lead.day) < end
        ]

    def _sheets(self, month: date, day: date, sheet: list[Life], *, land: bool) -> list[Deed]:
        rng, unit = self._rng, dict[tuple[str, str], Decimal]()
        department, published = dict[tuple[str, str], Decimal](), dict[tuple[str, str], Decimal]()
        for life in sheet:
            name, kind = life.lead.name, life.lead.facts.get("counted_kind")
            if rng.random() < 0.75:
                unit[name, "fixed"] = money(rng, 0, 2_500)
            if land and rng.random() < 0.2:
                unit[name, "land"] = money(rng, 20, 900)
            if kind == "guarantee" and rng.random() < 0.7:
                unit[name, "working"] = money(rng, 100, 5_000)
            if rng.random() < 0.4:
                told = unit.get((name, "fixed"))
                agrees = told is not None and rng.random() < 0.6
                department[name, "fixed"] = told if told is not None and agrees else money(rng, 0, 2_500)
            if rng.random() < 0.05:
                published[name, "fixed"] = money(rng, 0, 2_500)
        again = {key: money(rng, 0, 2_000) for key in unit if rng.random() < 0.06}
        found = list[Deed]()
        told_by = (("unit", unit, 0), ("department", department, 1), ("published", published, 2))
        for source, cells, late in (*told_by, ("unit", again, 3)):
            if cells:
                on = day if month.month == 12 else day + timedelta(days=late)
                found.append(Sheet(on, month, source, cells))
                for name, component in cells:
                    self._told[name, month, component, source] = None
        return found

    def _lines(self, month: date, day: date, sheet: list[Life]) -> list[Deed]:
        """Single lines beside the sheet: foreign capital at its rate, the part that is real estate."""
        rng, found = self._rng, list[Deed]()
        on = day if month.month == 12 else day + timedelta(days=4)
        for life in sheet:
            name, chance = life.lead.name, rng.random()
            if chance < 0.03:
                rate = Decimal(rng.randint(60_000, 75_000)).scaleb(-4)
                found.append(Enter(on, month, name, "fixed", money(rng, 1, 60), rate))
            elif chance < 0.06:
                found.append(Enter(on, month, name, "fixed", money(rng, 1, 500), real_estate=True))
        return found

    def _corrections(self, day: date, published: tuple[date, ...]) -> list[Deed]:
        rng, cells = self._rng, [cell for cell in self._told if cell[1] in published]
        chosen = rng.sample(cells, max(len(cells) // 40, 1)) if cells else []
        return [
            Correct(day, month, name, component, source, money(rng, 0, 2_500) + Decimal("0.000001"))
            for name, month, component, source in chosen
        ]


def _before_its_contract(lead: Lead) -> Enter:
    """What came in for the earlier project is booked on the one that follows on it."""
    day, month = (date(2026, 1, 3), date(2024, 12, 1)) if lead.dates else (lead.day, lead.day.replace(day=1))
    return Enter(day, month, lead.name, "fixed", Decimal("321.5"))
