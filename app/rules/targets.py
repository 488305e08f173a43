"""Targets by owner and period: done, % of target, the clock, the forecast (systems.md C3, A6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.policy.pack import NoSuchTable, Pack
from app.policy.table import Row
from app.rules.periods import Period
from app.rules.rounding import percent, signed


class Owner(StrEnum):
    """Who has a target."""

    UNIT = "unit"
    OFFICE = "office"
    PERSON = "person"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Target:
    """One target: ``amount`` of ``measure`` in the ``kind`` of period (``year``, ``half``, ``term``) that
    begins on ``start``.
    """

    owner_kind: Owner
    owner: str
    measure: str
    kind: str
    start: date
    amount: Decimal

    @property
    def key(self) -> tuple[Owner, str, str]:
        """Whose figure of what answers it."""
        return self.owner_kind, self.owner, self.measure


@dataclass(frozen=True, slots=True)
class Progress:
    """A target on a day, all figures unrounded. ``share``: done ÷ target, None for a target of nothing;
    ``gone``: the share of the period that is over; ``forecast``: what it comes to by the end of the period,
    None where the pack's method has nothing to go by.
    """

    target: Target
    period: Period
    done: Decimal
    share: Fraction | None
    gone: Fraction
    forecast: Fraction | None
    row: Row

    @property
    def ahead(self) -> Fraction | None:
        """Points ahead of the clock (above zero) or behind it; of one, so 0.4231 is 42.31 points."""
        return None if self.share is None else self.share - self.gone

    @property
    def missing(self) -> Decimal:
        """What is missing to the target 差多少; nothing once it is met."""
        return max(self.target.amount - self.done, Decimal(0))

    @property
    def places(self) -> int:
        """Decimals to show."""
        return _whole(self.row, "places")

    @property
    def share_text(self) -> str:
        """``125.64%``, or “—”."""
        return percent(self.share, self.places)

    @property
    def ahead_text(self) -> str:
        """In points, ``+42.31``, or “—”."""
        return signed(None if self.ahead is None else self.ahead * 100, self.places)

    @property
    def forecast_share(self) -> Fraction | None:
        """The forecast ÷ target."""
        amount = Fraction(self.target.amount)
        return None if self.forecast is None or not amount else self.forecast / amount


def progress(
    pack: Pack, target: Target, done: Decimal, on: date, by_month: Sequence[Decimal] = ()
) -> Progress:
    """How a target stands on the day ``on``; ``by_month``: what each month gone by added, the oldest first.

    Raises:
        NoSuchTable: the pack does not know that kind of period.
    """
    row = target_row(pack, target.kind)
    period = Period(target.start, _whole(row, "months"))
    gone = period.gone(on, str(row.results["clock"]))
    amount = Fraction(target.amount)
    share = Fraction(done) / amount if amount > 0 else None
    forecast = _forecast(row, Fraction(done), gone, by_month)
    return Progress(target, period, done, share, gone, forecast, row)


def progress_of_all(
    pack: Pack, targets: Sequence[Target], done: Mapping[tuple[Owner, str, str], Decimal], on: date
) -> tuple[Progress, ...]:
    """Every target against what its owner has done; whoever is not in ``done`` has done nothing."""
    return tuple(progress(pack, target, done.get(target.key, Decimal(0)), on) for target in targets)


def with_more(pack: Pack, found: Progress, more: Decimal, on: date) -> Progress:
    """What if: the same target with ``more`` done."""
    return progress(pack, found.target, found.done + more, on)


def target_row(pack: Pack, kind: str) -> Row:
    """What the pack says of a kind of period.

    Raises:
        NoSuchTable: nothing.
    """
    table = pack.table("targets")
    row = table.row(kind)
    if row is None:
        known = ", ".join(row.id for row in table.rows)
        raise NoSuchTable(pack=pack.id, table=f"targets {kind}", known=known)
    return row


def standard_target(pack: Pack, kind: str) -> Decimal | None:
    """The target in 万元 that holds where none was set, such as an office's for its term (A6); None: none.

    Raises:
        NoSuchTable: the pack does not know that kind of period.
    """
    amount = target_row(pack, kind).results.get("amount")
    return amount if isinstance(amount, Decimal) else None


def _forecast(row: Row, done: Fraction, gone: Fraction, by_month: Sequence[Decimal]) -> Fraction | None:
    """``pace``: as fast as so far. ``recent``: the months left like the last ``window`` months on average."""
    if row.results["forecast"] == "pace":
        return done / gone if gone else None
    recent = by_month[-_whole(row, "window") :] if row.results.get("window") else by_month
    if not recent:
        return None
    months_left = (1 - gone) * _whole(row, "months")
    return done + sum(map(Fraction, recent), Fraction(0)) / len(recent) * months_left


def _whole(row: Row, column: str) -> int:
    value = row.results[column]
    assert isinstance(value, Decimal)
    return int(value)
