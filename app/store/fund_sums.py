"""The ledger of funds added up by project and month, in whole numbers of fen (systems.md C1).

The file keeps the sums by component and source (docs/adr/0029), so that no line has to be walked for them.
What counts is settled here as ``app.rules.fund_ledger`` settles it: of each component what was published,
else what the department says, else what the unit reported. Corrections of earlier months are few, and read
line by line with the cells that they put right.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import json
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from app.model.funds import COMPONENTS, SOURCES
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.settings import Opener
from app.store.tables import FUND_MONTH

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


def _added() -> Select[Any]:
    """What each source says of each component, by project and month, corrections of earlier months apart."""
    lines = LINES.where(ENTRY.c.month.is_not(None)).subquery()
    key = lines.c.project_id, lines.c.month
    sums = [
        func.sum(lines.c.amount).filter(lines.c.source == source, lines.c.component == component)
        for component in COMPONENTS
        for source in _RANKED
    ]
    return select(*key, *sums).where(lines.c.back == 0).group_by(*key)


def _corrections(lines: Any) -> Prepared:
    """Lines that correct an earlier month, in the order of the months they were booked in."""
    named = [lines.c[name] for name in ("id", "corrects", "of", "project_id", "month", "said", "amount")]
    known = lines.c.said.is_not(None) & lines.c.amount.is_not(None)
    return Prepared(select(*named).where(lines.c.back == 1, known).order_by(lines.c.month, lines.c.id))


IDS: Any = bindparam("ids", expanding=True)
_SOME = LINES.where(ENTRY.c.project_id.in_(IDS))
_PUT_RIGHT = ENTRY.c.corrects > ""  # a range of its index: for “not NULL” every line would be looked through
_BACK = _corrections(LINES.where(_PUT_RIGHT).subquery())
_BACK_OF = _corrections(_SOME.where(_PUT_RIGHT).subquery())

KEPT = FUND_MONTH.c
"""The sums that the file keeps by project and month."""
SAID = [[KEPT[f"{component}_{source}"] for source in _RANKED] for component in COMPONENTS]
COUNTED = [func.coalesce(*said, 0).label(name) for name, said in zip(COMPONENTS, SAID, strict=True)]
ALL_KEPT = Prepared(select(KEPT.project_id, KEPT.month, *(column for said in SAID for column in said)))
ADDED = Prepared(_added())
"""The same, from every line; what ``doctor`` compares them with."""
_NAMED: Any = bindparam("named")
_UNTIL: Any = bindparam("until", type_=Date)
WHOLE = or_(KEPT.month < _NAMED, and_(KEPT.month == _NAMED, KEPT.last_day <= _UNTIL))
"""Months that are booked whole up to the day ``until``, which lies in the month ``named``."""
_CELLS = select(KEPT.project_id, KEPT.month, *COUNTED).where(WHOLE).order_by(KEPT.project_id, KEPT.month)
_CELLS_ALL, _CELLS_OF = Prepared(_CELLS), Prepared(_CELLS.where(KEPT.project_id.in_(IDS)))
_BEGUN = select(KEPT.project_id).where(KEPT.month == _NAMED, KEPT.last_day > _UNTIL)
_BEGUN_ALL, _BEGUN_OF = Prepared(_BEGUN), Prepared(_BEGUN.where(KEPT.project_id.in_(IDS)))
_LIVE_CELLS = Prepared(settled(_SOME.where(_MONTH == _NAMED).subquery()))
_PAIRS = func.json_each(bindparam("pairs")).table_valued("value")
_TOLD = Prepared(
    select(KEPT.project_id, KEPT.month, *(column for said in SAID for column in said)).join(
        _PAIRS,
        and_(
            KEPT.project_id == func.json_extract(_PAIRS.c.value, "$[0]"),
            KEPT.month == func.json_extract(_PAIRS.c.value, "$[1]"),
        ),
    )
)


@cache
def _projects(names: tuple[str, ...], some: bool) -> Prepared:
    query = select(_P.c.id, *(_P.c[name] for name in names)).where(
        type_coerce(_P.c.deleted, Integer) + 0 == 0
    )
    return Prepared(query.where(_P.c.id.in_(IDS)) if some else query)


def _corrected(back: Sequence[Any]) -> list[tuple[Any, tuple[str, str]]]:
    """Corrections with the project and month of what each puts right."""
    of = {id: (corrects, month) for id, corrects, month, *_ in back}
    found = []
    for line in back:
        named, month = line[0], ""
        while named in of:  # a correction of a correction is one of what that corrected
            named, month = of[named]
        found.append((line, (line[3], month)))
    return found


def _moved(
    corrected: Sequence[tuple[Any, tuple[str, str]]], told: Mapping[tuple[str, str], Sequence[int | None]]
) -> list[Cell]:
    """What corrections change of what counts, by project and the month that they were booked in.

    ``told``: what each source says by project and month, in the order of ``SAID``.
    """
    cells: dict[tuple[str, str], list[int | None]] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for (*_, project, booked, said, amount), key in corrected:
        rank, at = divmod(said, 8)
        if key not in cells:
            cells[key] = list(told.get(key, [None] * len(COMPONENTS) * len(RANKS)))
        cell, first = cells[key], at * len(RANKS)
        before = _counts(cell[first : first + len(RANKS)])
        cell[first + rank] = (cell[first + rank] or 0) + amount
        now = _counts(cell[first : first + len(RANKS)])
        found.setdefault((project, booked), [0] * len(COMPONENTS))[at] += now - before
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
        given = booked_until(until, ids)
        with self._reading() as connection:
            cells = (_CELLS_ALL if ids is None else _CELLS_OF).bare(connection, given)
        moved = [*self.begun(until, ids), *self.corrections(until, ids)]
        return sorted([*cells, *moved]) if moved else cells

    def begun(self, until: date, ids: Sequence[str] | None = None) -> list[Cell]:
        """Cells of the month that ``until`` lies in of which some lines are booked on a later day."""
        given = booked_until(until, ids)
        with self._reading() as connection:
            begun = [id for (id,) in (_BEGUN_ALL if ids is None else _BEGUN_OF).bare(connection, given)]
            return _LIVE_CELLS.bare(connection, booked_until(until, begun)) if begun else []

    def corrections(self, until: date, ids: Sequence[str] | None = None) -> list[Cell]:
        """What corrections of earlier months change, by the month up to ``until`` that each is booked in."""
        given: dict[str, Any] = {"until": until} if ids is None else {"until": until, "ids": ids}
        with self._reading() as connection:
            corrected = _corrected((_BACK if ids is None else _BACK_OF).bare(connection, given))
            pairs = sorted({key for _, key in corrected})
            rows = _TOLD.bare(connection, {"pairs": json.encode(pairs).decode()}) if pairs else []
        return _moved(corrected, {(project, month): told for project, month, *told in rows})

    def projects(self, names: Sequence[str], ids: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
        """Id and the named fields of live projects as the file keeps them, all or those of ``ids``."""
        with self._reading() as connection:
            return _projects(tuple(names), ids is not None).bare(
                connection, {} if ids is None else {"ids": ids}
            )


def booked_until(until: date, ids: Sequence[str] | None = None) -> dict[str, Any]:
    """What the statements about kept sums are given."""
    given: dict[str, Any] = {"named": f"{until:%Y-%m}", "until": until}
    return given if ids is None else {**given, "ids": ids}
