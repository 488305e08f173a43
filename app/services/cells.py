"""Changing many cells of a list at once: checked first, written as one step of undo."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.changes import ChangeSet
from app.model.field import Type
from app.model.registry import KINDS
from app.model.row import Row
from app.model.values import to_wire
from app.reasons import Reason
from app.rules.amounts import Unit
from app.services.cell_texts import CellTexts
from app.services.desk import Desk
from app.services.errors import InvalidRecord
from app.services.headquarters import require_own
from app.services.records import checked_values
from app.services.signing import fit
from app.store.work import known_kind

PAGE = 500
SET, ADD, REMOVE = "set", "add", "remove"
STAGE = "stage"  # moves by its own rules, with a day and a reason
_NOT_IN_CELLS = (Type.LONG_TEXT, Type.DATA)


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """One cell: what it holds, and what it would hold. ``reason``: why the text cannot be taken.

    ``values`` are all fields that change with it; empty where nothing does.
    """

    field: str
    text: str
    before: Any
    after: Any
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    reason: Reason | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.values)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One record with its cells in the order asked."""

    row: Row
    cells: tuple[CheckedCell, ...]

    @property
    def values(self) -> dict[str, Any]:
        """Everything that would change in the record."""
        return {name: value for cell in self.cells for name, value in cell.values.items()}


def editable_fields(kind: str) -> tuple[str, ...]:
    """The fields that can be changed in a cell: one line, no rules of their own for changing."""
    return tuple(
        one.name
        for one in KINDS[kind].form_fields
        if one.type not in _NOT_IN_CELLS and not (kind == "project" and one.name == STAGE)
    )


def check_texts(
    desk: Desk, kind: str, texts: Mapping[str, Mapping[str, str]], *, unit: Unit
) -> list[CheckedRow]:
    """Check texts (id → field → text) against the records; those gone by now are left out.

    Bare figures of money count in ``unit``. Nothing is written.
    """
    reader = CellTexts(desk, known_kind(kind).name, unit)
    return [
        CheckedRow(row, tuple(check_text(reader, row, name, text) for name, text in texts[row.id].items()))
        for row in _live(desk, kind, list(texts))
    ]


def check_text(reader: CellTexts, row: Row, name: str, text: str) -> CheckedCell:
    """Check one text for one field of a record."""
    try:
        return check_given(reader.desk, row, name, reader.given(name, text), text=text)
    except InvalidRecord as error:
        return _refused(row, name, text, error)


def check_given(desk: Desk, row: Row, name: str, given: Any, *, text: str = "") -> CheckedCell:
    """Check what an editor gives for one field of a record."""
    spec = KINDS[row.kind].fields[name]
    try:
        values = checked_values(desk, row.kind, {name: given}, complete=False)
    except InvalidRecord as error:
        return _refused(row, name, text, error)
    if spec.words and spec.words not in values:
        values[spec.words] = None  # what was written before was about another value
    return CheckedCell(name, text, row[name], values.get(name), _changed(row, name, values))


def check_for_all(
    desk: Desk, kind: str, ids: Sequence[str], name: str, given: Any, *, how: str = SET
) -> list[CheckedRow]:
    """Check one value for the same field of many records; ``how`` ADD or REMOVE: items of a list."""
    checked = []
    for row in _live(desk, kind, ids):
        value = given if how == SET else _joined(row[name] or [], given or [], how)
        checked.append(CheckedRow(row, (check_given(desk, row, name, value),)))
    return checked


def change_cells(desk: Desk, kind: str, rows: Sequence[CheckedRow], *, label: str = "") -> ChangeSet:
    """Write every cell that changes, as one step of undo; refused cells are left as they are.

    Raises:
        WrittenByHeadquarters: as it says; nothing was written.
    """
    require_own(desk, [(kind, one.row.id) for one in rows if one.values])
    with desk.store.write(actor=desk.actor, label=label or f"change.{kind}") as work:
        for one in rows:
            if one.values:
                work.update(kind, one.row.id, one.values)
                fit(work, kind, one.row.id, one.values, one.row)
    return work.changes


def _changed(row: Row, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` where the field itself changes, or the words it was written in do."""
    specs = KINDS[row.kind].fields
    differ = [
        one for one, value in values.items() if to_wire(specs[one], row[one]) != to_wire(specs[one], value)
    ]
    if name not in differ and all(values[one] is None for one in differ):
        return {}  # the same figure without its words says no less
    return {one: values[one] for one in differ}


def _joined(before: Sequence[str], given: Sequence[str], how: str) -> list[str]:
    if how == REMOVE:
        return [one for one in before if one not in given]
    return list(dict.fromkeys((*before, *given)))


def _refused(row: Row, name: str, text: str, error: InvalidRecord) -> CheckedCell:
    return CheckedCell(name, text, row[name], row[name], reason=error.problems[0].reason)


def _live(desk: Desk, kind: str, ids: Sequence[str]) -> list[Row]:
    pages = (ids[at : at + PAGE] for at in range(0, len(ids), PAGE))
    return [row for page in pages for row in desk.store.rows(kind, page) if not row.deleted]
