"""The ledger of funds added up by project and month in one scan, in whole numbers of fen (systems.md C1).

What counts is settled here as ``app.rules.fund_ledger`` settles it: of each component what was published,
else what the department says, else what the unit reported. Corrections of earlier months are few, and read
line by line with the cells that they put right.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    select,
    type_coerce,
)

from app.model.funds import COMPONENTS, SOURCES
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.settings import Opener

ENTRY = KINDS["fund_entry"].table
CORRECTED = ENTRY.alias("corrected")
_P = KINDS["project"].table
_RANKED = SOURCES[::-1]  # the later outranks the earlier
RANKS = range(len(_RANKED))
Cell = tuple[str, str, int, int, int]
"""Project, month (``2026-03``) and what counts of each component, in the order of ``COMPONENTS``."""


def live(entry: Any) -> list[ColumnElement[bool]]:
    """Live lines. (Plus nothing, or SQLite would walk an index instead of the table.)"""
    return [type_coerce(entry.c.deleted, Integer) + 0 == 0, entry.c.month <= bindparam("until")]


def readable(entry: Any) -> list[ColumnElement[bool]]:
    """Lines that the rules can read: of others only a newer version knows what they are."""
    return [
        entry.c.component.in_(COMPONENTS),
        entry.c.source.in_(SOURCES),
        entry.c.amount.is_not(None),
    ]


# Who says so and of which component, as one number: many sums are told apart by it.
_SAID = case({source: at * 8 for at, source in enumerate(_RANKED)}, value=ENTRY.c.source) + case(
    {component: at for at, component in enumerate(COMPONENTS)}, value=ENTRY.c.component
)
_MONTH = func.substr(ENTRY.c.month, 1, 7)
LINES = (
    select(
        ENTRY.c.id,
        CORRECTED.c.id.label("corrects"),
        func.substr(CORRECTED.c.month, 1, 7).label("of"),
        func.coalesce(ENTRY.c.project_id, "").label("project_id"),  # nor would it walk the index of these
        _MONTH.label("month"),
        func.coalesce(func.substr(CORRECTED.c.month, 1, 7) < _MONTH, 0).label("back"),
        ENTRY.c.source,
        ENTRY.c.component,
        _SAID.label("said"),
        type_coerce(ENTRY.c.amount, BigInteger).label("amount"),
    )
    .select_from(
        ENTRY.outerjoin(
            CORRECTED, and_(CORRECTED.c.id == ENTRY.c.corrects, *live(CORRECTED), *readable(CORRECTED))
        )
    )
    .where(*live(ENTRY), func.coalesce(ENTRY.c.project_id, "") != "")
)


def _settled(lines: Any, component: str) -> ColumnElement[Any]:
    """What counts of one component. (Not told by ``said``, which SQLite would work out for every sum.)"""
    mine = lines.c.component == component
    told = [func.sum(lines.c.amount).filter(lines.c.source == source, mine) for source in _RANKED]
    return func.coalesce(*told, 0).label(component)


def settled(lines: Any) -> Select[Any]:
    """Project, month and what counts of each component, corrections of earlier months apart."""
    key = lines.c.project_id, lines.c.month
    columns = [_settled(lines, component) for component in COMPONENTS]
    return select(*key, *columns).where(lines.c.back == 0).group_by(*key).order_by(*key)


def _corrections(lines: Any) -> Prepared:
    """Lines that correct an earlier month, in the order of the months they were booked in."""
    named = [lines.c[name] for name in ("id", "corrects", "of", "project_id", "month", "said", "amount")]
    known = lines.c.said.is_not(None) & lines.c.amount.is_not(None)
    return Prepared(select(*named).where(lines.c.back == 1, known).order_by(lines.c.month, lines.c.id))


IDS: Any = bindparam("ids", expanding=True)
_SOME = LINES.where(ENTRY.c.project_id.in_(IDS))
_CELLS, _CELLS_OF = (Prepared(settled(lines.subquery())) for lines in (LINES, _SOME))
_PUT_RIGHT = ENTRY.c.corrects.is_not(None)  # or every line would be looked through
_BACK = _corrections(LINES.where(_PUT_RIGHT).subquery())
_BACK_OF = _corrections(_SOME.where(_PUT_RIGHT).subquery())
_OWN = _SOME.subquery()
_OWN_KEY = _OWN.c.project_id, _OWN.c.month, _OWN.c.said
_TOLD = Prepared(
    select(*_OWN_KEY, func.sum(_OWN.c.amount)).where(_OWN.c.back == 0).group_by(*_OWN_KEY).order_by(*_OWN_KEY)
)
_PAGE = 10_000


@cache
def _projects(names: tuple[str, ...], some: bool) -> Prepared:
    query = select(_P.c.id, *(_P.c[name] for name in names)).where(
        type_coerce(_P.c.deleted, Integer) + 0 == 0
    )
    return Prepared(query.where(_P.c.id.in_(IDS)) if some else query)


def _moved(back: Sequence[Any], told: Mapping[tuple[str, str, int], int]) -> list[Cell]:
    """What corrections change of what counts, by project and the month that they were booked in.

    ``told``: what each source says of each cell, by project, month and ``_SAID``.
    """
    of = {id: (corrects, month) for id, corrects, month, *_ in back}
    cells: dict[tuple[str, str, int], list[int | None]] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for id, _, _, project, booked, said, amount in back:
        month, named = "", id
        while named in of:  # a correction of a correction is one of what that corrected
            named, month = of[named]
        rank, at = divmod(said, 8)
        if (project, month, at) not in cells:
            cells[project, month, at] = [told.get((project, month, one * 8 + at)) for one in RANKS]
        cell = cells[project, month, at]
        before = _counts(cell)
        cell[rank] = (cell[rank] or 0) + amount
        found.setdefault((project, booked), [0] * len(COMPONENTS))[at] += _counts(cell) - before
    return [(*key, *amounts) for key, amounts in found.items()]  # type: ignore[misc]


def _counts(cell: Sequence[int | None]) -> int:
    return next((one for one in cell if one is not None), 0)


class FundSums:
    """Adds up one store's ledger."""

    def __init__(self, reading: Opener) -> None:
        self._reading = reading

    def cells(self, until: date, ids: Sequence[str] | None = None) -> list[Any]:
        """Every project and month booked up to ``until``, or those of ``ids``; by project and month.

        Each is a ``Cell``. A month with corrections of earlier months has a second one for them, to be added
        to the first.
        """
        given: dict[str, Any] = {"until": until} if ids is None else {"until": until, "ids": ids}
        with self._reading() as connection:
            cells = (_CELLS if ids is None else _CELLS_OF).bare(connection, given)
        moved = self.corrections(until, ids)
        return sorted([*cells, *moved]) if moved else cells

    def corrections(self, until: date, ids: Sequence[str] | None = None) -> list[Cell]:
        """What corrections of earlier months change, by the month up to ``until`` that each is booked in."""
        given: dict[str, Any] = {"until": until} if ids is None else {"until": until, "ids": ids}
        with self._reading() as connection:
            back = (_BACK if ids is None else _BACK_OF).bare(connection, given)
            named = sorted({line[3] for line in back})
            told = {
                (project, month, said): amount
                for at in range(0, len(named), _PAGE)
                for project, month, said, amount in _TOLD.bare(
                    connection, {"until": until, "ids": named[at : at + _PAGE]}
                )
            }
        return _moved(back, told)

    def projects(self, names: Sequence[str], ids: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
        """Id and the named fields of live projects as the file keeps them, all or those of ``ids``."""
        with self._reading() as connection:
            return _projects(tuple(names), ids is not None).bare(
                connection, {} if ids is None else {"ids": ids}
            )
