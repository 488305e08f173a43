"""A spreadsheet of ours that came back: what was changed there, here since, and by both.

Only what differs from what went out is looked at; a value that somebody merely wrote otherwise is the same.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.i18n import Translator
from app.model.changes import ChangeSet
from app.model.registry import KINDS
from app.model.row import Row
from app.reasons import Reason
from app.rules.amounts import Unit
from app.rules.three_way import Standing, canonical, mark, standing
from app.services.cell_texts import CellTexts
from app.services.cells import STAGE, CheckedCell, check_text
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.ledger.grid import Cell, Line, Sheet, Workbook
from app.services.ledger.outgoing import ID_SHEET, Sent, sent_of, split_marks
from app.services.ledger.written_values import Column, columns_of, names_of, written
from app.services.records import DEFAULTS, add_record, checked_values

PAGE = 500
CHANGED, NEW, GONE, REFUSED = "changed", "new", "gone", "refused"


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """One value that is not the same on both sides; ``there`` is its text in the file."""

    checked: CheckedCell
    standing: Standing


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One line of the comparison.

    ``what``: CHANGED with its ``cells``; NEW with ``values`` to make a record of; GONE, its line is missing
    in the file; REFUSED, it cannot be taken for ``reason``. ``number`` is its line in the sheet, 0: none.
    """

    key: str
    what: str
    title: str
    number: int = 0
    row: Row | None = None
    cells: tuple[ReturnedCell, ...] = ()
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    reason: Reason | None = None

    @property
    def both(self) -> bool:
        """Whether taking it would cover something that changed here."""
        return any(cell.standing is Standing.BOTH for cell in self.cells)

    @property
    def appliable(self) -> bool:
        """Whether there is anything to write."""
        if self.what == CHANGED:
            return any(cell.checked.changes for cell in self.cells)
        return self.what in (NEW, GONE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A returned file against the store. ``same`` lines say what both sides say."""

    sent: Sent
    rows: tuple[ReturnedRow, ...]
    same: int

    @property
    def ours(self) -> bool:
        """Whether any of its records is on this laptop: else it is a ledger like any other."""
        return self.same > 0 or any(row.row is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet that holds our rows: where the marks and each field stand."""

    sheet: Sheet
    sent: Sent
    marks: int
    places: Mapping[str, int]  # field → column, of fields that stand in one column


def find_sent(workbook: Workbook) -> Sent | None:
    """What a file says of itself when it is one of our exports; None for any other."""
    found = _find(workbook)
    return found.sent if found is not None else None


def compare(desk: Desk, workbook: Workbook) -> Comparison | None:
    """A returned file against the store; None where it is none of ours. Nothing is written."""
    found = _find(workbook)
    return _Comparing(desk, found, workbook).run() if found is not None else None


def apply_returned(desk: Desk, comparison: Comparison, chosen: Sequence[str]) -> ChangeSet:
    """Take the chosen lines (by key) as one step of undo.

    Raises:
        InvalidRecord: a new record names one that is gone by now; nothing was written.
    """
    kind, wanted = comparison.sent.kind, set(chosen)
    with desk.store.write(actor=desk.actor, label="take_returned") as work:
        for one in comparison.rows:
            if one.key not in wanted or not one.appliable:
                continue
            if one.what == NEW:
                add_record(desk, work, kind, one.values)
            elif one.what == GONE and one.row is not None:
                work.delete(kind, one.row.id)
            elif one.row is not None:
                values = {name: v for cell in one.cells for name, v in cell.checked.values.items()}
                work.update(kind, one.row.id, values)
    return work.changes


def _find(workbook: Workbook) -> _Sheet | None:
    for sheet in workbook.sheets:
        head = sheet.rows[0] if sheet.rows else {}
        for place, cell in head.items():
            if (sent := sent_of(cell.text)) is not None:
                return _Sheet(sheet, sent, place, _places(head, sent))
    return None


def _places(head: Line, sent: Sent) -> dict[str, int]:
    """Field → column by the headings, wherever the columns are by now; long notes on several are left out."""
    translator = Translator(sent.language)
    labels = {" ".join(cell.text.split()): place for place, cell in reversed(head.items())}
    places = {}
    for column in columns_of(KINDS[sent.kind], translator):
        label = " ".join(column.label.split())
        further = translator.tr("export.continued", label=column.label, number=2)
        if label in labels and " ".join(further.split()) not in labels and column.field.name in sent.fields:
            places[column.field.name] = labels[label]
    return places


class _Comparing:
    """One walk over the returned sheet."""

    def __init__(self, desk: Desk, found: _Sheet, workbook: Workbook) -> None:
        self._desk, self._found = desk, found
        self._kind = KINDS[found.sent.kind]
        self._translator = Translator(found.sent.language)
        self._reader = CellTexts(desk, self._kind.name, Unit.WAN)
        self._columns = {c.field.name: c for c in columns_of(self._kind, self._translator)}
        self._went = [
            line[0].text
            for sheet in workbook.sheets
            if sheet.name == ID_SHEET
            for line in sheet.rows
            if 0 in line
        ]

    def run(self) -> Comparison:
        lines = [(n, line) for n, line in enumerate(self._found.sheet.rows[1:], start=2) if line]
        ids = [_text(line, 0) for _, line in lines]
        known = self._rows([*filter(None, ids), *self._went])
        names = names_of(self._desk.store, self._kind, list(known.values()))
        found: list[ReturnedRow] = []
        seen: set[str] = set()
        same = 0
        for (number, line), id in zip(lines, ids, strict=True):
            compared = self._line(number, line, known.get(id), id, seen, names)
            seen.add(id)
            if compared is None:
                same += 1
            else:
                found.append(compared)
        missing = [known[id] for id in self._went if id not in seen and id in known and not known[id].deleted]
        found += [self._gone(row) for row in missing]
        return Comparison(self._found.sent, tuple(found), same)

    def _line(
        self, number: int, line: Line, row: Row | None, id: str, seen: set[str], names: Mapping[str, str]
    ) -> ReturnedRow | None:
        if not id:
            return self._new(number, line)
        title = _text(line, self._found.places.get(self._kind.title_field, -1)) or id
        refusal = "twice" if id in seen else "unknown" if row is None else ""
        if refusal or row is None:
            return ReturnedRow(
                f"{number}", REFUSED, title, number, reason=Reason(f"rules.returned.{refusal}")
            )
        cells = self._cells(line, row, names)
        if not cells:
            return None
        if row.deleted:
            return ReturnedRow(
                id, REFUSED, title, number, row, cells, reason=Reason("rules.returned.deleted")
            )
        return ReturnedRow(id, CHANGED, str(row[self._kind.title_field] or title), number, row, cells)

    def _cells(self, line: Line, row: Row, names: Mapping[str, str]) -> tuple[ReturnedCell, ...]:
        """Every value that changed there, or was changed here since."""
        sent, found = self._found.sent, []
        bases = split_marks(_text(line, self._found.marks), len(sent.fields))
        for name, place in self._found.places.items():
            there = canonical(_written(line.get(place)))
            here = canonical(self._here(name, row, names))
            base = bases[sent.fields.index(name)] if bases is not None else ""
            stands = standing(base, mark(here), mark(there))
            if stands is Standing.SAME:
                continue
            cell = self._checked(row, name, there) if stands is not Standing.HERE else _kept(row, name)
            if cell.changes or cell.reason is not None or stands is Standing.HERE:
                found.append(ReturnedCell(cell, stands))
        told = any(cell.standing is not Standing.HERE for cell in found)
        return tuple(found) if told else ()

    def _checked(self, row: Row, name: str, text: str) -> CheckedCell:
        if name == STAGE and row.kind == "project":
            return CheckedCell(name, text, row[name], row[name], reason=Reason("rules.returned.stage"))
        return check_text(self._reader, row, name, text)

    def _here(self, name: str, row: Row, names: Mapping[str, str]) -> Any:
        column: Column = self._columns[name]
        return written(column.field, row[name], names, self._translator)

    def _new(self, number: int, line: Line) -> ReturnedRow | None:
        texts = {
            name: canonical(_written(line[place]))
            for name, place in self._found.places.items()
            if place in line
        }
        if not any(texts.values()):
            return None
        title = texts.get(self._kind.title_field, "")
        try:
            given = {name: self._reader.given(name, text) for name, text in texts.items() if text}
            whole = {**DEFAULTS.get(self._kind.name, {}), **given}
            checked_values(self._desk, self._kind.name, whole, complete=True)
        except InvalidRecord as error:
            return ReturnedRow(f"{number}", REFUSED, title, number, reason=error.problems[0].reason)
        return ReturnedRow(f"{number}", NEW, title, number, values=given)

    def _gone(self, row: Row) -> ReturnedRow:
        return ReturnedRow(row.id, GONE, str(row[self._kind.title_field] or ""), row=row)

    def _rows(self, ids: Sequence[str]) -> dict[str, Row]:
        wanted = list(dict.fromkeys(ids))
        pages = (wanted[at : at + PAGE] for at in range(0, len(wanted), PAGE))
        return {row.id: row for page in pages for row in self._desk.store.rows(self._kind.name, page)}


def _kept(row: Row, name: str) -> CheckedCell:
    return CheckedCell(name, "", row[name], row[name])


def _text(line: Line, place: int) -> str:
    cell = line.get(place)
    return cell.text.strip() if cell is not None else ""


def _written(cell: Cell | None) -> Any:
    """A cell as a value in one spelling."""
    if cell is None:
        return None
    return cell.number if cell.number is not None else cell.day or cell.text
