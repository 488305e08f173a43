"""A decision table of a policy pack as an expression of SQL: what thousands of rows are decided by at once.

The answer is that of ``Table.decide``: a fact without a value meets no condition that asks for it, and a
yes/no fact that is not told counts as no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, false, func, null, true, type_coerce

from app.model.columns import LAND_PLACES, MONEY_PLACES, Scaled
from app.model.registry import KINDS
from app.policy.conditions import Anything, Band, Condition, Flag, OneOf
from app.policy.table import Table

_PROJECT = KINDS["project"].table.c


@dataclass(frozen=True, slots=True)
class Told:
    """Where a fact stands in the record; ``places``: decimals that its whole number holds."""

    column: ColumnElement[Any]
    places: int = 0


# The facts of a project that it tells itself, as packs call them.
PROJECT_FACTS: Mapping[str, Told] = {
    "investment": Told(_PROJECT.investment, MONEY_PLACES),
    "foreign_capital": Told(_PROJECT.foreign_investment, MONEY_PLACES),
    "land": Told(_PROJECT.land, LAND_PLACES),
    "kind": Told(_PROJECT.counted_kind),
    "place": Told(_PROJECT.landed_at),
    "brought_by": Told(_PROJECT.brought_by),
    "floor_area": Told(_PROJECT.floor_area),
    "stars": Told(_PROJECT.stars),
    "legal_person": Told(_PROJECT.legal_person),
    "consent": Told(_PROJECT.consent),
    "guaranteed_return": Told(_PROJECT.guaranteed_return),
    "rented_factory": Told(_PROJECT.rented_factory),
    "continues": Told(_PROJECT.continues),
    "added": Told(_PROJECT.added_amount, MONEY_PLACES),
}


def row_of(table: Table, facts: Mapping[str, Told] = PROJECT_FACTS) -> ColumnElement[Any]:
    """The id of the row that answers a project with these facts; NULL where it tells too little."""
    whens = []
    for row in table.rows:
        conditions = row.conditions.items()
        met = [_meets(one, facts.get(name)) for name, one in conditions]
        whens.append((and_(true(), *met), row.id))
    return case(*whens, else_=null()) if whens else null()


def _meets(condition: Condition, told: Told | None) -> ColumnElement[bool]:
    match condition:
        case Anything():
            return true()
        case Flag(wanted):
            if told is None:
                return false() if wanted else true()
            return func.coalesce(told.column, False).is_(wanted)
        case OneOf(words, negated) if told is not None:
            return told.column.not_in(words) if negated else told.column.in_(words)
        case Band() if told is not None:
            return _lies_in(condition, told)
    return false()


def _lies_in(band: Band, told: Told) -> ColumnElement[bool]:
    """In whole numbers, so that edges such as 1/3 are exact."""
    whole: ColumnElement[int] = told.column
    if isinstance(told.column.type, Scaled):
        whole = type_coerce(told.column, BigInteger)
    met: list[ColumnElement[bool]] = [told.column.is_not(None)]
    if band.low is not None:
        left, right = whole * band.low.denominator, band.low.numerator * 10**told.places
        met.append(left >= right if band.low_in else left > right)
    if band.high is not None:
        left, right = whole * band.high.denominator, band.high.numerator * 10**told.places
        met.append(left <= right if band.high_in else left < right)
    return and_(*met)
