"""The main window: rail, top bar, the page one is on, bottom bar; keys that work everywhere."""

from collections.abc import Callable, Iterable, Set
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from app.model.registry import KINDS
from app.rules.amounts import Unit
from app.services.alerts import ALERT_KINDS, lit_count
from ui.background.day_watch import DayWatch
from ui.components.bottom_bar import BottomBar
from ui.components.ground_menu import Verb, ground_menu
from ui.components.page import Page, column_layout
from ui.components.sheet import Sheets
from ui.components.sync_monitor import SyncMonitor
from ui.components.top_bar import TopBar
from ui.components.tray import Tray
from ui.context.context import Context, Said
from ui.pages.desk_actions import DeskActions
from ui.pages.navigation import make_page
from ui.pages.places import PAGES, make_rail
from ui.widgets.first_place import LEAST, stand_first
from ui.widgets.offering import MenuKeys, show_menu
from ui.widgets.rail import Rail
from ui.widgets.reading_order import next_stop
from ui.widgets.toast import Toast

if TYPE_CHECKING:
    from ui.pages.detail_page import DetailPage

NARROW = 1180


class Stoppable(Protocol):
    """What runs beside the window."""

    def stop(self) -> None: ...


class MainWindow(QMainWindow):
    """Built anew in place when the language or the text size changes; everything else changes live."""

    closed = Signal()
    running: Stoppable
    """The threads, as the composition root set it."""

    def __init__(self, ctx: Context, monitor: SyncMonitor) -> None:
        super().__init__()
        self.ctx, self.monitor = ctx, monitor
        self._shell: QWidget | None = None
        self._pages: dict[str, Page] = {}
        self._detail: DetailPage | None = None
        self._trail: list[tuple[str, str]] = []
        self._uncounted: set[str] = set()
        self.day_watch = DayWatch(ctx.hub, KINDS, ctx.today, self)
        self.desk_actions = DeskActions(ctx, self)
        self.tray = Tray(ctx, self)
        self.setAcceptDrops(True)
        self.setMinimumSize(LEAST)
        stand_first(self)
        self._build()
        self._connect()
        self._keys()
        self.menu_keys = MenuKeys(self)
        self.open_page(PAGES[0])
        monitor.recount()
        self.recount()

    # ---- building
    def _build(self) -> None:
        ctx, px = self.ctx, self.ctx.theme.px
        self.setWindowTitle(ctx.tr("ui.product"))
        shell = QWidget()
        shell.setProperty("surface", "app")
        self.rail = self._make_rail()
        self._fit_rail()
        self.top, self.bottom = TopBar(ctx), BottomBar(ctx)
        self.stack = QStackedWidget()
        right = QWidget()
        column = column_layout(right)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.bottom)
        row = QHBoxLayout(shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(right, 1)
        self.setCentralWidget(shell)
        self.sheets = Sheets(ctx.theme, self)
        self.toast = Toast(ctx.theme, self)
        self._shell = shell
        self.top.capture_button.clicked.connect(lambda: self.ctx.capture_asked.emit(None))
        self.top.chip.network_clicked.connect(lambda: self.open_page("sync", "runs"))
        self.top.chip.pending_clicked.connect(lambda: self.open_page("sync", "pending"))
        self.top.chip.conflicts_clicked.connect(lambda: self.open_page("sync", "conflicts"))
        self.top.chip.refused_clicked.connect(lambda: self.open_page("sync", "refused"))
        self.top.chip.sync_clicked.connect(lambda: self.open_page("sync", "runs"))
        self.bottom.unit_chosen.connect(self.set_unit)
        self.top.chip.set_standing(self.monitor.standing())
        self.top.search.setFixedHeight(px(32))

    def _make_rail(self) -> Rail:
        rail = make_rail(self.ctx.theme)
        rail.selected.connect(self.open_page)
        rail.person_clicked.connect(lambda: self.open_page("settings"))
        self._show_person(rail)
        return rail

    def _show_person(self, rail: Rail) -> None:
        enrolled = self.monitor.enrolled
        unit = enrolled.unit if enrolled is not None else self.ctx.tr("ui.alone")
        rail.set_person(self.ctx.desk.actor, unit)

    def _connect(self) -> None:
        ctx = self.ctx
        ctx.said.connect(self._say)
        ctx.page_asked.connect(self.open_page)
        ctx.unit_asked.connect(self.set_unit)
        ctx.record_asked.connect(self.open_record)
        ctx.tab_asked.connect(lambda kind, id, tab: self.open_record(kind, id).show_tab(tab))
        ctx.new_asked.connect(self.desk_actions.new_record)
        ctx.trip_asked.connect(self.desk_actions.new_trip)
        ctx.capture_asked.connect(self.desk_actions.capture)
        ctx.claim_asked.connect(self.desk_actions.report_first)
        ctx.stage_asked.connect(self.desk_actions.move_stage)
        ctx.plan_asked.connect(self.desk_actions.schedule)
        ctx.leader_asked.connect(self.desk_actions.put_in_charge)
        ctx.standards_asked.connect(self.desk_actions.count_as)
        ctx.approval_asked.connect(self.desk_actions.approve)
        ctx.merge_asked.connect(self.desk_actions.merge)
        ctx.duplicates_asked.connect(self.desk_actions.show_duplicates)
        ctx.correct_asked.connect(self.desk_actions.correct)
        ctx.brief_asked.connect(self.desk_actions.brief)
        ctx.run_asked.connect(self.desk_actions.show_run)
        ctx.import_asked.connect(self.desk_actions.import_file)
        ctx.fill_asked.connect(self.desk_actions.ask_form)
        ctx.targets_asked.connect(self.desk_actions.take_targets)
        ctx.dialog_asked.connect(self._show_dialog)
        ctx.hub.settled.connect(lambda changes: self.recount(changes.kinds))
        self.monitor.changed.connect(self._show_standing)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Shift+N": self.new_record,
            "Ctrl+O": lambda: self.desk_actions.import_file(None),
            "Ctrl+F": self.find_in_page,
            "F4": self.toggle_inspector,
            "F5": self.monitor.sync_now,
            "Ctrl+Z": self.ctx.undo,
            "Ctrl+Shift+Z": self.ctx.redo,
            "Ctrl+Y": self.ctx.redo,
            "Alt+Left": self.go_back,
            "Ctrl+B": self.toggle_rail,
            "Ctrl+P": self._print,
            "F8": lambda: self.desk_actions.printing.brief(self.page),
        }
        for number, name in enumerate(PAGES[:9], start=1):
            keys[f"Ctrl+{number}"] = partial(self.open_page, name)
        for text, run in keys.items():
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.activated.connect(partial(self._unless_busy, run))
        # From anywhere in the application, also over a dialog: what somebody says on the phone does not wait.
        capture = QShortcut(QKeySequence("Ctrl+N"), self)
        capture.setContext(Qt.ShortcutContext.ApplicationShortcut)
        capture.activated.connect(lambda: self.ctx.capture_asked.emit(None))

    def _unless_busy(self, run: Callable[[], object]) -> None:
        """Keys of the window rest while a dialog is open over it."""
        if self.sheets.top is None:
            run()

    # ---- where one is
    @property
    def page(self) -> Page:
        """The page in view."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def first_page(self) -> Page:
        """The page one begins with."""
        return self._pages[PAGES[0]]

    def page_names(self) -> tuple[str, ...]:
        """Every page of the rail, in its order."""
        return PAGES

    def open_page(self, name: str, tab: str = "") -> Page:
        """Go to a page of the rail, and to a tab of it."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = make_page(self.ctx, self.monitor, name)
            page.status_changed.connect(self._show_status)
            self.stack.addWidget(page)
        self._visit(name, "")
        self.stack.setCurrentWidget(page)
        self.rail.set_current(name)
        page.arrive(tab)
        self._show_status()
        return page

    def open_record(self, kind: str, id: str) -> "DetailPage":
        """Open the detail page of a record; Alt+Left comes back."""
        from ui.pages.detail_page import DetailPage

        whence = self.stack.currentWidget()  # none in a window that is built anew
        around = list(whence.listed(kind)) if isinstance(whence, Page) else []
        if self._detail is None:
            self._detail = DetailPage(self.ctx)
            self._detail.status_changed.connect(self._show_status)
            self._detail.left.connect(self.go_back)
            self.stack.addWidget(self._detail)
        self._visit(kind, id)
        self.stack.setCurrentWidget(self._detail)
        self._detail.open_record(kind, id, around)
        self._show_status()
        return self._detail

    def go_back(self) -> None:
        """To where one came from."""
        if len(self._trail) < 2:
            return
        self._trail.pop()
        where, id = self._trail.pop()
        if id:
            self.open_record(where, id)
        else:
            self.open_page(where)

    def _visit(self, where: str, id: str) -> None:
        if not self._trail or self._trail[-1] != (where, id):
            self._trail.append((where, id))
            del self._trail[:-50]

    # ---- acting
    def new_record(self) -> None:
        """Ctrl+Shift+N: the kind of the page one is on, or a menu of kinds."""
        if self.page.make_new():
            return
        kind = self.page.new_kind
        if kind:
            self.desk_actions.new_record(kind, {})
        else:
            self.desk_actions.ask_kind(self.top.capture_button)

    def set_unit(self, unit: str) -> None:
        """Show amounts in another unit, everywhere and from now on."""
        self.ctx.preferences.set(unit=Unit(unit).value)
        self.bottom.units.set_current(unit)
        for page in (*self._pages.values(), *([self._detail] if self._detail else [])):
            page.set_unit()
        self.ctx.unit_changed.emit()
        self._show_status()

    def find_in_page(self) -> None:
        """Ctrl+F."""
        self.page.find_in_page()

    def _print(self) -> None:
        self.desk_actions.printing.print_page(self.page)

    def toggle_inspector(self) -> None:
        """F4."""
        self.page.toggle_inspector()

    def toggle_rail(self) -> None:
        collapsed = not self.rail.collapsed
        self.rail.set_collapsed(collapsed)
        self.ctx.preferences.set(rail_collapsed=collapsed)

    def rebuild(self) -> None:
        """Make every widget anew, in the language and text size in force; stay where one is."""
        where, id = self._trail[-1]
        tab = self.page.current_tab()
        self.sheets.close_all()
        old, self._pages, self._detail = self._shell, {}, None
        self.toast.deleteLater()
        self.tray.show_words()
        self._build()
        if old is not None:
            old.deleteLater()
        if id:
            self.open_record(where, id)
        else:
            self.open_page(where, tab)
        self.recount()

    # ---- showing
    def _show_dialog(self, dialog: QDialog) -> None:
        self.sheets.show(dialog)

    def _say(self, said: Said) -> None:
        if said.undo:
            self.toast.say(said.text, self.ctx.tr("ui.undo"), self.ctx.undo, hint="Ctrl+Z")
        else:
            self.toast.say(said.text, said.link, said.act, hint=said.hint)

    def _show_status(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            self.bottom.show_status(page.status(), with_unit=page.has_amounts())

    def _show_standing(self) -> None:
        self.top.chip.set_standing(self.monitor.standing())
        self.top.fit()
        counts = self.monitor.counts
        self.rail.set_count("sync", counts.conflicts + counts.refused)
        self._show_person(self.rail)

    def recount(self, kinds: Iterable[str] = KINDS) -> None:
        """Count the lists of the rail that hold records of these kinds, on the database thread."""
        self._uncounted |= {*kinds}  # an answer that a later one overtakes is never taken
        asked, count = frozenset(self._uncounted), self.desk_actions.rail_counts
        self.ctx.read(lambda: count(asked), self._take_counts, key=("rail", id(self)), owner=self)

    def _take_counts(self, counts: dict[str, int]) -> None:
        kinds = frozenset(self._uncounted)
        self._uncounted.clear()
        for name, count in counts.items():
            self.rail.set_count(name, count)
        self._recount_alerts(kinds)

    def _recount_alerts(self, kinds: Set[str]) -> None:
        """Behind everything else that was asked for: the first time every project is judged."""
        if kinds & {*ALERT_KINDS}:
            count, show = partial(lit_count, self.ctx.desk), partial(self.rail.set_count, "alerts")
            self.ctx.read(count, show, key=("rail alerts", id(self)), owner=self.rail)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Where nothing else answers: copy the words under the pointer, and what the window's own keys do."""
        verbs = self._verbs() if self.sheets.top is None else ()
        show_menu(self, event, ground_menu(self.ctx, self, event, verbs))

    def _verbs(self) -> list[Verb]:
        store, tr, label = self.ctx.desk.store, self.ctx.tr, self.ctx.label
        undone, redone = store.undo_label(), store.redo_label()
        undo = tr("ui.undo.what", what=label(undone)) if undone else ""
        redo = tr("ui.redo.what", what=label(redone)) if redone else ""
        return [
            Verb("ui.ground.capture", lambda: self.ctx.capture_asked.emit(None), "pencil", "Ctrl+N"),
            Verb("ui.ground.new", self.new_record, "plus", "Ctrl+Shift+N"),
            Verb("ui.ground.find", self.find_in_page, "search", "Ctrl+F"),
            Verb("ui.undo", self.ctx.undo, "undo", "Ctrl+Z", undo),
            Verb("ui.redo", self.ctx.redo, "redo", "Ctrl+Y", redo),
            Verb("ui.sync.now", self.monitor.sync_now, "refresh-cw", "F5"),
            Verb("ui.ground.print", self._print, "printer", "Ctrl+P"),
        ]

    # ---- files dropped on the window
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.desk_actions.take_files(files))

    # ---- window
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window, or through the dialog over it, as one reads."""
        return next_stop(self.sheets.top or self, self.focusWidget(), forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        """Folded where the user wants it, and where text and window leave no room for words."""
        folded = self.ctx.preferences.choices.rail_collapsed
        self.rail.set_collapsed(folded or self.width() < self.ctx.theme.px(NARROW))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.ctx.closing.emit()
        self.closed.emit()
