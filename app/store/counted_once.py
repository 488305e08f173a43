"""``app.rules.continuations`` as expressions of SQL: what thousands of projects count for at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, false, func, null, true, type_coerce

from app.model.records import ADDED, CONTINUES
from app.model.registry import KINDS
from app.policy.table import Table
from app.store.deciding import PROJECT_FACTS, Told, row_of

_P = KINDS["project"].table.c
_FACTS = {"investment": "investment", "foreign_capital": "foreign_investment"}


def is_counted(continuations: Table | None) -> ColumnElement[bool]:
    """Whether a project counts as one; what follows on an earlier one and tells too little does not."""
    return true() if continuations is None else _said(continuations, "counts", unclear=False)


def counted_amount(name: str, continuations: Table | None) -> ColumnElement[Any]:
    """What of an amount counts, as the file keeps it; NULL where it is not told."""
    whole = type_coerce(_P[name], BigInteger)
    if continuations is None:
        return whole
    new = func.coalesce(type_coerce(_P[ADDED[name]], BigInteger), 0)
    least = case((whole.is_(None), null()), (whole <= new, whole), else_=new)
    return case((_said(continuations, "added_only", unclear=True), least), else_=whole)


def ruled(table: Table, continuations: Table | None) -> ColumnElement[Any]:
    """The id of the row that answers a project by what of it counts; NULL where it tells too little."""
    if continuations is None:
        return row_of(table)
    # Nearly every project follows on none, and is asked as quickly as ever.
    return case((_P.continues.is_(None), row_of(table)), else_=row_of(table, _counted_facts(continuations)))


def _counted_facts(continuations: Table) -> Mapping[str, Told]:
    """Where the facts of a project stand, its amounts as they count."""
    amounts = {
        fact: replace(PROJECT_FACTS[fact], column=counted_amount(name, continuations))
        for fact, name in _FACTS.items()
    }
    return {**PROJECT_FACTS, **amounts}


def _said(table: Table, column: str, *, unclear: bool) -> ColumnElement[bool]:
    """What the table says of a project; one that follows on none counts wholly."""
    yes = [row.id for row in table.rows if row.results[column] is True]
    ordinary = column == "counts"
    otherwise = true() if unclear else false()
    rule = func.coalesce(row_of(table).in_(yes), otherwise)
    known = (_P.continues.in_(CONTINUES), rule)  # of a newer version's word a row with “not …” knows nothing
    return case((_P.continues.is_(None), true() if ordinary else false()), known, else_=otherwise)
