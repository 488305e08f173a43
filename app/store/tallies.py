"""Projects added up by owner in one scan each: what boards of scores are made of (systems.md C3, C5, C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select

from app.model.registry import KINDS
from app.policy.table import Table
from app.store.deciding import row_of
from app.store.fund_sums import FundSums
from app.store.settings import Opener

_P = KINDS["project"].table.c
_J = KINDS["lead_judgement"].table.c
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
    """A judged lead: the latest judgement of it."""

    project: str
    finder: str
    unit: str
    valuable: bool
    day: date


class Tallies:
    """Adds up one store's projects."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading
        self.funds = FundSums(reading)

    def tally(
        self, owned_by: str, first: date, last: date, scores: Table | None, large: Table | None
    ) -> list[Tally]:
        """Every owner's projects in a window of days; what happened is told as of its last day."""
        signed, landed = _between(signed_on(), first, last), _between(landed_on(), first, last)
        owner = func.coalesce(OWNED_BY[owned_by], "")
        by_score = case((signed, func.coalesce(row_of(scores), "")), else_=null()) if scores else null()
        by_large = case((landed, row_of(large)), else_=null()) if large else null()
        sums = [*_counts(signed, landed, first, last), *_amounts(signed)]
        query = (
            select(owner, by_score, by_large, *sums)
            .where(_P.deleted.is_(False), or_(*_happened(first, last)))
            .group_by(owner, by_score, by_large)
        )
        with self._reading() as connection:
            return [
                Tally(row[0], row[1], row[2], _figures(row[3:])) for row in connection.execute(query).all()
            ]

    def signed(self, owned_by: str, owner: str, first: date, last: date) -> list[str]:
        """The projects of one owner signed in a window, the first one first."""
        mine = func.coalesce(OWNED_BY[owned_by], "") == owner
        window = _between(signed_on(), first, last)
        query = select(_P.id).where(_P.deleted.is_(False), mine, window).order_by(signed_on(), _P.id)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def shared(self, first: date, last: date) -> list[str]:
        """The projects signed in a window whose credits were ruled on: few, each split by itself."""
        window = _between(signed_on(), first, last)
        query = select(_P.id).where(_P.deleted.is_(False), window, _P.credits.is_not(None))
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

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

    def judged(self) -> list[Judged]:
        """The latest judgement of every lead."""
        query = (
            select(_J.project_id, _J.name, func.coalesce(_P.responsible_unit, ""), _J.valuable, _J.judged_on)
            .join(KINDS["project"].table, _P.id == _J.project_id)
            .where(_J.deleted.is_(False), _P.deleted.is_(False))
            .order_by(_J.judged_on, _J.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        latest = {row[0]: row for row in rows}
        return [Judged(row[0], row[1] or "", row[2], bool(row[3]), row[4]) for row in latest.values()]


def signed_on() -> ColumnElement[Any]:
    """The day of signing: the contract's, or that of the stage while the project is in it."""
    return func.coalesce(_P.contract_on, case((_P.stage == "signed", _P.stage_on), else_=null()))


def landed_on() -> ColumnElement[Any]:
    """The day of landing: when the site was handed over, or that of the stage while it is in it."""
    return func.coalesce(_P.site_on, case((_P.stage == "landed", _P.stage_on), else_=null()))


def _between(day: ColumnElement[Any], first: date, last: date) -> ColumnElement[bool]:
    return and_(day.is_not(None), day.between(first, last))


def _happened(first: date, last: date) -> Sequence[ColumnElement[bool]]:
    days = (signed_on(), landed_on(), _P.started_on, _P.produced_on)
    return [day.between(first, last) for day in days]


def _counts(
    signed: ColumnElement[bool], landed: ColumnElement[bool], first: date, last: date
) -> list[ColumnElement[Any]]:
    past_landing = _P.stage.in_(("landed", "construction", "completed", "producing", "on_books"))
    conditions = [
        signed,
        and_(signed, _P.obligation_on <= last),
        and_(signed, _P.started_on <= last),
        and_(signed, _P.produced_on <= last),
        and_(signed, or_(landed_on() <= last, and_(_P.site_on.is_(None), past_landing))),
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
