"""The year in money for the page of today: what is in place against the clock, by month, what is missing.

All of it from the sums that the boards keep at the desk (``scores.funds``): no line of the ledger is walked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from app.model.row import Row
from app.policy.pack import NoSuchTable, Pack
from app.rules.fund_ledger import month_of
from app.rules.periods import months_later
from app.rules.ranking import next_place
from app.rules.rounding import half_up
from app.rules.targets import Owner, Progress, Target, progress
from app.services.contracts import next_instalment
from app.services.desk import Desk
from app.services.fund_records import PUBLISHING
from app.services.memory import unless
from app.services.policy import pack_of
from app.services.ruled_credits import SETTLING
from app.services.scores.bulletins import BULLETIN, Bulletin, holds_everything, latest
from app.services.scores.funds import Funds
from app.services.scores.goals import Window, holding, window_of
from app.services.scores.kept import kept_goals
from app.services.signing import CONTRACT, INSTALMENT
from app.store.work import UNIT_NAME

MEASURE, YEAR = "funds_in_place", "year"
MONTHS = 6
MONEY_KINDS = (
    *("project", "fund_entry", "goal", BULLETIN, CONTRACT, INSTALMENT, "rulebook", *SETTLING),
    *PUBLISHING,
)
"""What any of it depends on: a change to none of these leaves it as it is."""
_ORDERS = ("funds_of_target", MEASURE)  # of a bulletin, whichever it has
_PLACES = 6  # of 万元


@dataclass(frozen=True, slots=True)
class Late:
    """A unit behind the clock; ``missing``: what it has less than the time gone asks for, 万元."""

    unit: str
    missing: Decimal


@dataclass(frozen=True, slots=True)
class NextPlace:
    """Where a unit stood by funds as published on a day; ``missing`` to draw level with ``ahead``, 万元.

    The first has nobody ahead, and ``next`` is its own place.
    """

    rank: int
    next: int
    ahead: tuple[str, ...]
    missing: Decimal
    as_of: date


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """``unit``: whose figures these are, "" for all that this laptop holds; amounts in 万元.

    ``aim`` is None where nobody set a target; of all units it is what their targets add up to, ``aimed`` how
    many have one, and ``late`` who is behind, the furthest first. ``months``: the last ones, this one at the
    end. ``due``: the instalment that comes in next, with its project.
    """

    unit: str
    done: Decimal
    aim: Progress | None
    months: tuple[tuple[date, Decimal], ...]
    aimed: int = 0
    late: tuple[Late, ...] = ()
    place: NextPlace | None = None
    due: tuple[Row, Row] | None = None

    @property
    def behind(self) -> Decimal:
        """What is missing to the clock, 万元; nothing for who is on time or has no target."""
        return _behind(self.aim) if self.aim is not None else Decimal(0)


def year_so_far(desk: Desk) -> YearSoFar:
    """The unit of the person at the keyboard, or everybody where every unit's records are here."""
    with desk.looking():
        window = window_of(YEAR, desk.today())
        pack = pack_of(desk, window.last)
        funds = Funds(desk, Owner.UNIT, window)
        done, aims = funds.of_owners(window), _aims(desk, pack, window.last)
        unit = _whose(desk, {*done, *aims})
        if unit:
            amount = done.get(unit, Decimal(0))
            aim = progress(pack, aims[unit], amount, window.last) if unit in aims else None
            late: tuple[Late, ...] = ()
        else:
            amount = funds.whole(window)
            aim = _together(pack, aims, amount, window)
            late = _late(pack, aims, done, window.last)
        place = _place(next(iter(_bulletin(desk)), None), unit) if unit else None
        due = next(iter(_due(desk)), None)
        months = _months(funds, unit, window.last)
        return YearSoFar(unit, amount, aim, months, len(aims), late, place, due)


def _whose(desk: Desk, named: set[str]) -> str:
    """The person's own unit; where projects call it by another name, the one that is here."""
    if holds_everything(desk):
        return ""
    unit = desk.store.remembered(UNIT_NAME)
    if unit in named:
        return unit
    owners = desk.store.tallies.owners(Owner.UNIT.value)
    return unit if unit in owners else owners[0] if len(owners) == 1 else ""


def _aims(desk: Desk, pack: Pack, on: date) -> dict[str, Target]:
    """The target of each unit for the year; of two the later one holds."""
    try:
        found = holding(pack, kept_goals(desk, pack), Owner.UNIT, YEAR, on)
    except NoSuchTable:  # the pack has no targets by the year
        return {}
    ordered = sorted(found, key=lambda goal: goal.row.id)
    return {goal.target.owner: goal.target for goal in ordered if goal.target.measure == MEASURE}


def _together(pack: Pack, aims: Mapping[str, Target], done: Decimal, window: Window) -> Progress | None:
    if not aims:
        return None
    whole = sum((one.amount for one in aims.values()), Decimal(0))
    return progress(pack, Target(Owner.UNIT, "", MEASURE, YEAR, window.first, whole), done, window.last)


def _late(pack: Pack, aims: Mapping[str, Target], done: Mapping[str, Decimal], on: date) -> tuple[Late, ...]:
    told = ((unit, progress(pack, aim, done.get(unit, Decimal(0)), on)) for unit, aim in aims.items())
    found = [Late(unit, missing) for unit, one in told if (missing := _behind(one))]
    return tuple(sorted(found, key=lambda one: (-one.missing, one.unit)))


def _behind(one: Progress) -> Decimal:
    asked = Fraction(one.target.amount) * one.gone - Fraction(one.done)
    return half_up(asked, _PLACES) if asked > 0 else Decimal(0)


def _months(funds: Funds, unit: str, on: date) -> tuple[tuple[date, Decimal], ...]:
    found = []
    for back in range(MONTHS - 1, -1, -1):
        first = months_later(month_of(on), -back)
        window = Window(first, months_later(first, 1) - timedelta(days=1))
        amount = funds.of_owners(window).get(unit, Decimal(0)) if unit else funds.whole(window)
        found.append((first, amount))
    return tuple(found)


def _bulletin(desk: Desk) -> list[Bulletin]:
    """What was published last of the year, or nothing; taken apart once, for it tells of everybody."""

    def read() -> list[Bulletin]:
        found = latest(desk, YEAR)
        return [found] if found is not None else []

    key = ("latest", YEAR, desk.today().year)
    return desk.memory.recall(desk.store.changed, key, read, unless(BULLETIN))


def _place(bulletin: Bulletin | None, unit: str) -> NextPlace | None:
    """Where a unit stands by funds, as published: its own laptop cannot rank."""
    board = bulletin.told.boards.get(Owner.UNIT.value) if bulletin is not None else None
    if bulletin is None or board is None:
        return None
    line = board.line(unit)
    amounts = [aim.amount for aim in line.targets if aim.measure == MEASURE] if line else []
    for id in _ORDERS:
        order = board.order(id)
        own = order.place(unit) if order is not None else None
        if order is None or own is None or own.rank is None or (id != MEASURE and not amounts):
            continue
        following = next_place({one.owner: one.figure for one in order.places}, unit)
        if following is None:
            return NextPlace(own.rank, own.rank, (), Decimal(0), bulletin.as_of)
        missing = following.missing * (Fraction(amounts[-1]) if id != MEASURE else 1)
        return NextPlace(own.rank, following.rank, following.ahead, half_up(missing, _PLACES), bulletin.as_of)
    return None


def _due(desk: Desk) -> list[tuple[Row, Row]]:
    """What comes in next, or nothing."""

    def read() -> list[tuple[Row, Row]]:
        found = next_instalment(desk)
        return [found] if found is not None else []

    key = ("next instalment", desk.today())
    again = unless(INSTALMENT, CONTRACT, "project", "fund_entry")
    return desk.memory.recall(desk.store.changed, key, read, again)
