"""Commands on spreadsheets: import a ledger, export records."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from app.i18n import Translator
from app.rules.amounts import Unit
from app.services.ledger.apply import import_ledger, plan_import
from app.services.ledger.export import export_records
from app.services.ledger.plan import Plan
from app.services.ledger.preview import Choice, Corrections, Notice, PlannedRow, PlannedTable, Tally
from app.services.ledger.reading import read_ledger
from ui.cli.commands import Answer, Arguments
from ui.cli.errors import ParameterUnusable
from ui.cli.session import Session

_PARTS = {"columns", "kinds", "units", "rows"}
E = TypeVar("E", bound=StrEnum)


def import_table(session: Session, arguments: Arguments) -> Answer:
    """Import a ledger, or with ``dry_run`` only tell what would be done.

    ``mapping`` corrects what the dry run showed, all parts optional: ``{"kinds": {table: kind}, "columns":
    {table: {column letter: target}}, "units": {table: "yuan"|"wan"|"yi"}, "rows": {row: "new"|"merge"|
    "skip"}}`` with the ``key`` of tables and rows as shown there.
    """
    desk = session.desk
    ledger = read_ledger(arguments["file"])
    plan = plan_import(desk, ledger)
    if arguments["mapping"]:
        plan = plan_import(desk, ledger, _corrections(plan, arguments["mapping"]))
    if arguments["dry_run"]:
        return _preview(plan, session.translator)
    result = import_ledger(desk, plan)
    return {
        "batch": result.batch_id,
        "counts": _counts(result.counts),
        "notices": [_notice(one, session.translator) for one in result.notices],
    }


def export(session: Session, arguments: Arguments) -> Answer:
    """Write every live record of a kind to .xlsx, .csv or .json."""
    count = export_records(session.desk, arguments["kind"], arguments["file"], translator=session.translator)
    return {"kind": arguments["kind"], "file": str(arguments["file"]), "records": count}


def _preview(plan: Plan, translator: Translator) -> Answer:
    return {
        "file": plan.file_name,
        "sha256": plan.sha256,
        "imported_before": plan.imported_before is not None,
        "tables": [_table(table, translator) for table in plan.tables],
        "leftovers": [{"sheet": one.sheet, "row": one.row, "what": one.what} for one in plan.leftovers],
        "counts": _counts(plan.counts),
        "notices": [_notice(one, translator) for one in plan.notices],
    }


def _table(table: PlannedTable, translator: Translator) -> Answer:
    return {
        "key": table.key,
        "sheet": table.table.sheet,
        "kind": table.kind,
        "columns": [
            {
                "column": column.letter,
                "label": column.label,
                "target": column.target,
                "score": column.score,
                "alternatives": [target for target, _ in column.alternatives],
            }
            for column in table.columns
        ],
        "rows": [_row(row, translator) for row in table.rows],
    }


def _row(row: PlannedRow, translator: Translator) -> Answer:
    return {
        "key": row.key,
        "row": row.row.number,
        "choice": row.choice.value,
        "allowed": [one.value for one in row.allowed],
        "records": [{"kind": one.draft.kind, "title": one.draft.title} for one in row.records],
        "warnings": [translator.tr(one.key, **one.params) for one in row.warnings],
    }


def _counts(counts: Mapping[str, Tally]) -> Answer:
    return {
        kind: {"new": tally.new, "merged": tally.merged, "skipped": tally.skipped}
        for kind, tally in sorted(counts.items())
    }


def _notice(notice: Notice, translator: Translator) -> Answer:
    return {
        "level": notice.level.value,
        "key": notice.reason.key,
        "message": translator.tr(notice.reason.key, **notice.reason.params),
        "cells": [
            {"sheet": cell.sheet, "place": cell.place, "label": cell.label, "text": cell.text}
            for cell in notice.cells
        ],
    }


def _corrections(plan: Plan, given: Mapping[str, Any]) -> Corrections:
    """What the mapping file says, checked against the plan it corrects."""
    tables = {table.key: table for table in plan.tables}
    for part in given:
        _known(part, _PARTS)
    for part in ("kinds", "columns", "units"):
        for key in _part(given, part):
            _known(key, tables)
    rows = _part(given, "rows")
    for key in rows:
        _known(key, {row.key for row in plan.rows})
    columns = {
        (key, _number(tables[key], letter)): str(target)
        for key, targets in _part(given, "columns").items()
        for letter, target in _object(targets).items()
    }
    return Corrections(
        kinds={key: str(kind) for key, kind in _part(given, "kinds").items()},
        columns=columns,
        units={key: _one_of(Unit, unit) for key, unit in _part(given, "units").items()},
        choices={key: _one_of(Choice, choice) for key, choice in rows.items()},
    )


def _part(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _object(given.get(name, {}))


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _unusable(str(value)[:40], "{ }")
    return value


def _number(table: PlannedTable, letter: str) -> int:
    letters = {column.letter: column.number for column in table.columns}
    _known(letter, letters)
    return letters[letter]


def _known(name: str, known: Any) -> None:
    if name not in known:
        raise _unusable(name, ", ".join(sorted(known)))


def _one_of(kind: type[E], value: Any) -> E:
    try:
        return kind(value)
    except ValueError as error:
        raise _unusable(str(value)[:40], ", ".join(kind)) from error


def _unusable(name: str, wanted: str) -> ParameterUnusable:
    return ParameterUnusable(field="mapping", command="import", name=f"--mapping {name}", wanted=wanted)
