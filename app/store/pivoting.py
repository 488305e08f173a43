"""Records of a list put into cells by one or two of their fields, counted and added up by SQLite itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
)

from app.model.columns import MONEY_PLACES, Scaled, plain
from app.model.registry import KINDS, Kind
from app.store.fund_sums import COUNTED, KEPT, WHOLE, FundSums, booked_until
from app.store.listing import finding, listing_of
from app.store.lists import Asked
from app.store.store import Store

IN_PLACE = "funds_in_place"
"""The measure that is no field of a project: what of its money is in place, up to a day."""
YEAR, QUARTER, MONTH = PERIODS = ("year", "quarter", "month")
BAND = "band"


@dataclass(frozen=True, slots=True)
class Axis:
    """By what records are put together: a field, its days by ``PERIODS``, its amounts by ``BAND``.

    ``edges``: where the bands of amounts begin, in the units of the field, the least first.
    """

    field: str
    by: str = ""
    edges: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What a pivot is about: the list, words found in it, its axes (``columns`` None: one column), and what
    is added up: "" (records are counted only), a field of money or land, or ``IN_PLACE`` up to ``until``.

    ``among``: the ids of a list that was narrowed beyond what SQLite can tell; None: it was not.
    """

    listed: Asked
    find: str
    rows: Axis
    columns: Axis | None
    measure: str
    until: date
    among: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The records of one place on both axes. ``row`` and ``column``: the value of the field; of days “2026”,
    “2026-2” (a quarter) or “2026-03”; of amounts how many edges they reach; None where there is none.
    """

    row: Any
    column: Any
    count: int
    total: Decimal


_Raw = tuple[Any, Any, int, int]


def read_pivot(store: Store, asking: Asking) -> list[Cell]:
    """Every cell that holds a record of the list, in no order.

    Records are chosen as the list chooses them (``Store.ids``), so that all cells together are the list.
    """
    kind, find = KINDS[asking.listed.kind], asking.find.strip()
    where = listing_of(kind, asking.listed.filters, asking.listed.deleted)
    if asking.among is not None:
        ids = func.json_each(msgspec.json.encode(asking.among).decode()).table_valued("value")
        where.append(kind.table.c.id.in_(select(ids.c.value)))
    with (store.late_indexing.complete if find else store.reads)() as connection:
        if find:
            if (found := finding(store.indexing, kind.name, find)) is None:
                return []
            where.append(found)  # type: ignore[arg-type]  # words of SQL that are true or not
        told = connection.execute(_asked(kind, asking, where), booked_until(asking.until)).scalar_one()
        cells: list[_Raw] = msgspec.json.decode(told, type=list[_Raw])
        if asking.measure == IN_PLACE:
            more = _besides(FundSums(store.reads), asking.until)
            of_these = kind.table.c.id.in_(list(more))
            query = select(kind.table.c.id, *_values(kind, asking)).where(*where, of_these)
            cells += [(row, column, 0, more[id]) for id, row, column in connection.execute(query)]
    return _joined(cells, _places(kind, asking.measure))


def _asked(kind: Kind, asking: Asking, where: Iterable[ColumnElement[bool]]) -> Any:
    """The cells in one value: for every row that it hands out the driver would wait for the interpreter."""
    records: Any = kind.table
    added: ColumnElement[Any] = literal(0)
    if asking.measure == IN_PLACE:
        kept = _kept_sums()
        records = records.outerjoin(kept, kept.c.project_id == kind.table.c.id)
        added = func.coalesce(func.sum(kept.c.total), 0)
    elif asking.measure:
        added = func.coalesce(func.sum(type_coerce(kind.table.c[asking.measure], BigInteger)), 0)
    row, column = _values(kind, asking)
    cells = (
        select(row.label("r"), column.label("k"), func.count().label("n"), added.label("s"))
        .select_from(records)
        .where(*where)
        .group_by("r", "k")
        .subquery()
    )
    return select(func.json_group_array(func.json_array(cells.c.r, cells.c.k, cells.c.n, cells.c.s)))


def _kept_sums() -> Any:
    """What the file keeps of each project's money that is booked whole up to a day (docs/adr/0029)."""
    total = func.sum(sum(COUNTED, literal(0))).label("total")
    return select(KEPT.project_id, total).where(WHOLE).group_by(KEPT.project_id).subquery()


def _besides(sums: FundSums, until: date) -> dict[str, int]:
    """By project what its kept sums leave out: this month up to the day, corrections of earlier months."""
    more: dict[str, int] = {}
    for project, _, *amounts in [*sums.begun(until), *sums.corrections(until)]:
        more[project] = more.get(project, 0) + sum(amounts)
    return more


def _values(kind: Kind, asking: Asking) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return _value(kind, asking.rows), _value(kind, asking.columns) if asking.columns else null()


def _value(kind: Kind, axis: Axis) -> ColumnElement[Any]:
    """What a record stands under on an axis, as the file keeps it."""
    column = kind.table.c[axis.field]
    if axis.by == BAND:
        raw, places = type_coerce(column, BigInteger), _places(kind, axis.field)
        reached = [(raw >= int(edge.scaleb(places)), at) for at, edge in enumerate(axis.edges, 1)]
        return case((raw.is_(None), null()), *reversed(reached), else_=0)
    said = type_coerce(column, String)
    if axis.by == QUARTER:
        quarter = (cast(func.substr(said, 6, 2), Integer) + 2) // 3
        return func.substr(said, 1, 5).concat(cast(quarter, String))
    if axis.by:
        return func.substr(said, 1, 4 if axis.by == YEAR else 7)
    return type_coerce(column, Integer) if isinstance(column.type, Boolean) else said


def _places(kind: Kind, measure: str) -> int:
    if measure == IN_PLACE:
        return MONEY_PLACES
    kept = kind.table.c[measure].type if measure else None
    return kept.places if isinstance(kept, Scaled) else 0


def _joined(cells: Iterable[_Raw], places: int) -> list[Cell]:
    counts: dict[tuple[Any, Any], list[int]] = {}
    for row, column, count, total in cells:
        cell = counts.setdefault((row, column), [0, 0])
        cell[0] += count
        cell[1] += total
    return [
        Cell(row, column, count, plain(Decimal(total).scaleb(-places)))
        for (row, column), (count, total) in counts.items()
    ]
