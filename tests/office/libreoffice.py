"""LibreOffice without a screen: opens what the product wrote and says what it sees in it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

NAMES = ("soffice", "libreoffice")
SECONDS = 240
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_REPEATED = 60


class NoOffice(Exception):
    """There is no LibreOffice on this machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What LibreOffice makes of a file: formulas, links, and (type, text) of every filled cell by sheet."""

    formulas: int
    links: int
    sheets: dict[str, list[list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Office:
    """One LibreOffice with a profile of its own, so that nobody's settings are touched."""

    program: str
    folder: Path

    def convert(self, path: Path, suffix: str) -> Path:
        """Open ``path`` and save it again as ``suffix`` (``xlsx``, ``fods``) in a folder of its own."""
        out = self.folder / f"{len(list(self.folder.iterdir()))}-{suffix}"
        out.mkdir()
        command = [self.program, "--headless", "--norestore", "--nolockcheck"]
        command += [f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"]
        command += ["--convert-to", suffix, "--outdir", str(out), str(path)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, env=dict(os.environ)
        )
        found = out / f"{path.stem}.{suffix}"
        if not found.exists():
            raise RuntimeError(f"LibreOffice wrote nothing: {done.stdout} {done.stderr}".strip())
        return found

    def saved_again(self, path: Path) -> Path:
        """The same workbook as LibreOffice writes it."""
        return self.convert(path, "xlsx")

    def look(self, path: Path) -> Seen:
        """What it sees, through its own flat XML."""
        return read_flat(self.convert(path, "fods"))

    def version(self) -> str:
        """As it says itself."""
        done = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout.strip()


def office(folder: Path, path: str | None = None) -> Office:
    """The LibreOffice of this machine; ``path`` is where to look instead of ``PATH``.

    Raises:
        NoOffice: there is none.
    """
    found = next((one for name in NAMES if (one := shutil.which(name, path=path))), None)
    if found is None:
        raise NoOffice
    return Office(found, folder)


def read_flat(path: Path) -> Seen:
    """Read a flat OpenDocument spreadsheet (.fods)."""
    root = ET.parse(path).getroot()  # written by the program that was just run, not by a stranger
    formulas = sum(1 for cell in root.iter(f"{_TABLE}table-cell") if cell.get(f"{_TABLE}formula"))
    links = sum(1 for _ in root.iter(f"{_TEXT}a"))
    sheets = {
        str(sheet.get(f"{_TABLE}name")): [_cells(row) for row in sheet.iter(f"{_TABLE}table-row")]
        for sheet in root.iter(f"{_TABLE}table")
    }
    return Seen(formulas, links, sheets)


def _cells(row: ET.Element) -> list[tuple[str, str]]:
    return list(_each(row))


def _each(row: ET.Element) -> Iterator[tuple[str, str]]:
    for cell in row.iter(f"{_TABLE}table-cell"):
        shown = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
        times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MOST_REPEATED)
        for _ in range(times):
            yield str(cell.get(f"{_OFFICE}value-type") or ""), shown
