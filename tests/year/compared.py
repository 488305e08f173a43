"""Holds what the product says against the second opinion, figure by figure, and keeps count."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.rules.fund_ledger import Component
from app.rules.targets import Owner
from app.services.desk import Desk
from app.services.fund_overview import fund_overview
from app.services.funds import month_sheet
from app.services.life import stage_on_day
from app.services.month_locks import recomputed
from app.services.recognised import project_funds
from app.services.recognised_sums import recognised_sums
from app.services.records import required_row
from app.services.scores import board as scores
from app.services.scores.standing import last_in_rank, merits, terms
from tests.year.boards import Board, ends, months_over, places, rates, whole_points
from tests.year.history import History, next_month, total
from tests.year.money import ZERO, Money
from tests.year.others import merit, stages_on, standing_last, term_done
from tests.year.others import overview as overview_of

FIGURES = (
    *("signed", "fulfilled", "started_of", "producing_of", "landed_of", "started", "landed", "producing"),
    *("contract_capital", "foreign_capital", "funds_in_place", "large_landed", "valuable_leads"),
    "tax_returned",
)
RANKINGS = ("points", "contract_capital", "funds_in_place", "funds_of_target")
_SHOWN = 12


@dataclass
class Compared:
    """``counts``: group → [equal, compared]; ``told``: the product's figures in order, to hold runs against
    each other; ``differences`` say what, what the product says, what the second opinion says.
    """

    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    told: list[tuple[str, str]] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    def same(self, group: str, what: str, product: object, expected: object) -> None:
        """One figure."""
        mine, theirs = _plain(product), _plain(expected)
        self.counts[group][1] += 1
        self.told.append((f"{group}: {what}", str(mine)))
        if mine == theirs:
            self.counts[group][0] += 1
        else:
            self.differences.append(f"{group}: {what}: {_said(mine)}, the second opinion: {_said(theirs)}")

    def all_same(self, group: str, product: Mapping[str, object], expected: Mapping[str, object]) -> None:
        """Figures by name; one that is missing on a side is 0 there."""
        for name in sorted({*product, *expected}):
            self.same(group, name, product.get(name, 0), expected.get(name, 0))

    @property
    def compared(self) -> int:
        """How many figures."""
        return sum(count for _, count in self.counts.values())

    def table(self) -> str:
        """What was compared, and the first differences."""
        lines = [f"{'figures':<44}{'compared':>10}{'equal':>10}"]
        lines += [f"{group:<44}{count:>10}{equal:>10}" for group, (equal, count) in self.counts.items()]
        equal = sum(one for one, _ in self.counts.values())
        lines.append(f"{'all':<44}{self.compared:>10}{equal:>10}")
        return "\n".join([*lines, *self.differences[:_SHOWN]])


def _plain(value: object) -> object:
    if isinstance(value, bool | str) or value is None:
        return value
    return Fraction(value) if isinstance(value, Decimal | int | Fraction) else value


def _said(value: object) -> str:
    return f"{float(value):.6f} ({value})" if isinstance(value, Fraction) else str(value)


def compare_board(to: Compared, desk: Desk, history: History, owner: str, kind: str, on: date) -> None:
    """One board on a day: figures, points, rates, targets, quotas, ledgers, places."""
    money, first = Money(history, on), date(on.year, 7 if kind == "half" and on.month > 6 else 1, 1)
    found = scores.board(desk, owner=Owner(owner), kind=kind, on=on)
    own = Board(history, money, owner, first, on)
    at = f"{owner} {kind} {on}"
    lines = {line.owner: line for line in found.lines}
    for name in sorted({*lines, *own.sums}):
        line, sums = lines.get(name), own.sums[name]
        figures = line.figures if line else {}
        for figure in FIGURES:
            to.same("board figures", f"{at} {name} {figure}", figures.get(figure, 0), sums.figures[figure])
        to.same("board points", f"{at} {name}", line.points if line else 0, sums.points)
        to.same("board points", f"{at} {name} unscored", line.unscored if line else 0, sums.unscored)
        if line is None:
            continue
        for rate, value in rates(sums.figures).items():
            to.same("board rates", f"{at} {name} {rate}", line.rates[rate].value, value)
        quotas = sorted((int(one.done), int(one.target.amount)) for one in line.quotas)
        to.same("quotas", f"{at} {name}", str(quotas), str(sorted(own.quotas().get(name, []))))
        if owner == "unit":
            ledger = scores.entries(desk, found, name)
            gained = sum((one.points for one in ledger), Decimal(0))
            to.same("score ledgers", f"{at} {name}", gained, sums.points)
    _targets(to, found, own, kind, at)
    _rankings(to, found, own, kind, at)
    if owner == "unit":
        to.same("city totals", f"{at} points", found.whole.points, whole_points(own))
        whole = total(sums.figures["funds_of"] for sums in own.sums.values())
        to.same("city totals", f"{at} funds", found.whole.figures["funds_of"], whole)


def _targets(to: Compared, found: scores.Board, own: Board, kind: str, at: str) -> None:
    shown = {(line.owner, one.target.measure): one for line in found.lines for one in line.targets}
    aims = own.targets(kind)
    to.same("targets", f"{at} which", str(sorted(shown)), str(sorted(aims)))
    months = {"year": 12, "half": 6}[kind]
    gone = Fraction(months_over(own.first, months, own.last), months)
    for key in sorted(shown.keys() & aims.keys()):
        one, (done, aim) = shown[key], aims[key]
        to.same("targets", f"{at} {key} done", one.done, done)
        to.same("targets", f"{at} {key} share", one.share, done / aim)
        to.same("targets", f"{at} {key} ahead", one.ahead, done / aim - gone)
        to.same("targets", f"{at} {key} forecast", one.forecast, done / gone if gone else None)
        to.same("targets", f"{at} {key} missing", one.missing, max(aim - done, ZERO))


def _rankings(to: Compared, found: scores.Board, own: Board, kind: str, at: str) -> None:
    names = [line.owner for line in found.lines if line.owner]
    history, money = own.history, own.money
    end = own.last.replace(day=1).toordinal() - 1
    earlier = date.fromordinal(end) if date.fromordinal(end) >= own.first else None
    before = Board(history, money, own.owner, own.first, earlier) if earlier else None
    back = [one.replace(year=one.year - 1) for one in (own.first, own.last)]
    year_ago = Board(history, money, own.owner, *back)
    for ranking in RANKINGS:
        shown = found.rankings[ranking]
        now = places(own.figures_of(ranking, names, kind))
        then = places(before.figures_of(ranking, names, kind)) if before else {}
        old = places(year_ago.figures_of(ranking, names, kind))
        for name in names:
            place = shown.place(name)
            to.same("places", f"{at} {ranking} {name}", place.rank if place else None, now[name])
            to.same("places", f"{at} {ranking} {name} risen", shown.risen(name), risen(then, now, name))
            to.same(
                "places", f"{at} {ranking} {name} in a year", shown.risen_in_year(name), risen(old, now, name)
            )


def risen(before: Mapping[str, int | None], now: Mapping[str, int | None], name: str) -> int | None:
    """Places won."""
    was, is_ = before.get(name), now.get(name)
    return None if was is None or is_ is None else was - is_


def compare_months(to: Compared, desk: Desk, history: History, ids: Mapping[str, str]) -> None:
    """Every sheet of the year line by line, every published month, and what counts by unit and in all."""
    names = {id: name for name, id in ids.items()}
    for at in range(1, 13):
        month = date(2026, at, 1)
        money = Money(history, month)
        sheet, total_of_lines = month_sheet(desk, month), ZERO
        for line in sheet.lines:
            own = money.months.get((names[line.project], month))
            where = f"{month:%Y-%m} {line.name}"
            for component in Component:
                amount = own.parts[component.value] if own else ZERO
                to.same("sheets", f"{where} {component.value}", line.month.amount(component), amount)
            to.same("sheets", f"{where} counts", line.recognised, own.whole if own else ZERO)
            to.same("sheets", f"{where} estate", line.month.real_estate, own.estate if own else ZERO)
            before = total(
                one.total for (name, on), one in money.months.items() if name == line.name and on < month
            )
            to.same("sheets", f"{where} before", line.before, before)
            total_of_lines += own.whole if own else ZERO
        to.same("sheets", f"{month:%Y-%m} all", sheet.sums.recognised, total_of_lines)
        end = date.fromordinal(next_month(month).toordinal() - 1)
        sums = recognised_sums(desk, end)
        to.all_same("funds by unit and month", sums.of_units(month, end), money.by_unit(month, end))
        to.same("city totals", f"{month:%Y-%m} funds", sums.whole(month, end), money.once(month))
    money = Money(history, date(2026, 12, 31))
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    whole_year = recognised_sums(desk, last).of_units(first, last)
    to.all_same("funds by unit, whole year", whole_year, money.by_unit(first, last))
    for name, id in sorted(ids.items()):
        funds = project_funds(desk, required_row(desk, "project", id))
        own_total = total(one.total for (of, _), one in money.months.items() if of == name)
        to.same("project totals", name, funds.total, own_total)


def compare_locks(to: Compared, desk: Desk) -> None:
    """Every published month comes out again as it was published, by the rules of its own time."""
    for one in recomputed(desk):
        where = f"{one.lock['month']:%Y-%m} {one.lock['unit_id']}"
        for name, amount in one.published.items():
            to.same("published months, recomputed", f"{where} {name}", one.now[name], amount)
        to.same("published months, recomputed", f"{where} pack", one.other_version, False)


def compare_others(to: Compared, desk: Desk, history: History, ids: Mapping[str, str], on: date) -> None:
    """Funds of the city, headquarters tax, size classes, terms, merit, the last of the quarters, stages."""
    shown = fund_overview(desk)
    told: dict[str, object] = {}
    for fund in shown.funds:
        told |= {f"{fund.fund} left": fund.left, f"{fund.fund} projects": fund.projects}
        told |= {f"{fund.fund} over": len(fund.over)}
    told |= {f"tax {one.year}": one.amount for one in shown.years}
    told |= {f"tax {one.year} payers": one.payers for one in shown.years}
    for size in shown.sizes:
        for tally, found in (("waiting", size.waiting), ("verified", size.verified)):
            told |= {f"{size.row.id} {tally}": found.count, f"{size.row.id} {tally} sum": found.investment}
    to.all_same("funds, tax, size classes", told, overview_of(history))
    for term in terms(desk, on):
        name, starts = term.row["name"], term.row["starts_on"]
        done = term_done(history, name, starts, on)
        assert term.progress is not None
        to.same("terms", f"{name} done", term.progress.done, done)
        days = Fraction((on - starts).days + 1, (ends(starts, 24) - starts).days)
        to.same("terms", f"{name} ahead", term.progress.ahead, done / 20_000 - days)
    board = Board(history, Money(history, on), "unit", date(on.year, 1, 1), on)
    for one in merits(desk, on.year):
        to.same("merit", one.unit, one.suggestion.verdict, merit(history, board, one.unit))
    shown_last = {one.unit: one.quarters for one in last_in_rank(desk, "contract_capital", on)}
    to.all_same("last in rank", shown_last, standing_last(history, on))
    for at in range(1, 13):
        day = date.fromordinal(next_month(date(2026, at, 1)).toordinal() - 1)
        expected = stages_on(history, day)
        for name, id in sorted(ids.items()):
            stage = stage_on_day(desk, id, day)
            to.same("stages on every month's end", f"{day} {name}", stage and stage.value, expected.get(name))
