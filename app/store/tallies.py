"""Projects as boards of scores ask for them (systems.md C3, C5, C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, case, false, func, or_, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.policy.table import Table
from app.store.counted_once import is_counted
from app.store.counting import OWNED_BY, Counting, among, between, landed_on, signed_on
from app.store.fund_sums import FundSums
from app.store.month_funds import MonthFunds
from app.store.settings import Opener
from app.store.watched import is_live, listed

_P = KINDS["project"].table.c
_J = KINDS["lead_judgement"].table.c
_T = KINDS["tax_return"].table.c


_JUDGEMENTS = (
    select(
        *(_J.project_id, _J.name, func.coalesce(_P.responsible_unit, ""), _J.valuable, _J.judged_on),
        func.coalesce(_P.leader, ""),
    )
    .join(KINDS["project"].table, _P.id == _J.project_id)
    .where(is_live(KINDS["lead_judgement"].table), *among(None))
    .order_by(_J.judged_on, _J.id)
)
_JUDGED = Prepared(_JUDGEMENTS)
_JUDGED_OF = Prepared(_JUDGEMENTS.where(_J.project_id.in_(bindparam("ids", expanding=True))))


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of a lead; ``unit`` and ``leader`` are its project's."""

    project: str
    finder: str
    unit: str
    valuable: bool
    day: date
    leader: str = ""


class Tallies:
    """Adds up one store's projects."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading
        self.funds = FundSums(reading)
        self.months = MonthFunds(reading, self.funds)

    def counting(
        self,
        owned_by: str,
        windows: Sequence[tuple[date, date]],
        scores: Table | None,
        large: Table | None,
        continuations: Table | None = None,
    ) -> Counting:
        """What tells every project in windows of days, by these tables of a pack."""
        return Counting(self._reading, owned_by, windows, scores, large, continuations)

    def signed(
        self, owned_by: str, owner: str, first: date, last: date, ids: Sequence[str] | None = None
    ) -> list[str]:
        """The projects of one owner signed in a window, all or those of ``ids``, the first one first."""
        given = _given(ids) | {"owner": owner, "first": first, "last": last}
        with self._reading() as connection:
            return [id for (id,) in _signed(owned_by, ids is not None).bare(connection, given)]

    def shared(
        self, first: date, last: date, ids: Sequence[str] | None = None, ruled: Sequence[str] = ()
    ) -> list[str]:
        """The projects signed in a window whose credits were agreed on, or that are among those ``ruled``:
        few, each split by itself.
        """
        given = _given(ids, ruled) | {"first": first, "last": last}
        with self._reading() as connection:
            return [id for (id,) in _shared(ids is not None, bool(ruled)).bare(connection, given)]

    def landed_of(
        self,
        unit: str,
        people: Sequence[str],
        stages: Sequence[str],
        window: tuple[date, date],
        continuations: Table | None = None,
    ) -> int:
        """How many projects of a unit ("" for none), or found by some people, landed in some days; those that
        are counted as projects by the table of the pack.
        """
        day = func.coalesce(_P.site_on, _P.stage_on)
        theirs = or_(_P.responsible_unit == unit if unit else false(), _P.found_by.in_(listed(people)))
        asked = [_P.stage.in_(stages), theirs, day.between(*window), is_counted(continuations)]
        query = select(func.count()).where(*among(None), *asked)
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def landed(self, unit: str, first: date, last: date) -> list[str]:
        """The projects of a unit that landed in a window."""
        given = {"unit": unit, "first": first, "last": last}
        with self._reading() as connection:
            return [id for (id,) in _LANDED.bare(connection, given)]

    def owners(self, owned_by: str) -> list[str]:
        """Everybody who has a project at all."""
        column = OWNED_BY[owned_by]
        query = select(column).where(_P.deleted.is_(False), column != "").distinct()
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def ruled(self, ids: Sequence[str] | None = None, ruled: Sequence[str] = ()) -> dict[str, date]:
        """Whose credits were agreed on, or that are among those ``ruled``, with their days of signing; all
        projects, or those of ``ids``.
        """
        with self._reading() as connection:
            return dict(_ruled(ids is not None, bool(ruled)).all(connection, _given(ids, ruled)))

    def signed_by(
        self, owned_by: str, first: date, last: date, ids: Sequence[str] | None = None
    ) -> list[tuple[Any, ...]]:
        """The projects signed in a window, each with its owner, all or those of ``ids``."""
        given = _given(ids) | {"first": first, "last": last}
        with self._reading() as connection:
            return _signed_by(owned_by, ids is not None).bare(connection, given)

    def taxes(self, owned_by: str) -> list[Any]:
        """Owner, year, day and amount 万元 of every tax returned (C12); behind them its project where that
        landed with another unit, else "" (C13).

        What only names a company is its projects' owner's, where they have one and the same.
        """
        with self._reading() as connection:
            return _taxes(owned_by).all(connection)

    def judged(self, ids: Sequence[str] | None = None) -> list[Judged]:
        """Every judgement of a lead, or of those of ``ids``, the first one first: the latest one counts."""
        with self._reading() as connection:
            rows = _JUDGED.all(connection) if ids is None else _JUDGED_OF.all(connection, {"ids": ids})
        return [Judged(row[0], row[1] or "", row[2], bool(row[3]), row[4], row[5]) for row in rows]


# ---- put into words once


_IDS: Any = bindparam("ids", expanding=True)
_IN_WINDOW = bindparam("first", type_=Date), bindparam("last", type_=Date)


def _given(ids: Sequence[str] | None, ruled: Sequence[str] = ()) -> dict[str, Any]:
    return ({} if ids is None else {"ids": ids}) | ({"ruled": ruled} if ruled else {})


def _live(some: bool) -> list[ColumnElement[bool]]:
    """Live projects, or the live ones among those asked for."""
    return [is_live(KINDS["project"].table), _P.id.in_(_IDS)] if some else among(None)


def _split(ruled: bool) -> ColumnElement[bool]:
    agreed = _P.credits.is_not(None)
    return or_(agreed, _P.id.in_(bindparam("ruled", expanding=True))) if ruled else agreed


@cache
def _signed(owned_by: str, some: bool) -> Prepared:
    mine = func.coalesce(OWNED_BY[owned_by], "") == bindparam("owner")
    query = select(_P.id).where(*_live(some), mine, between(signed_on(), *_IN_WINDOW))
    return Prepared(query.order_by(signed_on(), _P.id))


@cache
def _shared(some: bool, ruled: bool) -> Prepared:
    return Prepared(select(_P.id).where(*_live(some), between(signed_on(), *_IN_WINDOW), _split(ruled)))


@cache
def _ruled(some: bool, ruled: bool) -> Prepared:
    day = signed_on()
    return Prepared(select(_P.id, day).where(*_live(some), day.is_not(None), _split(ruled)))


@cache
def _signed_by(owned_by: str, some: bool) -> Prepared:
    query = select(_P.id, func.coalesce(OWNED_BY[owned_by], ""))
    return Prepared(query.where(*_live(some), between(signed_on(), *_IN_WINDOW)))


@cache
def _taxes(owned_by: str) -> Prepared:
    owner = func.coalesce(OWNED_BY[owned_by], "")
    own = select(owner).where(_P.id == _T.project_id, _P.deleted.is_(False)).scalar_subquery()
    of_company = select(func.max(owner)).where(_P.investor_id == _T.company_id, _P.deleted.is_(False))
    alone = of_company.having(func.count(owner.distinct()) == 1).scalar_subquery()
    whose = case((_T.project_id.is_not(None), own), else_=alone)
    elsewhere = select(_P.id).where(
        _P.id == _T.project_id, func.coalesce(_P.landing_unit, owner) != owner, _P.deleted.is_(False)
    )
    away = func.coalesce(elsewhere.scalar_subquery(), "")
    columns = (func.coalesce(whose, ""), _T.year, _T.recorded_on, _T.amount, away)
    return Prepared(
        select(*columns).where(_T.deleted.is_(False), _T.amount.is_not(None), _T.year.is_not(None))
    )


_LANDED = Prepared(
    select(_P.id)
    .where(_P.deleted.is_(False), func.coalesce(_P.responsible_unit, "") == bindparam("unit"))
    .where(between(landed_on(), *_IN_WINDOW))
    .order_by(landed_on(), _P.id)
)
