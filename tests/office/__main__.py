"""``python -m tests.office``: spreadsheets go through LibreOffice and back; exits 1 unless all is whole.

It needs LibreOffice on the machine (Debian: ``apt install libreoffice-calc-nogui``) and some minutes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.i18n import Translator
from app.services.desk import Desk
from app.services.fill.filling import fill_form
from app.services.fill.plan import plan_fill
from app.services.ledger.export import export_records
from app.services.ledger.reading import read_ledger
from app.store.reading import Filter
from tests.fakes import forms
from tests.fakes.forms import form_file
from tests.fakes.stores import new_desk
from tests.office.libreoffice import NAMES, NoOffice, Office, office
from tests.office.round_trip import FULL, SHORT, Size, travel, write_codes, write_people, write_projects


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table."""

    name: str
    wanted: str
    found: str

    @property
    def ok(self) -> bool:
        """Whether they agree."""
        return self.wanted == self.found


def plain_trip(desk: Desk, folder: Path, size: Size) -> list[Check]:
    """There and back without another program."""
    return _trip("openpyxl", desk, folder, size, lambda path: path)


def office_trip(desk: Desk, folder: Path, size: Size, program: Office) -> list[Check]:
    """There and back, saved by LibreOffice before and after the changes."""
    return _trip("LibreOffice", desk, folder, size, program.saved_again)


def _trip(name: str, desk: Desk, folder: Path, size: Size, through: Callable[[Path], Path]) -> list[Check]:
    trip = travel(desk, folder, size, through)
    return [
        Check(
            f"{name}: edits, new, gone",
            f"{size.edits}, {size.new}, {size.gone}",
            f"{len(trip.edits)}, {len(trip.new)}, {len(trip.gone)}",
        ),
        Check(f"{name}: exactly those, field by field", "yes", "yes" if trip.exact else "no"),
        Check(
            f"{name}: lines that are the same",
            str(size.projects - size.edits - size.gone),
            str(trip.found.same),
        ),
        Check(f"{name}: one undo takes all back", "yes", "yes" if trip.undone else "no"),
    ]


def whole_texts(desk: Desk, folder: Path, people: int, program: Office) -> list[Check]:
    """Formulas, telephones and codes as LibreOffice sees them, in what is exported of every kind."""
    shown = write_people(desk, people) | write_codes(desk, people)
    checks = []
    for kind in ("project", "company", "contact"):
        path = folder / f"{kind}.xlsx"
        count = export_records(desk, kind, path, translator=Translator())
        seen = program.look(path)
        rows = [row for sheet, rows in seen.sheets.items() if not sheet.startswith("_") for row in rows]
        named = {text: row for row in rows for _, text in row if text in shown}
        whole = sum(_holds(row, shown[title]) for title, row in named.items())
        checks.append(
            Check(
                f"{kind}: formulas and links in {count:,} records", "0, 0", f"{seen.formulas}, {seen.links}"
            )
        )
        checks.append(Check(f"{kind}: records whose codes and numbers are whole", str(people), str(whole)))
    return checks


def _holds(row: list[tuple[str, str]], texts: tuple[str, ...]) -> bool:
    """Whether every text stands in a cell of text, digit by digit."""
    told = "|".join(text.replace(" ", "").replace("-", "") for type_, text in row if type_ == "string")
    return all(text in told for text in texts)


def filled_forms(desk: Desk, folder: Path, program: Office) -> list[Check]:
    """Forms that were filled: LibreOffice opens them and computes their sums."""
    template = form_file(folder, forms.one_line, "汇总表.xlsx")
    ids = desk.store.ids("project", filters=[Filter("investment", "filled")])[:40]
    done = fill_form(desk, plan_fill(desk, read_ledger(template), "project"), ids, folder / "已填.xlsx")
    seen = program.look(done.path)
    rows = {row[0][1]: row for row in seen.sheets["报表"] if row}
    exact = sum((row["investment"] or 0) for row in desk.store.rows("project", ids)) / 10_000
    return [
        Check(
            "filled form: its sum, computed by LibreOffice",
            f"{exact:.2f}",
            f"{float(rows['合计'][3][1]):.2f}",
        )
    ]


def checks(folder: Path, size: Size, people: int, program: Office) -> list[Check]:
    """Everything, on stores made for it."""
    desk = new_desk(folder / "store")
    try:
        write_projects(desk, size.projects)
        found = plain_trip(desk, _own(folder, "plain"), size)
        found += office_trip(desk, _own(folder, "office"), size, program)
        found += whole_texts(desk, _own(folder, "texts"), people, program)
        return found + filled_forms(desk, _own(folder, "forms"), program)
    finally:
        desk.store.close()


def _own(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.office", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few dozen records, to see that it runs")
    options = parser.parse_args(argv)
    size, people = (SHORT, 20) if options.short else (FULL, 1_000)
    with tempfile.TemporaryDirectory(prefix="outpost-office-") as name:
        folder = Path(name)
        (folder / "store").mkdir()
        try:
            program = office(_own(folder, "libreoffice"))
        except NoOffice:
            print(f"no LibreOffice here ({', '.join(NAMES)}); on Debian: apt install libreoffice-calc-nogui")
            return 1
        began = time.monotonic()
        found = checks(folder, size, people, program)
        print(f"{program.version()}, {time.monotonic() - began:.0f} s")
    for one in found:
        print(
            f"{'ok  ' if one.ok else 'FAIL'}  {one.name:<58} {one.found}"
            + ("" if one.ok else f"  wanted {one.wanted}")
        )
    return 0 if all(one.ok for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
