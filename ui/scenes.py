"""States of the desktop worth a picture: for the README, the review of looks and the guided demo."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import resources
from app.model.row import Row
from app.rules.three_way import Standing
from app.services.cells import CheckedCell
from app.services.clashes import clash_cases
from app.services.drafts import new_draft
from app.services.duplicates import find_duplicates
from app.services.ledger.outgoing import Sent
from app.services.ledger.returned import CHANGED, Comparison, ReturnedCell, ReturnedRow
from app.services.today import Today
from app.store.errors import NewerDatabase
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.dialogs.returned_dialog import ReturnedDialog
from ui.main_window import MainWindow
from ui.pages.list_layouts import BOARD, GRID
from ui.pages.list_page import DELETED, LISTS, ListPage
from ui.pages.start import StartWindow
from ui.pages.start_views import JOIN, FirstRunView, PassphraseView, StartView, TroubleView
from ui.pages.sync_centre import TABS
from ui.pages.today_page import Loaded, TodayPage

Scene = tuple[str, Callable[[], QWidget]]
NOTHING = "zzzz"


def scenes(window: MainWindow) -> list[Scene]:
    """(name, show): ``show`` brings the state about and answers the widget to take a picture of.

    The database thread answers a moment later: let the event loop run before the picture is taken.
    """
    found: list[Scene] = [(name, partial(_page, window, name)) for name in window.page_names()]
    found += [
        ("projects-selection", partial(_selection, window)),
        ("projects-board", partial(_board, window)),
        ("projects-cell", partial(_cell, window)),
        ("projects-paste", partial(_paste, window)),
        ("projects-bulk", partial(_bulk, window)),
        ("projects-returned", partial(_returned, window)),
        ("projects-empty", partial(_empty, window)),
        ("contacts-deleted", partial(_scope, window, "contacts", DELETED)),
        ("projects-lists", partial(_scope, window, "projects", LISTS)),
        ("search", partial(_search, window)),
        ("project", partial(_record, window, "projects", "overview")),
        ("project-plan", partial(_record, window, "projects", "plan")),
        ("project-team", partial(_record, window, "projects", "team")),
        ("project-timeline", partial(_record, window, "projects", "timeline")),
        ("project-attachments", partial(_record, window, "projects", "attachments")),
        ("project-history", partial(_record, window, "projects", "history")),
        ("company", partial(_record, window, "companies", "overview")),
        ("contact", partial(_record, window, "contacts", "overview")),
        ("visit", partial(_record, window, "visits", "overview")),
        ("capture", partial(_capture, window, filled=True)),
        ("capture-empty", partial(_capture, window, filled=False)),
        ("today-empty", partial(_today_empty, window)),
        ("duplicates", partial(_duplicates, window)),
        ("duplicates-merge", partial(_merge, window)),
        ("duplicates-company", partial(_recorded_twice, window)),
        ("form", partial(_form, window)),
        ("form-errors", partial(_form_errors, window)),
        ("form-visit", partial(_visit_form, window)),
        ("stage", partial(_stage, window, "landed")),
        ("stage-paused", partial(_stage, window, "paused")),
        ("plan", partial(_plan, window)),
        ("clash-ruled", partial(_ruled, window)),
        ("claim", partial(_claim, window)),
    ]
    found += [(f"sync-{tab}", partial(_page, window, "sync", tab)) for tab in TABS]
    if sample := sample_ledger():
        found.append(("import", partial(_import, window, sample)))
    found += [
        ("start", partial(_start, window, joining=False)),
        ("start-join", partial(_start, window, joining=True)),
        ("start-passphrase", partial(_passphrase, window)),
        ("start-trouble", partial(_trouble, window)),
    ]
    return found


def sample_ledger() -> Path | None:
    """A ledger that comes with the product."""
    folder = _samples()
    return next(iter(sorted(folder.glob("*.xlsx"))), None) if folder.is_dir() else None


def _calm(window: MainWindow) -> None:
    window.sheets.close_all()
    for start in window.findChildren(StartWindow):
        start.hide()
        start.deleteLater()
    window.top.search.clear()
    window.top.search.list.hide()


def _page(window: MainWindow, name: str, tab: str = "") -> QWidget:
    _calm(window)
    window.open_page(name, tab)
    return window


def _list(window: MainWindow, name: str) -> ListPage:
    _calm(window)
    page = window.open_page(name)
    assert isinstance(page, ListPage)
    page.filters.find_line.clear()
    page.filters.set_filters([])
    first = next(iter(page.spec.scopes))
    page.scopes.set_current(first)
    page.set_scope(first)
    page.layouts.choose(GRID, keep=False)
    page.editing.cells.leave()
    page.grid.cells.leave()
    page.table.choose_all(False)
    return page


def _selection(window: MainWindow) -> QWidget:
    page = _list(window, "projects")
    QTimer.singleShot(0, page, lambda: page.table.choose(page.table.ids()[1:4]))
    return window


def _board(window: MainWindow) -> QWidget:
    page = _list(window, "projects")
    page.set_scope("all")
    page.scopes.set_current("all")
    page.layouts.choose(BOARD, keep=False)
    return window


def _cell(window: MainWindow) -> QWidget:
    """A cell in edit, with what cannot be taken."""
    page = _list(window, "projects")

    def begin() -> None:
        id = page.table.id_at(2)
        page.grid.set_current_id(id)
        page.grid.cells.go_to(id, "investment")
        page.editing.edit_current()
        if page.editing.cells.editor is not None:
            page.editing.cells.try_text(_of_list("amount"))

    QTimer.singleShot(0, page, begin)
    return window


def _paste(window: MainWindow) -> QWidget:
    """A block with headings over the first rows; one cell of it cannot be taken."""
    page = _list(window, "projects")
    headings = {column.key: column.title for column in page.table.columns}
    block = json.loads((_samples() / "list.json").read_text(encoding="utf-8"))["block"]
    texts = [[headings["investment"], headings["responsible_unit"]], *block]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in texts))

    def paste() -> None:
        page.grid.set_current_id(page.table.id_at(0))
        page.editing.paste()

    QTimer.singleShot(0, page, paste)
    return window


def _bulk(window: MainWindow) -> QWidget:
    page = _list(window, "projects")

    def change() -> None:
        page.table.choose(page.table.ids()[1:4])
        dialog = page.editing.change_chosen("responsible_unit")
        if dialog is not None and dialog.binding is not None:
            dialog.binding.editor.set_raw(_of_list("unit"))
            dialog.binding.editor.changed.emit()

    QTimer.singleShot(0, page, change)
    return window


def _returned(window: MainWindow) -> QWidget:
    """An export that came back changed, with a record changed here meanwhile; nothing of it is kept."""
    page = _list(window, "projects")
    ctx, kind = window.ctx, page.spec.kind
    ids = ctx.desk.store.ids(kind, filters=page.source.scope.filters)[:12]
    fields = ("name", "stage", "investment", "responsible_unit", "place")
    unit = _of_list("unit")
    rows = [
        ReturnedRow(row.id, CHANGED, str(row["name"]), number, row, _cells(row, number, unit))
        for number, row in enumerate(ctx.desk.store.rows(kind, ids), start=2)
    ]
    comparison = Comparison(Sent(kind, ctx.words.language, fields), tuple(rows), 28)
    name = f"{ctx.tr('ui.page.projects')}.xlsx"
    window.sheets.show(ReturnedDialog(ctx, name, comparison, {}))
    return window


def _cells(row: Row, number: int, unit: str) -> tuple[ReturnedCell, ...]:
    changed = CheckedCell("responsible_unit", unit, row["responsible_unit"], unit, {"": 1})
    found = [ReturnedCell(changed, Standing.THERE)] if row["responsible_unit"] != unit else []
    if number % 4 == 0:
        doubled = (row["investment"] or 1) * 2
        found.append(
            ReturnedCell(CheckedCell("investment", "", row["investment"], doubled, {"": 1}), Standing.BOTH)
        )
    if number % 3 == 0:
        found.append(ReturnedCell(CheckedCell("place", "", unit, unit), Standing.HERE))
    return tuple(found)


def _empty(window: MainWindow) -> QWidget:
    page = _list(window, "projects")
    page.filters.find_line.setText(NOTHING)
    page.filters.changed.emit()
    return window


def _scope(window: MainWindow, name: str, scope: str) -> QWidget:
    page = _list(window, name)
    page.scopes.set_current(scope)
    page.set_scope(scope)
    return window


def _search(window: MainWindow) -> QWidget:
    _list(window, "projects")
    search = window.top.search
    search.setFocus()
    search.setText("q")
    search.search("q")
    return window


def _record(window: MainWindow, name: str, tab: str) -> QWidget:
    """The record with the most around it, or the first of the list."""
    page = _list(window, name)
    store, kind = window.ctx.desk.store, page.spec.kind
    ids = store.ids(kind, filters=next(iter(page.spec.scopes.values())).filters)[:40]
    if not ids:
        return window
    id = max(ids, key=lambda one: len(store.referring(kind, one)))
    window.open_record(kind, id).show_tab(tab)
    return window


def _capture(window: MainWindow, *, filled: bool) -> QWidget:
    """Quick capture over the page of today: with a line as it is understood, or waiting for one."""
    _page(window, "today")
    line = (_samples() / "capture.txt").read_text(encoding="utf-8").strip() if filled else ""
    dialog = window.desk_actions.capture(new_draft(window.ctx.desk))
    dialog.line.setPlainText(line)
    return window


def _today_empty(window: MainWindow) -> QWidget:
    """Nothing due: the page of today of somebody who is new."""
    _calm(window)
    page = window.open_page("today")
    assert isinstance(page, TodayPage)
    nothing = Today(window.ctx.today(), window.ctx.today(), (), None, None, 0, 0, 0)
    # Behind what the page itself has asked for.
    window.ctx.read(lambda: None, lambda _none: page.show_loaded(Loaded(nothing, {}, ())), owner=page)
    return window


def _duplicates(window: MainWindow) -> QWidget:
    _list(window, "companies")
    window.desk_actions.show_duplicates("", "")
    return window


def _merge(window: MainWindow) -> QWidget:
    _list(window, "companies")
    for one in find_duplicates(window.ctx.desk, ["company"], limit=1):
        window.desk_actions.merge("company", one.first.id, one.second.id)
    return window


def _recorded_twice(window: MainWindow) -> QWidget:
    """The page of a company that may be there twice."""
    _list(window, "companies")
    for one in find_duplicates(window.ctx.desk, ["company"], limit=1):
        window.open_record("company", one.first.id)
    return window


def _dialog(window: MainWindow, kind: str) -> RecordDialog:
    _list(window, "projects")
    return window.desk_actions.new_record(kind, {"name": ""})


def _samples() -> Path:
    return Path(resources.__file__).parent / "samples"


def _of_list(name: str) -> str:
    return str(json.loads((_samples() / "list.json").read_text(encoding="utf-8"))[name])


def _form(window: MainWindow) -> QWidget:
    dialog = _dialog(window, "project")
    for name, text in json.loads((_samples() / "form.json").read_text(encoding="utf-8")).items():
        dialog.form.bindings[name].restore(text)
    return window


def _form_errors(window: MainWindow) -> QWidget:
    dialog = _dialog(window, "company")
    for name, text in (("credit_code", "91370200163562681X"), ("phones", "1.37E+10")):
        dialog.form.bindings[name].restore(text)
    dialog.accept()
    return window


def _visit_form(window: MainWindow) -> QWidget:
    _dialog(window, "visit")
    return window


def _stage(window: MainWindow, stage: str) -> QWidget:
    page = _list(window, "projects")
    ids = window.ctx.desk.store.ids("project", filters=next(iter(page.spec.scopes.values())).filters)
    if ids:
        window.desk_actions.move_stage(ids[-1], stage)
    return window


def _plan(window: MainWindow) -> QWidget:
    page = _list(window, "projects")
    ids = window.ctx.desk.store.ids("project", filters=next(iter(page.spec.scopes.values())).filters)
    if ids:
        window.desk_actions.schedule(ids[-1])
        dialog = window.sheets.top
        assert isinstance(dialog, PlanDialog)
        dialog.end.restore(f"{window.ctx.today().year + 2}-06-30")
        dialog.end.editor.changed.emit()
    return window


def _ruled(window: MainWindow) -> QWidget:
    """A case with its ruling; the page as it is where there is none."""
    ruled = next((case.id for case in clash_cases(window.ctx.desk) if not case.is_open), "")
    return _page(window, "clashes", ruled)


def _claim(window: MainWindow) -> QWidget:
    page = _list(window, "companies")
    ids = window.ctx.desk.store.ids("company", filters=next(iter(page.spec.scopes.values())).filters)
    if ids:
        window.desk_actions.report_first("company", ids[0])
    return window


def _import(window: MainWindow, file: Path) -> QWidget:
    _list(window, "projects")
    window.sheets.show(ImportDialog(window.ctx, file))
    return window


def _start_window(window: MainWindow, view: StartView) -> QWidget:
    _calm(window)
    start = StartWindow(window.ctx.theme, window)
    start.show_view(view)
    start.setGeometry(window.rect())
    start.show()
    start.raise_()
    return window


def _start(window: MainWindow, *, joining: bool) -> QWidget:
    view = FirstRunView(window.ctx.theme, keyring=joining)
    if joining:
        view.keep(("", JOIN))
    return _start_window(window, view)


def _passphrase(window: MainWindow) -> QWidget:
    view = PassphraseView(window.ctx.theme)
    view.show_trouble(window.ctx.tr("error.wrong_passphrase"))
    return _start_window(window, view)


def _trouble(window: MainWindow) -> QWidget:
    error = NewerDatabase(path="store.db", revision="m0009")
    return _start_window(window, TroubleView(window.ctx.theme, error, window.ctx.sentence(error), "profile"))
