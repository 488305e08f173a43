"""Roving squads: composition, days out, and what follows when nothing lands (systems.md A7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.policy.cases import Case, FactUnusable, read_case, read_value
from app.policy.facts import Fact, FactKind, Unit
from app.policy.pack import Pack
from app.policy.table import Decision, FactsMissing

CHECKS = ("squad.composition", "squad.days", "squad.escalation")
_DAYS = Fact("", FactKind.NUMBER, Unit.DAYS)
_OWN = ("as_of", "trip_days", "days_elapsed")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a squad; without a ``decision`` the facts named in ``missing`` are wanted."""

    table: str
    decision: Decision | None
    missing: str = ""

    @property
    def verdict(self) -> str:
        """A word of the vocabulary ``verdict``, or "" where facts are missing."""
        return str(self.decision.row.results["verdict"]) if self.decision else ""


@dataclass(frozen=True, slots=True)
class SquadReport:
    """Every check of one squad."""

    checks: tuple[Check, ...]
    case: Case


def check_squad(pack: Pack, raw: Mapping[str, object]) -> SquadReport:
    """Check a squad by ``target`` 万元, ``members``, ``county_leader``, ``trip_days``, ``landed`` and
    ``as_of``, the day one looks, from which the days elapsed in its year follow unless ``days_elapsed``
    says them.

    Raises:
        FactUnknown, FactUnusable, NoSuchTable: as they say.
    """
    told: dict[str, object] = {name: value for name, value in raw.items() if name not in _OWN}
    as_of = _day(raw["as_of"]) if "as_of" in raw else None
    if as_of is not None:
        told["month"] = as_of.month
    elapsed = raw.get("days_elapsed", as_of and as_of.timetuple().tm_yday)
    if "trip_days" in raw and elapsed is not None:
        told["day_share"] = _share(pack, raw["trip_days"], elapsed)
    case = read_case(pack, told, CHECKS)
    return SquadReport(tuple(_check(pack, name, case) for name in CHECKS), case)


def _check(pack: Pack, table: str, case: Case) -> Check:
    try:
        return Check(table, pack.table(table).decide(case.values))
    except FactsMissing as error:
        return Check(table, None, str(error.params["facts"]))


def _share(pack: Pack, trip_days: object, elapsed: object) -> Fraction:
    days, whole = (read_value(pack, _DAYS, value) for value in (trip_days, elapsed))
    if not isinstance(days, Fraction) or not isinstance(whole, Fraction) or not whole:
        raise FactUnusable(
            field="days_elapsed", name="days_elapsed", written=str(elapsed), wanted="1, 2, 3 …"
        )
    return days / whole


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise FactUnusable(
            field="as_of", name="as_of", written=str(value)[:40], wanted="2026-07-01"
        ) from error
