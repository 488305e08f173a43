"""Projects added up by owner in one scan each: what boards of scores are made of (systems.md C3, C5, C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, false, func, null, or_, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.policy.table import Table
from app.store.deciding import row_of
from app.store.fund_sums import FundSums
from app.store.month_funds import MonthFunds
from app.store.settings import Opener
from app.store.watched import is_live, listed

_PROJECT = KINDS["project"].table
_P = _PROJECT.c
_J = KINDS["lead_judgement"].table.c
_T = KINDS["tax_return"].table.c
# Whose project it is, by the sort of owner (``app.model.assessment.OWNERS``).
OWNED_BY: dict[str, ColumnElement[Any]] = {
    "unit": _P.responsible_unit,
    "office": _P.responsible_unit,
    "person": _P.found_by,
    "leader": _P.leader,
}
COUNTS = ("signed", "fulfilled", "started_of", "producing_of", "landed_of", "started", "landed", "producing")
SUMS = ("contract_capital", "foreign_capital")


@dataclass(frozen=True, slots=True)
class Tally:
    """The projects of one owner that the same rows of the pack answer.

    ``score``: the row of the scores for projects signed in the window, "" for those that tell too little,
    None for those that were not signed then; ``large``: the row of ``merit.projects`` for what landed then.
    ``figures``: ``COUNTS`` (those ``_of`` are of the projects signed in the window) and ``SUMS``.
    """

    owner: str
    score: str | None
    large: str | None
    figures: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of a lead; ``unit`` and ``leader`` are its project's."""

    project: str
    finder: str
    unit: str
    valuable: bool
    day: date
    leader: str = ""


_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


class Counting:
    """Every owner's projects in windows of days, asked for again and again."""

    def __init__(self, reading: Opener, owned_by: str, scores: Table | None, large: Table | None) -> None:
        self._reading = reading
        signed, landed = _between(signed_on(), _FIRST, _LAST), _between(landed_on(), _FIRST, _LAST)
        owner = func.coalesce(OWNED_BY[owned_by], "")
        by_score = case((signed, func.coalesce(row_of(scores), "")), else_=null()) if scores else null()
        by_large = case((landed, row_of(large)), else_=null()) if large else null()
        sums = [*_counts(signed, landed, _FIRST, _LAST), *_amounts(signed)]
        happened = select(owner, by_score, by_large, *sums).where(or_(*_happened(_FIRST, _LAST)))
        grouped = owner, by_score, by_large
        some = is_live(_PROJECT), _P.id.in_(bindparam("ids", expanding=True))
        self._all = Prepared(happened.where(*_among(None)).group_by(*grouped))
        self._some = Prepared(happened.where(*some).group_by(*grouped))

    def told(self, first: date, last: date, ids: Sequence[str] | None = None) -> list[Tally]:
        """The window's, of all projects or of those of ``ids``; what happened is told as of its last day."""
        asked: dict[str, Any] = {"first": first, "last": last}
        with self._reading() as connection:
            if ids is None:
                rows = self._all.all(connection, asked)
            else:
                rows = self._some.all(connection, asked | {"ids": ids})
        return [Tally(row[0], row[1], row[2], _figures(row[3:])) for row in rows]


class Tallies:
    """Adds up one store's projects."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading
        self.funds = FundSums(reading)
        self.months = MonthFunds(reading, self.funds)

    def counting(self, owned_by: str, scores: Table | None, large: Table | None) -> "Counting":
        """What tells every owner's projects by these tables of a pack."""
        return Counting(self._reading, owned_by, scores, large)

    def signed(
        self, owned_by: str, owner: str, first: date, last: date, ids: Sequence[str] | None = None
    ) -> list[str]:
        """The projects of one owner signed in a window, all or those of ``ids``, the first one first."""
        mine = func.coalesce(OWNED_BY[owned_by], "") == owner
        window = _between(signed_on(), first, last)
        query = select(_P.id).where(*_among(ids), mine, window).order_by(signed_on(), _P.id)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def shared(self, first: date, last: date, ids: Sequence[str] | None = None) -> list[str]:
        """The projects signed in a window whose credits were ruled on: few, each split by itself."""
        window = _between(signed_on(), first, last)
        query = select(_P.id).where(*_among(ids), window, _P.credits.is_not(None))
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def landed_of(
        self, unit: str, people: Sequence[str], stages: Sequence[str], window: tuple[date, date]
    ) -> int:
        """How many projects of a unit ("" for none), or found by some people, landed in some days."""
        day = func.coalesce(_P.site_on, _P.stage_on)
        theirs = or_(_P.responsible_unit == unit if unit else false(), _P.found_by.in_(listed(people)))
        query = select(func.count()).where(*_among(None), _P.stage.in_(stages), theirs, day.between(*window))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def landed(self, unit: str, first: date, last: date) -> list[str]:
        """The projects of a unit that landed in a window."""
        mine = func.coalesce(_P.responsible_unit, "") == unit
        window = _between(landed_on(), first, last)
        query = select(_P.id).where(_P.deleted.is_(False), mine, window).order_by(landed_on(), _P.id)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def owners(self, owned_by: str) -> list[str]:
        """Everybody who has a project at all."""
        column = OWNED_BY[owned_by]
        query = select(column).where(_P.deleted.is_(False), column != "").distinct()
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def owner_of(self, owned_by: str, ids: Sequence[str] | None = None) -> dict[str, str]:
        """Whose each live project is, "" for nobody's; all, or those of ``ids``."""
        query = select(_P.id, func.coalesce(OWNED_BY[owned_by], "")).where(*_among(ids))
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def ruled(self, ids: Sequence[str] | None = None) -> dict[str, date]:
        """The projects whose credits were ruled on, with their days of signing; all, or those of ``ids``."""
        day = signed_on()
        query = select(_P.id, day).where(*_among(ids), day.is_not(None), _P.credits.is_not(None))
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def signed_by(
        self, owned_by: str, first: date, last: date, ids: Sequence[str] | None = None
    ) -> list[tuple[str, str]]:
        """The projects signed in a window with their owners, all or those of ``ids``."""
        query = select(_P.id, func.coalesce(OWNED_BY[owned_by], ""))
        with self._reading() as connection:
            found = connection.execute(query.where(*_among(ids), _between(signed_on(), first, last)))
            return [(id, owner) for id, owner in found]

    def taxes(self, owned_by: str) -> list[tuple[str, int, date | None, Decimal]]:
        """Owner, year, day and amount 万元 of every tax returned (C12).

        What only names a company is its projects' owner's, where they have one and the same.
        """
        owner = func.coalesce(OWNED_BY[owned_by], "")
        own = select(owner).where(_P.id == _T.project_id, _P.deleted.is_(False)).scalar_subquery()
        of_company = select(func.max(owner)).where(_P.investor_id == _T.company_id, _P.deleted.is_(False))
        alone = of_company.having(func.count(owner.distinct()) == 1).scalar_subquery()
        whose = case((_T.project_id.is_not(None), own), else_=alone)
        columns = (func.coalesce(whose, ""), _T.year, _T.recorded_on, _T.amount)
        query = select(*columns).where(_T.deleted.is_(False), _T.amount.is_not(None), _T.year.is_not(None))
        with self._reading() as connection:
            return [(one[0], one[1], one[2], one[3]) for one in connection.execute(query)]

    def judged(self, ids: Sequence[str] | None = None) -> list[Judged]:
        """Every judgement of a lead, or of those of ``ids``, the first one first: the latest one counts."""
        query = (
            select(
                *(_J.project_id, _J.name, func.coalesce(_P.responsible_unit, ""), _J.valuable, _J.judged_on),
                func.coalesce(_P.leader, ""),
            )
            .join(KINDS["project"].table, _P.id == _J.project_id)
            .where(_J.deleted.is_(False), *_among(ids))
            .order_by(_J.judged_on, _J.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Judged(row[0], row[1] or "", row[2], bool(row[3]), row[4], row[5]) for row in rows]


def _among(ids: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """Live projects, or the live ones among ``ids``."""
    if ids is None:
        return [_P.deleted.is_(False)]
    return [is_live(_PROJECT), _P.id.in_(listed(ids))]


def signed_on() -> ColumnElement[Any]:
    """The day of signing: the contract's, or that of the stage while the project is in it."""
    return func.coalesce(_P.contract_on, case((_P.stage == "signed", _P.stage_on), else_=null()))


def landed_on() -> ColumnElement[Any]:
    """The day of landing: when the site was handed over, or that of the stage while it is in it."""
    return func.coalesce(_P.site_on, case((_P.stage == "landed", _P.stage_on), else_=null()))


def _between(day: ColumnElement[Any], first: Any, last: Any) -> ColumnElement[bool]:
    return and_(day.is_not(None), day.between(first, last))


def _happened(first: Any, last: Any) -> Sequence[ColumnElement[bool]]:
    days = (signed_on(), landed_on(), _P.started_on, _P.produced_on)
    return [day.between(first, last) for day in days]


def _counts(
    signed: ColumnElement[bool], landed: ColumnElement[bool], first: Any, last: Any
) -> list[ColumnElement[Any]]:
    past_landing = _P.stage.in_(("landed", "construction", "completed", "producing", "on_books"))
    known = or_(_P.stage_on.is_(None), _P.stage_on <= last)  # that it is past landing
    conditions = [
        signed,
        and_(signed, _P.obligation_on <= last),
        and_(signed, _P.started_on <= last),
        and_(signed, _P.produced_on <= last),
        and_(signed, or_(landed_on() <= last, and_(_P.site_on.is_(None), past_landing, known))),
        _P.started_on.between(first, last),
        landed,
        _P.produced_on.between(first, last),
    ]
    return [func.sum(case((one, 1), else_=0)) for one in conditions]


def _amounts(signed: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    return [
        func.sum(case((signed, column), else_=null()))
        for column in (_P.contract_amount, _P.foreign_investment)
    ]


def _figures(values: Sequence[Any]) -> dict[str, Decimal]:
    named = zip((*COUNTS, *SUMS), values, strict=True)
    return {name: Decimal(value) if value else Decimal(0) for name, value in named}
