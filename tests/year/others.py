"""The second opinion on funds of the city, taxes, size classes, terms, merit, and stages on a day."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

from tests.year.boards import Board
from tests.year.history import History, total
from tests.year.money import Money
from tests.year.rulebook import FUND_CAP, FUND_SIZE, LARGE, SIZES


def overview(history: History) -> dict[str, object]:
    """What is left of each fund, what was returned in taxes, and how many projects of each size."""
    found: dict[str, object] = {}
    for fund in ("guidance", "industry"):
        given: dict[str, Fraction] = defaultdict(Fraction)
        for one in history.commits:
            if one.fund == fund:
                given[one.name] += Fraction(one.amount)
        found |= {f"{fund} left": FUND_SIZE - total(given.values()), f"{fund} projects": len(given)}
        found[f"{fund} over"] = sum(amount > FUND_CAP for amount in given.values())
    if history.taxes:
        found["tax 2026"] = total(Fraction(one.amount) for one in history.taxes)
        found["tax 2026 payers"] = len({one.name for one in history.taxes})
    for size, (least, kind) in SIZES.items():
        there = [
            one
            for one in history.projects.values()
            if (one.investment or 0) >= least
            and kind in ("", one.kind)
            and one.stage not in ("paused", "lost")
            and one.counts
        ]
        verified = [one for one in there if "verified" in one.registered]
        waiting = [one for one in there if one.registered == {"waiting"}]
        for name, them in (("waiting", waiting), ("verified", verified)):
            found[f"{size} {name}"] = len(them)
            found[f"{size} {name} sum"] = total(one.investment or Fraction(0) for one in them)
    return found


def term_done(history: History, office: str, starts: date, on: date) -> Fraction:
    """What counts for an office since its term began."""
    return Money(history, on).by_unit(starts, on).get(office, Fraction(0))


def merit(history: History, board: Board, unit: str) -> str:
    """What the rules suggest for a unit's year (002 §4(2))."""
    marks = {one.verdict for one in history.marks if one.unit == unit}
    if "criticised" in marks:
        return "barred"
    if "vetoed" in marks:
        return "no_suggestion"
    large = sum(
        one.kind == "manufacturing" and (one.investment or 0) >= LARGE
        for one in history.projects.values()
        if one.unit == unit
        and one.counts
        and one.landed_on is not None
        and board.first <= one.landed_on <= board.last
    )
    tasks = [aim.amount for aim in history.aims if (aim.name, aim.measure) == (unit, "large_landed")]
    if tasks and tasks[0]:
        return "excellent" if large > tasks[0] else "no_suggestion"
    return "excellent" if large >= 1 else "no_suggestion"


def standing_last(history: History, on: date) -> dict[str, object]:
    """Who signed least in the last quarter that is over, and for how many quarters running (001 speech 5)."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    quarters, money = [], Money(history, on)
    for _ in range(4):
        end = date.fromordinal(first.toordinal() - 1)
        first = date(end.year, end.month - 2, 1)
        board = Board(history, money, "unit", first, end)
        names = {one.unit for one in history.projects.values()} | {*board.sums} - {""}
        figures = {name: board.sums[name].figures["contract_capital"] for name in names}
        least = min(figures.values())
        quarters.append(
            {name for name, one in figures.items() if one == least and least < max(figures.values())}
        )
    found: dict[str, object] = {}
    for unit in quarters[0]:
        running = 0
        while running < len(quarters) and unit in quarters[running]:
            running += 1
        found[unit] = running
    return found


def stages_on(history: History, day: date) -> dict[str, str]:
    """Each project's stage at the end of a day; nothing before it was known."""
    return {name: stage for name in history.projects if (stage := history.stage_on(name, day))}
