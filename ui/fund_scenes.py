"""States of the page of funds worth a picture."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import resources
from app.rules.fund_ledger import Component, Source
from app.rules.periods import months_later
from ui.main_window import MainWindow
from ui.pages.funds_page import FUNDS, LOCKS, RECONCILE, SHEET, FundsPage

SAMPLE = Path(resources.__file__).parent / "samples" / "funds.json"
FundScene = Callable[[MainWindow], QWidget]


def _page(window: MainWindow, tab: str) -> FundsPage:
    page = window.open_page("funds", tab)
    assert isinstance(page, FundsPage)
    page.show_source(Source.UNIT)
    page.show_month(window.ctx.today().replace(day=1))
    return page


def _tab(tab: str, window: MainWindow) -> QWidget:
    _page(window, tab)
    return window


def _when_shown(page: FundsPage, act: Callable[[], object]) -> None:
    """Once the sheet is there: behind what the page itself has asked for."""
    page.ctx.read(lambda: None, lambda _none: QTimer.singleShot(0, page, act), owner=page)


def _paste(window: MainWindow) -> QWidget:
    """A copied block with names: some lines cannot be taken."""
    page = _page(window, SHEET)

    def paste() -> None:
        lines = page.shown.lines[:6] if page.shown is not None else ()
        amounts = json.loads(SAMPLE.read_text(encoding="utf-8"))["pasted"]
        block = [f"{line.name}\t{amount}" for line, amount in zip(lines, amounts, strict=False)]
        QGuiApplication.clipboard().setText("\n".join([*block, "—\t88"]))
        page.paste()

    _when_shown(page, paste)
    return window


def _locked(window: MainWindow) -> QWidget:
    """The month before, published, with a correction being booked."""
    page = _page(window, SHEET)
    page.show_month(months_later(page.month, -1))

    def correct() -> None:
        if page.shown is not None and page.shown.lines:
            page.edit(page.shown.lines[0].project, Component.FIXED.value)

    _when_shown(page, correct)
    return window


def _lock(window: MainWindow) -> QWidget:
    page = _page(window, SHEET)
    _when_shown(page, page.lock)
    return window


def _enter(window: MainWindow) -> QWidget:
    page = _page(window, SHEET)
    _when_shown(page, page.enter)
    return window


def _counted(window: MainWindow) -> QWidget:
    page = _page(window, SHEET)

    def ask() -> None:
        if page.shown is not None and page.shown.lines:
            page.count_as(page.shown.lines[0].project)

    _when_shown(page, ask)
    return window


def _empty(window: MainWindow) -> QWidget:
    """A month before anything was signed."""
    _page(window, SHEET).show_month(window.ctx.today().replace(year=2000, day=1))
    return window


def _project(window: MainWindow) -> QWidget:
    """The funds of the project with most of them."""
    ids = [row["project_id"] for row in _entries(window)]
    if ids:
        window.open_record("project", max(sorted(set(ids)), key=ids.count)).show_tab("funds")
    return window


def _entries(window: MainWindow) -> list[dict[str, str]]:
    store = window.ctx.desk.store
    return list(store.fields("fund_entry", store.ids("fund_entry"), ["project_id"]).values())


FUND_SCENES: tuple[tuple[str, FundScene], ...] = (
    *((f"funds-{tab}", partial(_tab, tab)) for tab in (RECONCILE, LOCKS, FUNDS)),
    ("funds-paste", _paste),
    ("funds-locked", _locked),
    ("funds-lock", _lock),
    ("funds-enter", _enter),
    ("funds-counted", _counted),
    ("funds-empty", _empty),
    ("project-funds", _project),
)
