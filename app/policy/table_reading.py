"""Reading the tables of a pack: rows between bars, a column per condition, as the sources print them.

cases = '''
| id    | category | land          | route  | source     |
| small | I        | 0 < x <= 30亩 | deputy | 002 §2(5) |
'''
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.i18n import Translator
from app.policy.conditions import CellError, Condition, read_condition, read_flag
from app.policy.documents import Part
from app.policy.explaining import label
from app.policy.facts import Fact, FactKind
from app.policy.faults import Place
from app.policy.pack import Text
from app.policy.positions import CONTENT
from app.policy.requirements import DAY_FIELDS
from app.policy.shapes import (
    ALERT_UNITS,
    CLOCKS,
    FORECASTS,
    GATES,
    INDICATOR_METHODS,
    LOOKED_AT,
    MEASURES,
    TESTS,
    Column,
    Holds,
    Shape,
)
from app.policy.table import Cell, Row, Table

CASES = "cases"
ZH = Translator("zh_CN")  # by whose names a column that is written in Chinese is looked up
_EMPTY = ("-", "—", "")
_RULER = re.compile(r"\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?")  # below the head, as Markdown draws it


@dataclass(frozen=True, slots=True)
class Names:
    """What the cells may name."""

    facts: Mapping[str, Fact]
    words: Mapping[str, Mapping[str, Text]]
    ways: Sequence[str]
    sources: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Line:
    cells: tuple[str, ...]
    place: Place


def read_table(part: Part, shape: Shape, names: Names) -> Table | None:
    """The table in ``part``; None where its columns make no sense. Faults go to the part's findings."""
    part.only(CASES, *shape.settings)
    text = part.get(CASES, str, "'''…'''")
    lines = list(_lines(part, text)) if text is not None else []
    if not lines:
        if text is not None:
            part.findings.add("empty_table", part.place(CASES), section=part.name)
        return None
    header, *body = lines
    conditions = _condition_columns(part, header, shape, names)
    if conditions is None:
        return None
    results = tuple(one for one in shape.results if one.name in header.cells)
    reader = _RowReader(part, shape, names, header.cells, conditions, results)
    rows = tuple(row for line in body if (row := reader.read(line)) is not None)
    table = Table(shape.name, conditions, tuple(one.name for one in results), rows, header.place)
    _check_ids(part, table, shape, names)
    return table


def _lines(part: Part, text: str) -> Iterator[_Line]:
    start = part.place(CASES, CONTENT)
    for offset, line in enumerate(text.split("\n"), start.line):
        plain = line.strip().replace("｜", "|")
        if plain and not plain.startswith("#") and not _RULER.fullmatch(plain):
            inner = plain.removeprefix("|").removesuffix("|")
            yield _Line(tuple(cell.strip() for cell in inner.split("|")), Place(start.file, offset))


def _condition_columns(part: Part, header: _Line, shape: Shape, names: Names) -> tuple[Fact, ...] | None:
    """The facts the header names; None, with faults, where it names what is no column."""
    own = {"id", "source"} | {one.name for one in shape.results}
    possible = own | (names.facts.keys() if shape.decides else set())
    before = len(part.findings.faults)
    for at, name in enumerate(header.cells):
        if name not in possible:
            called = {one: label(names.facts[one], ZH) for one in possible & names.facts.keys()}
            part.findings.unknown("unknown_column", header.place, name, possible, called=called)
        elif name in header.cells[:at]:
            part.findings.add("column_twice", header.place, column=name)
    needed = ("id", "source", *(one.name for one in shape.results if one.required))
    for name in needed:
        if name not in header.cells:
            part.findings.add("missing_column", header.place, column=name)
    if len(part.findings.faults) > before:
        return None
    return tuple(names.facts[name] for name in header.cells if name not in own)


def _check_ids(part: Part, table: Table, shape: Shape, names: Names) -> None:
    seen: dict[str, Row] = {}
    for row in table.rows:
        if row.id in seen:
            part.findings.add("duplicate_id", row.place, id=row.id, line=seen[row.id].place.line)
        seen.setdefault(row.id, row)
        if shape.named and row.id not in (known := names.words.get(shape.named, ())):
            part.findings.unknown("unnamed_row", row.place, row.id, known, words=shape.named)
        if shape.ids and row.id not in shape.ids:
            code = "unknown_stage" if shape.name == "stages" else "unknown_row"
            part.findings.unknown(code, row.place, row.id, shape.ids)
    for id in shape.ids if shape.complete else ():
        if id not in seen:
            part.findings.add("row_missing", table.place, id=id, section=part.name)


@dataclass(frozen=True, slots=True)
class _RowReader:
    part: Part
    shape: Shape
    names: Names
    header: tuple[str, ...]
    conditions: tuple[Fact, ...]
    results: tuple[Column, ...]

    def read(self, line: _Line) -> Row | None:
        """One row; None, with a fault, where any cell cannot be read."""
        if len(line.cells) != len(self.header):
            counts = {"found": len(line.cells), "wanted": len(self.header)}
            self.part.findings.add("ragged_row", line.place, **counts)
            return None
        cells = dict(zip(self.header, line.cells, strict=True))
        before = len(self.part.findings.faults)
        conditions = {
            fact.name: self._condition(fact, cells[fact.name], line.place) for fact in self.conditions
        }
        results = {
            column.name: self._result(column, cells[column.name], line.place) for column in self.results
        }
        self._check_source(cells["source"], line.place)
        if not cells["id"]:
            self.part.findings.add("empty_cell", line.place, column="id")
        if len(self.part.findings.faults) > before:
            return None
        kept = {name: one for name, one in conditions.items() if one is not None}
        return Row(cells["id"], kept, results, cells["source"], line.place)

    def _check_source(self, reference: str, place: Place) -> None:
        if reference.split(" ")[0] not in self.names.sources:
            self.part.findings.unknown("unknown_source", place, reference, self.names.sources)

    def _condition(self, fact: Fact, cell: str, place: Place) -> Condition | None:
        if not cell:
            self.part.findings.add("empty_cell", place, column=fact.name)
            return None
        try:
            return read_condition(cell, fact, tuple(self.names.words.get(fact.words, ())))
        except CellError as error:
            self._refuse(error, fact.name, place)
            return None

    def _refuse(self, error: CellError, column: str, place: Place) -> None:
        if isinstance(known := error.params.get("known"), Sequence):
            called = self._called(str(error.params.get("words", "")))
            self.part.findings.unknown(error.code, place, str(error.params["written"]), known, called=called)
        else:
            self.part.findings.add(error.code, place, column=column, **error.params)

    def _called(self, vocabulary: str) -> Mapping[str, str]:
        return {word: text.zh for word, text in self.names.words.get(vocabulary, {}).items()}

    def _result(self, column: Column, cell: str, place: Place) -> Cell:
        if cell in _EMPTY:
            if column.required:
                self.part.findings.add("empty_cell", place, column=column.name)
            return () if column.holds is Holds.WORDS else None
        try:
            return self._read_result(column, cell)
        except CellError as error:
            self._refuse(error, column.name, place)
            return None

    def _read_result(self, column: Column, cell: str) -> Cell:
        if column.holds is Holds.PERCENT:
            return _percent(cell)
        if column.holds is Holds.NUMBER:
            return _decimal(cell)
        if column.holds is Holds.COUNT:
            return _whole(cell)
        if column.holds is Holds.TEXT:
            return cell
        if column.holds is Holds.FLAG:
            return read_flag(cell)
        if column.holds is Holds.WORDS:
            named = (word.strip() for word in cell.replace("、", ",").replace("，", ",").split(","))
            return tuple(self._named(column, word) for word in named if word)
        return self._named(column, cell)

    def _named(self, column: Column, word: str) -> str:
        code, known = self._vocabulary(column)
        if word not in known:
            raise CellError(code, written=word, known=tuple(known), words=column.words)
        return word

    def _vocabulary(self, column: Column) -> tuple[str, Sequence[str]]:
        if (fixed := _FIXED.get(column.holds)) is not None:
            return fixed
        if column.holds is Holds.WAY:
            return "unknown_way", self.names.ways
        if column.holds is Holds.FACT:
            return "unknown_fact", [n for n, fact in self.names.facts.items() if fact.kind is FactKind.NUMBER]
        code = "unknown_requirement" if column.words == "requirement" else "unknown_word"
        return code, tuple(self.names.words.get(column.words, ()))


_FIXED: Mapping[Holds, tuple[str, Sequence[str]]] = {
    Holds.MEASURE: ("unknown_measure", MEASURES),
    Holds.ALERT_UNIT: ("unknown_unit", ALERT_UNITS),
    Holds.RECORD: ("unknown_record", LOOKED_AT),
    Holds.TEST: ("unknown_test", TESTS),
    Holds.CLOCK: ("unknown_method", CLOCKS),
    Holds.FORECAST: ("unknown_method", FORECASTS),
    Holds.DAY_FIELD: ("unknown_field", DAY_FIELDS),
    Holds.GATE: ("unknown_gate", GATES),
    Holds.MARKING: ("unknown_method", INDICATOR_METHODS),
}


def _percent(cell: str) -> Decimal:
    if not cell.endswith(("%", "％")):
        raise CellError("not_a_percent", written=cell)
    value = _decimal(cell[:-1].strip())
    if not 0 <= value <= 100:
        raise CellError("percent_out_of_range", written=cell)
    return value / 100


def _whole(cell: str) -> Decimal:
    value = _decimal(cell)
    if value != value.to_integral_value():
        raise CellError("not_whole", written=cell)
    return value


def _decimal(cell: str) -> Decimal:
    """A figure from a cell, exactly; ``+0.5`` as the sources write points."""
    number = cell.removeprefix("+").replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", number) is None:
        raise CellError("not_a_number", written=cell)
    return Decimal(number)
