"""What the fast reader leaves out of an .xlsx: formulas, error cells, and numbers shown as percentages.

Read by expat straight from the sheet's XML; a document type declaration is refused (no entities, no bombs).
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

_PERCENT_FORMATS = frozenset({9, 10})
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CHUNK = 1 << 16


class Detail(NamedTuple):
    """``formula`` (with its ``=``), the text of an error cell, and whether the number is shown in percent."""

    formula: str
    error: str
    percent: bool


Details = Mapping[tuple[int, int], Detail]  # (row, column), counted from 0


class DoctypeRefused(ValueError):
    """The XML declares a document type: spreadsheets have none."""


def sheet_details(content: bytes) -> Mapping[str, Details]:
    """The details of each sheet of an .xlsx, by sheet name; empty for any other kind of file.

    Raises:
        DoctypeRefused, expat.ExpatError, zipfile.BadZipFile, KeyError: the file is damaged or hostile.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        percent = _percent_styles(archive)
        return {name: _scan(archive, path, percent) for name, path in _sheet_paths(archive).items()}


def _parse(archive: zipfile.ZipFile, path: str, handler: "_Handler") -> None:
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise DoctypeRefused(path)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Handler:
    """Tells each element by its local name."""

    def __init__(self, on_start: Callable[[str, dict[str, str]], None]) -> None:
        self._on_start = on_start

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._on_start(tag.rpartition(":")[2], attributes)

    def end(self, tag: str) -> None:
        """Nothing to do at an end, unless a subclass says so."""

    def text(self, words: str) -> None:
        """Character data matters only to a subclass."""


class _CellHandler(_Handler):
    """Walks ``<c r t s><f/><v/></c>`` and keeps the cells that have a detail."""

    def __init__(self, percent: frozenset[int]) -> None:
        super().__init__(self._begin)
        self.found: dict[tuple[int, int], Detail] = {}
        self._percent = percent
        self._shared: dict[str, str] = {}
        self._cell: dict[str, str] = {}
        self._inside = ""
        self._parts: dict[str, str] = {}
        self._share = ""

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell, self._parts, self._share = attributes, {}, ""
        elif tag in ("f", "v"):
            self._inside = tag
            self._parts[tag] = ""
            if tag == "f":
                self._share = attributes.get("si", "") if attributes.get("t") == "shared" else ""

    def text(self, words: str) -> None:
        if self._inside:
            self._parts[self._inside] += words

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("f", "v"):
            self._inside = ""
        elif tag == "c":
            self._keep()

    def _keep(self) -> None:
        place = _PLACE.fullmatch(self._cell.get("r", ""))
        if place is None:
            return
        formula = ""
        if "f" in self._parts:
            body = self._parts["f"] or self._shared.get(self._share, "")
            if self._share and self._parts["f"]:
                self._shared[self._share] = body
            formula = "=" + body
        error = self._parts.get("v", "") if self._cell.get("t") == "e" else ""
        style = self._cell.get("s", "0")
        percent = style.isdigit() and int(style) in self._percent and "v" in self._parts
        if formula or error or percent:
            self.found[int(place[2]) - 1, _column(place[1])] = Detail(formula, error, percent)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _scan(archive: zipfile.ZipFile, path: str, percent: frozenset[int]) -> Details:
    handler = _CellHandler(percent)
    _parse(archive, path, handler)
    return handler.found


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → path inside the archive, by way of the workbook's relations."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identity = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = identity

    _parse(archive, "xl/_rels/workbook.xml.rels", _Handler(relation))
    _parse(archive, "xl/workbook.xml", _Handler(sheet))
    paths = {name: _resolved(targets[identity]) for name, identity in sheets.items() if identity in targets}
    entries = set(archive.namelist())
    return {name: path for name, path in paths.items() if path in entries}


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Indices of the cell styles that show a number in percent."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    custom: set[int] = set()
    styles: list[int] = []
    inside = ""

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = tag
        elif tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            custom.add(_integer(attributes.get("numFmtId", "")))
        elif tag == "xf" and inside == "cellXfs":
            styles.append(_integer(attributes.get("numFmtId", "")))

    _parse(archive, "xl/styles.xml", _Handler(on_start))
    return frozenset(i for i, number in enumerate(styles) if number in _PERCENT_FORMATS or number in custom)


def _integer(text: str) -> int:
    return int(text) if text.isdigit() else -1
