"""Writes records to .xlsx, .csv or .json: for other people's spreadsheets, and to come back by import.

The file is written beside its place and then renamed, so that a half-written one never stands there.
"""

import csv
import io
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from app.i18n import Translator
from app.model.registry import KINDS, Kind
from app.model.row import Row
from app.model.values import document
from app.services.desk import Desk
from app.services.ledger.errors import ExportNotWritten, UnknownExportFormat
from app.services.ledger.sheet_writing import workbook_bytes
from app.services.ledger.written_values import Column, columns_of, names_of, written
from app.store.work import known_kind

PAGE = 500
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_NUMBER = 11  # digits that a spreadsheet program shows as they are


def export_records(
    desk: Desk, kind: str, path: Path, *, translator: Translator, ids: Sequence[str] | None = None
) -> int:
    """Write the records of ``kind`` (all live ones, or ``ids`` in that order) to ``path``; answer how many.

    The extension decides the format: ``.xlsx``, ``.csv`` (UTF-8 with its mark, for WPS and Excel) or
    ``.json`` (every field, as on the wire).

    Raises:
        UnknownKind, UnknownExportFormat, ExportNotWritten: as they say; an existing file stays as it was.
    """
    known = known_kind(kind)
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        raise UnknownExportFormat(name=path.name, known=" ".join(_FORMATS))
    wanted = desk.store.ids(kind) if ids is None else list(ids)
    pages = (wanted[at : at + PAGE] for at in range(0, len(wanted), PAGE))
    rows = [row for page in pages for row in desk.store.rows(kind, page)]
    replace_file(path, write(desk, known, rows, translator))
    return len(rows)


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, whole or not at all.

    Raises:
        ExportNotWritten: it cannot be written.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=".outpost-", suffix=path.suffix, dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise ExportNotWritten(name=path.name, path=str(path), reason=error.strerror or str(error)) from error


def _xlsx(desk: Desk, kind: Kind, rows: Sequence[Row], translator: Translator) -> bytes:
    names = names_of(desk.store, kind, rows)
    title = translator.tr(kind.label_key)
    return workbook_bytes(title, columns_of(kind, translator), rows, names, translator)


def _csv(desk: Desk, kind: Kind, rows: Sequence[Row], translator: Translator) -> bytes:
    names = names_of(desk.store, kind, rows)
    columns = columns_of(kind, translator)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([translator.tr("export.id"), *(column.label for column in columns)])
    for row in rows:
        writer.writerow([row.id, *(_csv_text(column, row, names, translator) for column in columns)])
    return out.getvalue().encode("utf-8-sig")


def _csv_text(column: Column, row: Row, names: Mapping[str, str], translator: Translator) -> str:
    """One value; an apostrophe keeps spreadsheet programs from calculating it or cutting its digits."""
    value = written(column.field, row.values.get(column.field.name), names, translator)
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    risky = value.startswith(_RISKY) or (value.isdigit() and len(value) > _LONGEST_NUMBER)
    return f"'{value}" if risky else value


def _json(desk: Desk, kind: Kind, rows: Sequence[Row], translator: Translator) -> bytes:
    entries = [{"id": row.id, **document(KINDS[kind.name], row.values)} for row in rows]
    return msgspec.json.format(msgspec.json.encode({"kind": kind.name, "records": entries}), indent=2) + b"\n"


_FORMATS: Mapping[str, Callable[[Desk, Kind, Sequence[Row], Translator], bytes]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
}
