"""5,000 projects go out as a spreadsheet and come back changed: the comparison names exactly the changes."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.i18n import Translator
from app.rules.credit_code import ALPHABET, check_character
from app.services.desk import Desk
from app.services.ledger.export import export_records
from app.services.ledger.reading import read_ledger
from app.services.ledger.returned import CHANGED, GONE, NEW, Comparison, apply_returned, compare
from app.services.records import undo

Through = Callable[[Path], Path]


@dataclass(frozen=True, slots=True)
class Size:
    """How many projects go out, how many lines are changed, added and taken away before they come back."""

    projects: int
    edits: int
    new: int
    gone: int


FULL, SHORT = Size(5_000, 200, 10, 3), Size(60, 12, 3, 2)
# Field → heading and what somebody writes into its cell for the edit of that number.
EDITS: Mapping[str, tuple[str, Callable[[int], Any]]] = {
    "responsible_unit": ("责任单位", lambda n: f"改到的单位{n}"),
    "investment": ("总投资（万元）", lambda n: 1_000_000 + n),
    "land": ("用地（亩）", lambda n: f"{n + 0.5}"),
    "reported_on": ("填报日期", lambda n: date(2026, 1, 1) + timedelta(days=n)),
    "industry": ("行业", lambda n: f"行业{n}"),
    "note": ("备注", lambda n: f"=不是公式{n}\n第二行"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What was done to the sheet: id → field, titles added, ids taken away."""

    edits: Mapping[str, str]
    new: frozenset[str]
    gone: frozenset[str]


def write_projects(desk: Desk, count: int, *, seed: int = 1) -> list[str]:
    """Projects with amounts, areas, days and notes of many shapes."""
    lot = random.Random(seed)
    with desk.store.write(actor="周敏", label="x") as work:
        return [
            work.create(
                "project",
                {
                    "name": f"项目{n:05d}",
                    "stage": lot.choice(("lead", "signed", "landed", "producing")),
                    "investment": Decimal(lot.randrange(1, 10**8)) / lot.choice((1, 4, 100, 10**6)),
                    "land": Decimal(lot.randrange(10**6)) / 10**4,
                    "reported_on": date(2024, 1, 1) + timedelta(days=lot.randrange(900)),
                    "responsible_unit": lot.choice(("县功镇", "城南街道", "0012园区", "+86园区")),
                    "tags": ["外资", f"标签{n % 7}"],
                    "note": lot.choice((None, "=1+1", "第一行\n第二行", " 前后有空格 ", "-5", "1.37E+10")),
                },
            )
            for n in range(count)
        ]


def write_people(desk: Desk, count: int, *, seed: int = 2) -> dict[str, tuple[str, ...]]:
    """Firms with credit codes and people with telephones; title → the codes and numbers shown for it."""
    lot = random.Random(seed)
    shown: dict[str, tuple[str, ...]] = {}
    with desk.store.write(actor="周敏", label="x") as work:
        for n in range(count):
            body = "91" + "".join(lot.choice("0123456789") for _ in range(6))
            body += "".join(lot.choice(ALPHABET) for _ in range(9))
            code = body + check_character(body)
            mobile = f"1{lot.choice('3578')}{lot.randrange(10**9):09d}"
            landline = f"0{lot.randrange(300, 999)}-{lot.randrange(2 * 10**6, 9 * 10**6)}"
            work.create("company", {"name": f"企业{n:05d}", "credit_code": code})
            work.create("contact", {"name": f"联系人{n:05d}", "phones": [mobile, landline]})
            shown[f"企业{n:05d}"] = (code,)
            shown[f"联系人{n:05d}"] = (mobile, landline.replace("-", ""))
    return shown


def write_codes(desk: Desk, count: int, *, seed: int = 4) -> dict[str, tuple[str, ...]]:
    """Projects with the codes that offices give them, long and beginning with nought; title → the codes."""
    lot = random.Random(seed)
    shown: dict[str, tuple[str, ...]] = {}
    with desk.store.write(actor="周敏", label="x") as work:
        for n in range(count):
            filed = f"{lot.randrange(2101, 2613)}-330727-04-01-{lot.randrange(10**6):06d}"
            parcel = f"0{lot.randrange(10**17):017d}"
            values: dict[str, Any] = {
                "name": f"备案项目{n:05d}",
                "stage": "lead",
                "tags": [filed],
                "place": parcel,
            }
            work.create("project", values)
            shown[values["name"]] = (filed.replace("-", ""), parcel)
    return shown


def work_on(path: Path, size: Size, *, seed: int = 3) -> Expected:
    """Change, add and delete lines of the sheet as somebody with WPS does."""
    lot = random.Random(seed)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {str(cell.value): at for at, cell in enumerate(sheet[1], start=1)}
    rows = lot.sample(range(2, sheet.max_row + 1), size.edits + size.gone)
    edits: dict[str, str] = {}
    for n, row in enumerate(rows[: size.edits]):
        field = [*EDITS][n % len(EDITS)]
        label, value = EDITS[field]
        cell: Any = sheet.cell(row, columns[label])
        cell.value = value(n)
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        edits[str(sheet.cell(row, 1).value)] = field
    gone = {str(sheet.cell(row, 1).value) for row in rows[size.edits :]}
    for row in sorted(rows[size.edits :], reverse=True):
        sheet.delete_rows(row)
    titles = [f"表中新增项目{n}" for n in range(size.new)]
    for title in titles:
        row = sheet.max_row + 1
        sheet.cell(row, columns["项目名称"]).value = title
        sheet.cell(row, columns["总投资（万元）"]).value = 88
    book.save(path)
    return Expected(edits, frozenset(titles), frozenset(gone))


@dataclass(frozen=True, slots=True)
class Trip:
    """One round trip: what was done, what was found, and whether one undo takes all of it back."""

    expected: Expected
    found: Comparison
    undone: bool

    @property
    def edits(self) -> dict[str, str]:
        """Id → the one field that the comparison names."""
        return {
            row.key: ",".join(cell.checked.field for cell in row.cells)
            for row in self.found.rows
            if row.what == CHANGED
        }

    @property
    def new(self) -> frozenset[str]:
        """Titles that the comparison would add."""
        return frozenset(row.title for row in self.found.rows if row.what == NEW)

    @property
    def gone(self) -> frozenset[str]:
        """Ids that it misses."""
        return frozenset(row.key for row in self.found.rows if row.what == GONE)

    @property
    def exact(self) -> bool:
        """Whether it names what was done, and nothing else."""
        asked = len(self.expected.edits) + len(self.expected.new) + len(self.expected.gone)
        named = (dict(self.expected.edits), self.expected.new, self.expected.gone)
        return named == (self.edits, self.new, self.gone) and len(self.found.rows) == asked


def travel(desk: Desk, folder: Path, size: Size, through: Through) -> Trip:
    """Send every project out, through another program, change the sheet, through it again, and compare."""
    path = folder / "项目.xlsx"
    export_records(desk, "project", path, translator=Translator())
    path = through(path)
    expected = work_on(path, size)
    found = compare(desk, read_ledger(through(path)).workbook)
    assert found is not None, "the file no longer says that it is ours"
    before = desk.store.content_hash()
    apply_returned(desk, found, [row.key for row in found.rows])
    changed = desk.store.content_hash() != before
    undo(desk)
    return Trip(expected, found, changed and desk.store.content_hash() == before)
