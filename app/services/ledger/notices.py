"""Gathers what the user should look at: one notice for each kind of trouble, with every place of it."""

from collections.abc import Iterable, Iterator, Sequence

from app.reasons import Reason
from app.services.ledger.drafts import RowDraft, row_texts
from app.services.ledger.grid import column_letter
from app.services.ledger.known import KnownBatch
from app.services.ledger.preview import CellRef, Level, Notice, PlannedTable
from app.services.ledger.tables import Layout

_Found = tuple[Level, Reason, CellRef]


def gather_notices(
    tables: Sequence[PlannedTable],
    refused: Iterable[RowDraft],
    layout: Layout,
    before: KnownBatch | None,
) -> tuple[Notice, ...]:
    """All notices of a plan, those about the whole file first, then in the order of the file."""
    grouped: dict[tuple[Level, str], list[tuple[Reason, CellRef]]] = {}
    for level, reason, cell in (
        *_about_file(layout, before),
        *_about_cells(tables),
        *_about_refused(refused),
    ):
        grouped.setdefault((level, reason.key), []).append((reason, cell))
    return tuple(
        Notice(level, found[0][0], tuple(dict.fromkeys(cell for _, cell in found)))
        for (level, _), found in grouped.items()
    )


def _about_file(layout: Layout, before: KnownBatch | None) -> Iterator[_Found]:
    if before is not None:
        params = {"file": before.file_name, "day": before.day}
        yield Level.WARNING, Reason("import.warn.imported_before", params), CellRef("")
    for sheet in layout.without_table:
        yield Level.WARNING, Reason("import.warn.no_table", {"sheet": sheet}), CellRef(sheet)
    for sheet in layout.hidden:
        yield Level.INFO, Reason("import.info.hidden_sheet", {"sheet": sheet}), CellRef(sheet)


def _about_cells(tables: Iterable[PlannedTable]) -> Iterator[_Found]:
    for table in tables:
        for planned in table.rows:
            row = planned.row
            for cell in row.cells:
                at = CellRef(row.sheet, row.number, column_letter(cell.column), cell.label, cell.text)
                for warning in cell.reading.warnings:
                    yield Level.WARNING, warning, at
            name = next((cell for cell in row.cells if cell.target == "name"), row.cells[0])
            at = CellRef(row.sheet, row.number, column_letter(name.column), name.label, name.text)
            for warning in planned.warnings:
                yield Level.WARNING, warning, at
            for remark in planned.remarks:
                yield Level.INFO, remark, at


def _about_refused(rows: Iterable[RowDraft]) -> Iterator[_Found]:
    for row in rows:
        if row.problem is not None:
            yield Level.WARNING, row.problem, CellRef(row.sheet, row.number, text=row_texts(row.cells))
