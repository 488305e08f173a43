"""States of the desktop worth a picture: for the README, the review of looks and the guided demo."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

import resources
from app.policy.shipped import shipped_pack
from app.profile_settings import ProfileSettings
from app.services.clashes import clash_cases
from app.services.drafts import new_draft
from app.services.duplicates import find_duplicates
from app.services.today import Today
from app.store.errors import NewerDatabase
from ui.approval_scenes import APPROVAL_SCENES, ApprovalScene
from ui.dialogs.handover_dialog import HandoverDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.dialogs.rules_dialog import RulesDialog
from ui.form_scenes import FORM_SCENES
from ui.fund_scenes import FUND_SCENES, FundScene
from ui.list_scenes import LIST_SCENES, ListScene
from ui.main_window import MainWindow
from ui.pages.doorstep import Doorstep
from ui.pages.first_run_view import JOIN, FirstRunView
from ui.pages.last_seen import seen
from ui.pages.list_layouts import GRID
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import DELETED, LISTS
from ui.pages.start_views import PassphraseView, StartView, TroubleView
from ui.pages.start_window import StartWindow
from ui.pages.today_page import Loaded, TodayPage
from ui.score_scenes import SCORE_SCENES
from ui.sync_scenes import SYNC_SCENES
from ui.trip_scenes import TRIP_SCENES, TripScene

PART_SCENES = (
    *(("circles", tab) for tab in ("natives/whole", "organisations", "organisations/agents", "greetings")),
    *(("circles", tab) for tab in ("introductions", "relations", "returnees", "returnees/fairs", "startups")),
    *(
        ("pursuit", tab)
        for tab in (
            "targets/coverage",
            "target_lists",
            "chains",
            "chain_nodes",
            "demands",
            "offers",
            "offers/whole",
        )
    ),
    ("contracts", "instalments"),
)
Scene = tuple[str, Callable[[], QWidget]]
NOTHING = "zzzz"
DRAFT_KEPT_MS = 120  # less than a picture waits for calm


def scenes(window: MainWindow) -> list[Scene]:
    """(name, show): ``show`` brings the state about and answers the widget to take a picture of.

    The database thread answers a moment later: let the event loop run before the picture is taken.
    """
    found: list[Scene] = [(name, partial(_page, window, name)) for name in window.page_names()]
    for name, show in LIST_SCENES:
        found.append((name, partial(_of_projects, window, show)))
    for name, draw in APPROVAL_SCENES:
        found.append((name, partial(_calmly, window, draw)))
    found += [(name, partial(_calmly, window, show)) for name, show in (*TRIP_SCENES, *SCORE_SCENES)]
    found += [
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
        ("rules", partial(_rules, window)),
        ("clash-ruled", partial(_ruled, window)),
        ("claim", partial(_claim, window)),
        ("handover", partial(_handover, window)),
    ]
    found += [
        (f"{page}-{tab.replace('/', '-')}", partial(_page, window, page, tab)) for page, tab in PART_SCENES
    ]
    found += [(name, partial(_fresh, window, show)) for name, show in FUND_SCENES]
    found += [(name, partial(_calmly, window, show)) for name, show in (*FORM_SCENES, *SYNC_SCENES)]
    if sample := sample_ledger():
        found.append(("import", partial(_import, window, sample)))
    found += [
        ("doorstep", partial(_doorstep, window)),
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
    window.toast.hide()  # what was said of the scene before
    for start in window.findChildren(StartWindow):
        start.hide()
        start.deleteLater()
    window.top.search.clear()
    window.top.search.list.hide()


def _page(window: MainWindow, name: str, tab: str = "") -> QWidget:
    _calm(window)
    window.open_page(name, tab)
    return window


def _calmly(window: MainWindow, draw: ApprovalScene | TripScene) -> QWidget:
    _calm(window)
    return draw(window)


def _list(window: MainWindow, name: str) -> ListPage:
    _calm(window)
    page = window.open_page(name)
    assert isinstance(page, ListPage)
    page.filters.find_line.clear()
    page.table.order_by(())
    page.filters.set_filters([])
    if page.picks is not None:
        page.picks.choose("")
    first = next(iter(page.spec.scopes))
    page.scopes.set_current(first)
    page.set_scope(first)
    page.layouts.choose(GRID, keep=False)
    page.editing.cells.leave()
    page.grid.cells.leave()
    page.table.choose_all(False)
    return page


def _of_projects(window: MainWindow, show: ListScene) -> QWidget:
    return show(window, _list(window, "projects"))


def _fresh(window: MainWindow, show: FundScene) -> QWidget:
    _calm(window)
    return show(window)


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
    """The record with the most kinds of things around it, or the page as it is where there is none."""
    page = _list(window, name)
    store, kind = window.ctx.desk.store, page.spec.kind
    ids = store.ids(kind, filters=next(iter(page.spec.scopes.values())).filters)[:40]
    if not ids:
        return window

    def around(one: str) -> tuple[bool, int, int]:
        kinds = [row.kind for row in store.referring(kind, one)]
        return "node" in kinds, len(set(kinds)), len(kinds)  # a project with a plan first

    id = max(ids, key=around)
    window.open_record(kind, id).show_tab(tab)
    return window


def _capture(window: MainWindow, *, filled: bool) -> QWidget:
    """Quick capture over the page of today: with a line as it is understood, or waiting for one."""
    _page(window, "today")
    line = (_samples() / "capture.txt").read_text(encoding="utf-8").strip() if filled else ""
    dialog = window.desk_actions.capture(new_draft(window.ctx.desk))
    dialog.line.setPlainText(line)
    dialog.line.moveCursor(QTextCursor.MoveOperation.End)
    return window


def _today_empty(window: MainWindow) -> QWidget:
    """Nothing due: the page of today of somebody who is new."""
    _calm(window)
    page = window.open_page("today")
    assert isinstance(page, TodayPage)
    nothing = Today(window.ctx.today(), window.ctx.today(), (), None, None, 0, 0, 0)

    def empty(_none: None) -> None:
        page.show_loaded(Loaded(nothing, {}, ()))

    # Behind what the page itself has asked for, also of the draft that the scene before has left.
    QTimer.singleShot(DRAFT_KEPT_MS, page, lambda: window.ctx.read(lambda: None, empty, owner=page))
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


def _rules(window: MainWindow) -> QWidget:
    _calm(window)
    dialog = RulesDialog(window.ctx, shipped_pack("panan"))
    dialog.show_table("routes")
    for name, value in (("zone", "no"), ("category", "I"), ("land", "30"), ("special", "yes")):
        if name in dialog.fields:
            dialog.fields[name].editor.set_value(value)
    dialog.run()
    window.ctx.dialog_asked.emit(dialog)
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


def _handover(window: MainWindow) -> QWidget:
    _page(window, "settings")
    window.ctx.dialog_asked.emit(HandoverDialog(window.ctx))
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


def _doorstep(window: MainWindow) -> QWidget:
    """The first page while the desktop is being opened, as Today was left."""
    _calm(window)
    page = window.open_page("today")
    door = Doorstep(window.ctx.theme, ProfileSettings())

    def fill() -> None:
        if isinstance(page, TodayPage) and page.ready():
            door.show_seen(seen(window.ctx, window.rail, page), window.ctx.today())

    door.resize(window.size())
    window.ctx.read(lambda: None, lambda _none: QTimer.singleShot(0, door, fill), owner=door)
    return door


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
