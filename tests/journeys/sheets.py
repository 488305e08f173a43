"""Journey 7: the city's own form, filled with the projects in view, once and again next month."""

import random
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt

from app.services.records import create_record
from tests.fakes import forms
from tests.fakes.forms import form_file
from tests.journeys.frame import CTRL, Budget, Hands, Journey
from ui.dialogs.fill_dialog import FillDialog
from ui.pages.list_page import ListPage

PROJECTS = 12
FIRST, NAME, AMOUNT = 3, 2, 4  # the form's first line below its headings; its columns of names and of 亿元


def fill_the_citys_form(hands: Hands) -> None:
    """Drop it on the list and Ctrl+Enter; next month's form the same; theirs is not touched."""
    tag = f"填表{random.SystemRandom().randrange(10**6):06d}"  # a kept store is walked again and again
    names = [f"{tag}第{number}号项目" for number in range(1, PROJECTS + 1)]
    for number, name in enumerate(names, start=1):
        create_record(hands.desk, "project", {"name": name, "stage": "signed", "investment": f"{number}亿"})
    hands.window.open_page("projects")
    page = hands.window.page
    assert isinstance(page, ListPage)
    hands.rest()
    hands.press(Qt.Key.Key_F, CTRL)
    hands.line(tag)
    hands.until(lambda: page.table.rowCount() == PROJECTS)
    hands.rest()
    with tempfile.TemporaryDirectory(prefix="outpost-form-") as folder:
        for month in ("十一月.xlsx", "十二月.xlsx"):
            _fill(hands, form_file(Path(folder), forms.one_line, month), set(names))


def _fill(hands: Hands, file: Path, names: set[str]) -> None:
    theirs = file.read_bytes()
    hands.drop(file)
    hands.until(lambda: (top := _dialog(hands)) is not None and top.accept_button.isEnabled(), "read")
    dialog = _dialog(hands)
    assert dialog is not None
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: dialog.filled is not None, "fill")
    assert dialog.filled is not None and dialog.filled.rows == PROJECTS, "not every project went in"
    _check(load_workbook(dialog.filled.path).worksheets[0], names)
    assert file.read_bytes() == theirs, "their file was changed"
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.window.sheets.top is None)
    hands.rest()


def _dialog(hands: Hands) -> FillDialog | None:
    top = hands.window.sheets.top
    return top if isinstance(top, FillDialog) and top.plan is not None else None


def _check(sheet: Any, names: set[str]) -> None:
    """Every project is in it with its 亿元, the looks and the sum are theirs."""
    last = FIRST + PROJECTS - 1
    rows = range(FIRST, last + 1)
    assert {sheet.cell(row, NAME).value for row in rows} == names, "not the projects in view"
    amounts = sorted(Decimal(str(sheet.cell(row, AMOUNT).value)) for row in rows)
    assert amounts == [Decimal(number) for number in range(1, PROJECTS + 1)], f"not their amounts: {amounts}"
    assert {sheet.cell(row, NAME).font.name for row in rows} == {"仿宋_GB2312"}, "the font is another"
    assert sheet.cell(last + 1, AMOUNT).value == f"=SUM(D{FIRST}:D{last})", "the sum does not reach the last"


JOURNEYS = (
    Journey(
        "7", "填市里的表，两个月", Budget(5, 2, 1, {"read": 30_000, "fill": 30_000}), fill_the_citys_form
    ),
)
