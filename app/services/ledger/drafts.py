"""Turns one row of a table into the records it proposes, with nothing left behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.model.registry import KINDS as RECORD_KINDS
from app.reasons import Reason
from app.rules.people import PersonName, read_people
from app.rules.text import clean_text
from app.services.ledger.cells import ALL_OF_IT, Context, Reading, State, read_cell, read_companies
from app.services.ledger.columns import Column
from app.services.ledger.tables import Table, TableRow
from app.services.ledger.vocabulary import (
    EMPLOYER,
    EXACT,
    INVESTOR,
    NOTE,
    PERSON,
    PERSON_PHONE,
    Units,
    heading_scores,
)

COMPANY_TARGETS = frozenset({INVESTOR, EMPLOYER})
# One number for several people is nobody's in particular.
_ONE_PERSONS = frozenset({"wechat", "email", "reading"})
FORMS_OF_ADDRESS = frozenset({"先生", "女士", "小姐", "同志", "老师"})  # say nothing about a post
MAX_ROW = 60_000  # characters of one row; more would be no record, and would not travel


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as the preview shows it."""

    column: int
    label: str
    target: str
    text: str
    reading: Reading

    @property
    def state(self) -> State:
        """What became of the cell."""
        return self.reading.state


@dataclass(frozen=True, slots=True)
class Draft:
    """One record that a row proposes."""

    key: str
    kind: str
    values: Mapping[str, Any]
    note: tuple[tuple[str, str], ...]  # (column's name or "", text)
    source: Mapping[str, Any]
    origins: Mapping[str, tuple[str, str]]  # field → (column's name, text) it was read from
    contacts: tuple[str, ...] = ()  # keys of the contacts a project names

    @property
    def title(self) -> str:
        """The record's name."""
        return str(self.values["name"])

    @property
    def note_text(self) -> str:
        """The note as it is stored."""
        return "\n".join(f"{label}：{text}" if label else text for label, text in self.note)


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row taken apart. ``problem`` says why it makes no record at all and is kept as a leftover."""

    key: str
    sheet: str
    number: int
    cells: tuple[CellView, ...]
    drafts: tuple[Draft, ...]
    companies: tuple[str, ...] = ()  # named in the row, the linked one first
    company_source: Mapping[str, Any] = field(default_factory=dict)
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class TableReader:
    """How the rows of one table are read."""

    table: Table
    kind: str
    columns: tuple[Column, ...]
    units: Units
    today: date

    @property
    def reference(self) -> date:
        """The day dates without a year count from: the year in the sheet's title, else today."""
        year = self.table.year
        return self.today if year is None or year == self.today.year else date(year, 12, 31)

    def rows(self) -> list[RowDraft]:
        """Every row of the table."""
        return [self._row(row) for row in self.table.rows]

    def _row(self, row: TableRow) -> RowDraft:
        cells = [self._view(column, row) for column in self.columns if column.number in row.cells]
        key = f"{self.table.key}:{row.number}"
        source = self._source(row, cells)
        companies = _companies(cells)
        cells, drafts = _drafts(self.kind, key, cells, source)
        problem = _row_problem(row, cells, drafts)
        if problem is not None:
            return RowDraft(key, self.table.sheet, row.number, tuple(cells), (), problem=problem)
        named = self._source(row, [cell for cell in cells if cell.target in COMPANY_TARGETS])
        return RowDraft(key, self.table.sheet, row.number, tuple(cells), drafts, companies, named)

    def _source(self, row: TableRow, cells: Iterable[CellView]) -> dict[str, Any]:
        texts = {cell.label: cell.text for cell in cells}
        return {"sheet": clean_text(self.table.sheet).text, "row": row.number, "cells": texts}

    def _view(self, column: Column, row: TableRow) -> CellView:
        cell = row.cells[column.number]
        target, text = column.target, clean_text(cell.text).text
        context = Context(column.units.over(self.units), self.reference, column.number in row.spread)
        if target in COMPANY_TARGETS:
            reading = _company_reading(cell.text)
        elif target == PERSON or (self.kind == "contact" and target == "name"):
            reading = Reading(State.TAKEN, warnings=clean_text(cell.text).removed)
        elif target == PERSON_PHONE:
            reading = read_cell(cell, "contact", "phones", context)
        else:
            reading = read_cell(cell, self.kind, target, context)
        return CellView(column.number, column.label, target, text, reading)


def _row_problem(row: TableRow, cells: Sequence[CellView], drafts: Sequence[Draft]) -> Reason | None:
    length = sum(len(cell.text) for cell in cells)
    if length > MAX_ROW:
        return Reason("import.warn.row_too_long", {"row": row.number, "length": length, "limit": MAX_ROW})
    return None if drafts else Reason("import.warn.unnamed", {"row": row.number})


def _company_reading(text: str) -> Reading:
    found = read_companies(text)
    if found.described:
        return Reading(State.NOTED, warnings=found.warnings)
    if not found.names:
        return Reading(State.KEPT, warnings=found.warnings)
    state = State.TAKEN if len(found.names) == 1 else State.PARTLY
    return Reading(state, {"companies": found.names}, warnings=found.warnings)


def _companies(cells: Iterable[CellView]) -> tuple[str, ...]:
    names = [name for cell in cells for name in cell.reading.values.get("companies", ())]
    return tuple(dict.fromkeys(names))


def _drafts(
    kind: str, key: str, cells: list[CellView], source: Mapping[str, Any]
) -> tuple[list[CellView], tuple[Draft, ...]]:
    if kind == "contact":
        return _people(key, cells, source, "name", "phones")
    cells, people = _people(key, cells, source, PERSON, PERSON_PHONE) if kind == "project" else (cells, ())
    values = _values(cell for cell in cells if cell.target not in (PERSON, PERSON_PHONE))
    if not values.get("name"):
        return cells, ()
    contacts = tuple(person.key for person in people)
    draft = Draft(key, kind, values, _note(kind, cells), source, _origins(cells), contacts)
    return cells, (*people, draft)


def _values(cells: Iterable[CellView]) -> dict[str, Any]:
    """The field values of a row; several cells for one list field are joined."""
    values: dict[str, Any] = {}
    for cell in cells:
        for name, value in cell.reading.values.items():
            if isinstance(value, list):
                values[name] = list(dict.fromkeys([*values.get(name, []), *value]))
            elif name != "companies":
                values.setdefault(name, value)
    if values.get("foreign_investment") == ALL_OF_IT:
        del values["foreign_investment"]
        if values.get("investment") is not None:
            values["foreign_investment"] = values["investment"]
    return values


def _origins(cells: Iterable[CellView]) -> dict[str, tuple[str, str]]:
    return {name: (cell.label, cell.text) for cell in cells for name in cell.reading.values}


def _note(kind: str, cells: Iterable[CellView]) -> tuple[tuple[str, str], ...]:
    """(column's name, text) of every cell whose text belongs into the note; 备注 needs no name before it."""
    lines = []
    for cell in cells:
        if cell.reading.to_note:
            own = cell.target == NOTE and heading_scores(kind, cell.label).get(NOTE) == EXACT
            lines.append(("" if own else cell.label, cell.text))
    return tuple(lines)


def _people(
    key: str, cells: list[CellView], source: Mapping[str, Any], name_target: str, phone_target: str
) -> tuple[list[CellView], tuple[Draft, ...]]:
    """The contacts a row names; telephone numbers go to the people in their order."""
    named = next((cell for cell in cells if cell.target == name_target), None)
    if named is None:
        return [_without_person(cell) for cell in cells], ()
    values = _values([cell for cell in cells if cell.target == phone_target or name_target == "name"])
    phones: list[str] = values.pop("phones", [])
    found = read_people(named.text, phones=len(phones) or None)
    if not found.people:
        return [_without_person(cell) for cell in cells], ()
    people = found.people
    extra = _people_warnings(len(people), phones, found.certain, found.note)
    reading = replace(
        named.reading,
        warnings=(*named.reading.warnings, *extra),
        remarks=(found.note,) if found.note and found.certain else (),
    )
    limit = RECORD_KINDS["contact"].fields["name"].max_length
    untold = any(len(person.name) > limit or _dropped(person) for person in people)
    if not found.certain or untold:
        reading = replace(reading, state=State.PARTLY)
    if len(people) > 1:
        values = {name: value for name, value in values.items() if name not in _ONE_PERSONS}
    cells = [
        replace(cell, reading=reading)
        if cell is named
        else _unassigned(cell, len(people), phones, phone_target)
        for cell in cells
    ]
    about = (
        cells
        if name_target == "name"
        else [cell for cell in cells if cell.target in (name_target, phone_target)]
    )
    drafts = []
    for place, person in enumerate(people):
        own = {**values, "name": person.name[:limit], **_reading_of(person)}
        if _dropped(person) and person.honorific not in FORMS_OF_ADDRESS:
            own.setdefault("title", person.honorific)
        if numbers := _numbers_of(place, len(people), phones):
            own["phones"] = numbers
        origins = {**_origins(about), "name": (named.label, named.text)}
        drafts.append(Draft(f"{key}/{place}", "contact", own, _note("contact", about), source, origins))
    return cells, tuple(drafts)


def _without_person(cell: CellView) -> CellView:
    """A telephone number beside a project that names nobody goes to the project's note."""
    if cell.target == PERSON_PHONE and cell.reading.state is not State.KEPT:
        return replace(cell, reading=replace(cell.reading, state=State.NOTED))
    return cell


def _dropped(person: PersonName) -> bool:
    """Whether the person's title is not part of the stored name (李四董事长, but not 仇总)."""
    return bool(person.honorific) and not person.name.endswith(person.honorific)


def _reading_of(person: PersonName) -> dict[str, str]:
    return {"reading": person.reading} if person.reading else {}


def _people_warnings(
    count: int, phones: Sequence[str], certain: bool, note: Reason | None
) -> tuple[Reason, ...]:
    warnings: tuple[Reason, ...] = () if certain or note is None else (note,)
    if count > 1 and phones and len(phones) != count:
        warnings += (Reason("import.warn.phones_for_people", {"people": count, "phones": len(phones)}),)
    return warnings


def _unassigned(cell: CellView, people: int, phones: Sequence[str], phone_target: str) -> CellView:
    """A cell that cannot be given to one of several people goes to the note of each."""
    shared = people > 1 and cell.target in _ONE_PERSONS
    surplus = people > 1 and cell.target == phone_target and len(phones) != people
    if (shared or surplus) and cell.reading.state is State.TAKEN:
        return replace(cell, reading=replace(cell.reading, state=State.PARTLY))
    return cell


def _numbers_of(place: int, people: int, phones: list[str]) -> list[str]:
    """The numbers of the person at ``place``: all of them for one person alone, else one each."""
    if people == 1:
        return list(phones)
    return phones[place : place + 1]


def row_texts(cells: Iterable[CellView]) -> str:
    """All texts of a row, for a leftover."""
    return " | ".join(cell.text for cell in cells)
