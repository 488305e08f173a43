"""What differs between two packs, row by row and cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.policy.pack import Pack
from app.policy.table import Cell, Row, Table


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows by id: only in the second, only in the first, and in both with cells ``(before, after)``."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[str, str]]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """``head``: name, version, dates that differ. ``words``: words added, removed, renamed."""

    head: Mapping[str, tuple[str, str]]
    words: Mapping[str, TableDifference]
    ways: TableDifference
    tables: Mapping[str, TableDifference]


def compare(first: Pack, second: Pack) -> Difference:
    """What one must change in ``first`` to get ``second``; the order of rows means nothing."""
    words = {
        name: found
        for name in sorted(first.words.keys() | second.words.keys())
        if (found := _compare(_words(first, name), _words(second, name)))
    }
    tables = {
        name: found
        for name in sorted(first.tables.keys() | second.tables.keys())
        if (found := _compare(_rows(first.tables.get(name)), _rows(second.tables.get(name))))
    }
    before, after = _head(first), _head(second)
    head = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    return Difference(head, words, _compare(_ways(first), _ways(second)), tables)


_Cells = Mapping[str, Mapping[str, str]]


def _compare(first: _Cells, second: _Cells) -> TableDifference:
    changed = {}
    for id in (id for id in first if id in second):
        columns = {**first[id], **second[id]}
        cells = {name: (first[id].get(name, "*"), second[id].get(name, "*")) for name in columns}
        if differing := {name: pair for name, pair in cells.items() if pair[0] != pair[1]}:
            changed[id] = differing
    added = tuple(id for id in second if id not in first)
    return TableDifference(added, tuple(id for id in first if id not in second), changed)


def _head(pack: Pack) -> dict[str, str]:
    return {
        "name": f"{pack.name.zh} / {pack.name.en}",
        "version": str(pack.version),
        "effective": pack.effective.isoformat(),
        "until": pack.until.isoformat() if pack.until else "",
        "base": pack.base,
        "raised_by": pack.routes.raised_by,
        "mixed": pack.routes.mixed,
        "ladders": "; ".join(" < ".join(ladder) for ladder in pack.routes.ladders),
    }


def _words(pack: Pack, name: str) -> _Cells:
    return {word: {"zh": text.zh, "en": text.en} for word, text in pack.words.get(name, {}).items()}


def _ways(pack: Pack) -> _Cells:
    return {
        id: {"zh": way.name.zh, "en": way.name.en, "steps": ", ".join(way.steps)}
        for id, way in pack.routes.ways.items()
    }


def _rows(table: Table | None) -> _Cells:
    return {row.id: _cells(row) for row in table.rows} if table else {}


def _cells(row: Row) -> dict[str, str]:
    asked = {name: str(condition) for name, condition in row.conditions.items()}
    return asked | {name: _cell(cell) for name, cell in row.results.items()} | {"source": row.source}


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell) or "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "-" if cell is None else str(cell)
