"""What the window does on behalf of every page: new records, imports, counts.

Dialogs and what reads files are loaded by whoever first asks for them; quick capture is there at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from app.model.registry import KINDS
from app.services.clashes import open_cases
from app.services.drafts import Draft, drafts
from app.services.natives import NATIVE
from app.services.today import DUE_KINDS, today_at
from app.store.reading import Filter
from app.store.store import OutboxItem
from ui.components.capture_reader import CaptureReader
from ui.components.events import ICONS
from ui.components.pasted_files import pasted_picture
from ui.components.sheet import Sheets
from ui.components.trip_adding import plan_on
from ui.context.context import Context
from ui.dialogs.capture_dialog import CaptureDialog
from ui.pages.rail_lists import list_specs
from ui.widgets.menu import Menu

if TYPE_CHECKING:
    from app.services.ledger.reading import Ledger
    from ui.dialogs.correct_dialog import CorrectDialog
    from ui.dialogs.duplicates_dialog import DuplicatesDialog
    from ui.dialogs.fill_dialog import FillDialog
    from ui.dialogs.record_dialog import RecordDialog
    from ui.dialogs.run_dialog import RunDialog
    from ui.pages.approval_actions import ApprovalActions
    from ui.pages.list_page import ListPage
    from ui.pages.printing import Printing

MAKEABLE = ("visit", "project", "company", "contact", "next_step", "trip", "reception")
LEDGERS = (".xlsx", ".xls", ".ods", ".csv", ".tsv")
PHONE_BOOKS = (".vcf",)


class DeskActions(QObject):
    """Belongs to one window; ``sheets`` is asked for each time, because the window builds itself anew."""

    def __init__(self, ctx: Context, window: QMainWindow) -> None:
        super().__init__(window)
        self._ctx, self._window = ctx, window
        self._reader = CaptureReader(ctx)

    @property
    def _sheets(self) -> Sheets:
        sheets = getattr(self._window, "sheets", None)
        assert isinstance(sheets, Sheets)
        return sheets

    # ---- assessment and approval, paper
    @cached_property
    def approvals(self) -> "ApprovalActions":
        """The forms of assessment and approval."""
        from ui.pages.approval_actions import ApprovalActions

        return ApprovalActions(self._ctx, self._window, lambda: self._sheets)

    def approve(self, what: str, id: str) -> None:
        """Open the form of ``what`` for a record, or ask where its document goes."""
        self.approvals.act(what, id)

    @cached_property
    def printing(self) -> "Printing":
        """What is put on paper."""
        from ui.pages.printing import Printing

        return Printing(self._ctx, self._window)

    def brief(self, kind: str, id: str) -> None:
        """The one-page brief of a record."""
        self.printing.brief_of(kind, id)

    # ---- new records
    def new_record(self, kind: str, values: Mapping[str, Any]) -> "RecordDialog":
        """Open the form of a new record."""
        from ui.dialogs.record_dialog import RecordDialog

        dialog = RecordDialog(self._ctx, self._sheets, kind, values)
        self._sheets.show(dialog)
        return dialog

    def new_trip(self, companies: Sequence[str]) -> "RecordDialog":
        """Open the form of a trip; once it is saved, visits to ``companies`` are planned on it."""
        from ui.dialogs.record_dialog import RecordDialog

        ctx = self._ctx

        def made(id: str) -> None:
            trip = ctx.desk.store.get("trip", id)
            if trip is not None:
                plan_on(ctx, trip, companies)
                ctx.record_asked.emit("trip", id)

        dialog = RecordDialog(ctx, self._sheets, "trip", {}, on_made=made)
        self._sheets.show(dialog)
        return dialog

    def capture(self, draft: Draft | None = None) -> CaptureDialog:
        """Open quick capture where one left off, or begin another line in the one that is open."""
        top = self._sheets.top
        if isinstance(top, CaptureDialog):
            top.begin_another(draft)
            return top
        kept = draft or next(iter(drafts(self._ctx.desk)), None)
        dialog = CaptureDialog(self._ctx, self._reader, kept)
        self._window.raise_()
        self._window.activateWindow()
        self._sheets.show(dialog)
        dialog.line.setFocus()
        return dialog

    def ask_kind(self, anchor: QWidget) -> Menu:
        """A menu of what can be made, under the button."""
        ctx = self._ctx
        menu = Menu(ctx.theme, anchor)
        for kind in MAKEABLE:
            text = ctx.tr(f"ui.new.title.{kind}")
            menu.add(text, partial(self.new_record, kind, {}), icon=ICONS[kind])
        menu.addSeparator()
        menu.add(ctx.tr("ui.card_scan.line"), lambda: self.read_card(None), icon="image")
        menu.add(ctx.tr("ui.import.open"), lambda: self.import_file(None), icon="upload", hint="Ctrl+O")
        corner = QPoint(anchor.width() - menu.sizeHint().width(), anchor.height() + 4)
        menu.popup(anchor.mapToGlobal(corner))
        return menu

    def move_stage(self, id: str, stage: str) -> None:
        """Ask when and why, then move a project to another stage."""
        from ui.dialogs.stage_dialog import StageDialog

        row = self._ctx.desk.store.get("project", id)
        if row is not None:
            self._sheets.show(StageDialog(self._ctx, row, stage))

    def schedule(self, id: str) -> None:
        """倒排工期: choose a plan and its end."""
        from ui.dialogs.plan_dialog import PlanDialog

        self._sheets.show(PlanDialog(self._ctx, id))

    def count_as(self, project: str) -> None:
        """Say what a project is counted as."""
        from ui.dialogs.standards_dialog import StandardsDialog

        row = self._ctx.desk.store.get("project", project)
        if row is not None:
            self._sheets.show(StandardsDialog(self._ctx, row))

    def put_in_charge(self, id: str) -> None:
        """定包联领导: who, since when."""
        from ui.dialogs.leader_dialog import LeaderDialog

        self._sheets.show(LeaderDialog(self._ctx, id))

    def report_first(self, kind: str, id: str) -> None:
        """首报: ask for the evidence, then claim."""
        from ui.dialogs.claim_dialog import ClaimDialog

        self._sheets.show(ClaimDialog(self._ctx, kind, id))

    # ---- duplicates
    def merge(self, kind: str, keep: str, drop: str) -> None:
        """Put two records side by side."""
        from ui.dialogs.merge_dialog import MergeDialog, Prepared, prepare

        ctx = self._ctx

        def shown(prepared: Prepared) -> None:
            self._sheets.show(MergeDialog(ctx, prepared))

        ctx.read(lambda: prepare(ctx, kind, keep, drop), shown, owner=self)

    def show_duplicates(self, kind: str, id: str) -> "DuplicatesDialog":
        """What may be recorded twice, of a kind, or of one record."""
        from ui.dialogs.duplicates_dialog import DuplicatesDialog

        dialog = DuplicatesDialog(self._ctx, self._sheets, kind, id)
        self._sheets.show(dialog)
        return dialog

    # ---- sync
    def correct(self, item: OutboxItem, reason: str) -> "CorrectDialog | None":
        """Open the form of a record at what headquarters did not take."""
        from ui.dialogs.correct_dialog import CorrectDialog

        row = self._ctx.desk.store.get(item.operation.kind, item.operation.id)
        if row is None:
            return None
        dialog = CorrectDialog(self._ctx, item, row, reason)
        self._sheets.show(dialog)
        dialog.begin()
        return dialog

    def show_run(self, run: Mapping[str, Any], outcome: str) -> "RunDialog":
        """Show one run of the sync at length."""
        from ui.dialogs.run_dialog import RunDialog

        dialog = RunDialog(self._ctx, run, outcome)
        self._sheets.show(dialog)
        return dialog

    # ---- files
    def import_file(self, file: object) -> None:
        """Import a ledger or a phone book, asking which when none is given."""
        if isinstance(file, (str, Path)):
            self._import(Path(file))
            return
        dialog = QFileDialog(self._window, self._ctx.tr("ui.import.open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in (*LEDGERS, *PHONE_BOOKS))
        dialog.setNameFilter(f"{self._ctx.tr('ui.import.tables')} ({patterns})")
        dialog.fileSelected.connect(lambda name: self._import(Path(name)))
        dialog.open()

    def take_files(self, files: Sequence[str]) -> None:
        """Files were dropped: they go with the line or visit being written, or hang on the record one is at.

        Elsewhere a ledger is imported.
        """
        from app.services.card_reading import PICTURES
        from ui.dialogs.record_dialog import RecordDialog
        from ui.pages.detail_page import DetailPage

        top = self._sheets.top
        if isinstance(top, CaptureDialog) or (isinstance(top, RecordDialog) and top.kind == "visit"):
            top.take_files(files)
            return
        page = self._window.findChild(DetailPage)
        if page is not None and page.isVisible():
            page.attach([Path(file) for file in files])
            return
        listed = self._list_in_view()
        if listed is not None and listed.spec.kind == "contact" and files[0].lower().endswith(PICTURES):
            self.read_card(Path(files[0]))
            return
        ledgers = [file for file in files if file.lower().endswith((*LEDGERS, *PHONE_BOOKS))]
        if ledgers:
            self._import(Path(ledgers[0]), listed)
        else:
            self._ctx.say(self._ctx.tr("ui.import.not_a_table"))

    def _import(self, file: Path, listed: "ListPage | None" = None) -> None:
        from ui.dialogs.cards_dialog import CardsDialog
        from ui.dialogs.fill_dialog import FillDialog
        from ui.dialogs.import_dialog import ImportDialog

        if file.suffix.lower() in PHONE_BOOKS:
            self._sheets.show(CardsDialog(self._ctx, file))
            return
        if listed is None:
            self._sheets.show(ImportDialog(self._ctx, file))
            return
        if listed.spec.kind == "target":
            self.take_targets(file)
            return
        kind, ids = listed.spec.kind, listed.row_actions.chosen_or_listed()

        def form(path: Path, ledger: "Ledger") -> "FillDialog":
            return FillDialog(self._ctx, path, kind, ids, ledger)

        self._sheets.show(ImportDialog(self._ctx, file, form, kind))

    def read_card(self, file: object) -> None:
        """A contact from a business card: a picture's file, what is on the clipboard, or asking for one."""
        from app.services.card_reading import PICTURES, picture_of

        ctx = self._ctx
        if isinstance(file, Path):
            ctx.read(
                lambda: picture_of(file), lambda content: self._show_card(content, file.name), owner=self
            )
        elif (copied := pasted_picture(QGuiApplication.clipboard().mimeData())) is not None:
            self._show_card(copied, f"{ctx.formats.day(ctx.today())}.png")
        else:
            dialog = QFileDialog(self._window, ctx.tr("ui.card_scan.open"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            patterns = " ".join(f"*{suffix}" for suffix in PICTURES)
            dialog.setNameFilter(f"{ctx.tr('ui.card_scan.pictures')} ({patterns})")
            dialog.fileSelected.connect(lambda name: self.read_card(Path(name)))
            dialog.open()

    def _show_card(self, content: bytes, name: str) -> None:
        from ui.dialogs.card_dialog import CardDialog

        self._sheets.show(CardDialog(self._ctx, content, name))

    def take_targets(self, file: object) -> None:
        """A list of target enterprises: from a file, or to be pasted."""
        from ui.dialogs.targets_dialog import TargetsDialog

        self._sheets.show(TargetsDialog(self._ctx, file if isinstance(file, Path) else None))

    def ask_form(self, kind: str, ids: Sequence[str]) -> None:
        """Ask for another office's form, then fill it with these records."""
        dialog = QFileDialog(self._window, self._ctx.tr("ui.fill.open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{self._ctx.tr('ui.fill.forms')} (*.xlsx *.xlsm *.xls *.et)")
        dialog.fileSelected.connect(lambda name: self.fill_form(Path(name), kind, ids))
        dialog.open()

    def fill_form(self, file: Path, kind: str, ids: Sequence[str]) -> "FillDialog":
        """Fill another office's form with these records."""
        from ui.dialogs.fill_dialog import FillDialog

        dialog = FillDialog(self._ctx, file, kind, ids)
        self._sheets.show(dialog)
        return dialog

    def _list_in_view(self) -> "ListPage | None":
        from ui.pages.list_page import ListPage

        return next((page for page in self._window.findChildren(ListPage) if page.isVisible()), None)

    # ---- lists
    def rail_counts(self, kinds: Collection[str] | None = None) -> dict[str, int]:
        """How many records each list of the rail holds; on the database thread.

        ``kinds``: only the lists that a change to records of these kinds can have made longer or shorter.
        """
        desk, agenda = self._ctx.desk, self._ctx.desk.store.agenda
        of: dict[str, tuple[Collection[str], Callable[[], int]]] = {
            "clashes": (("clash", "conflict"), lambda: open_cases(desk)),
            "today": (DUE_KINDS, lambda: len(today_at(desk, whole_week=False).lines)),
            "contracts": (("contract",), lambda: agenda.how_many("contract")),
            "pursuit": (("target",), lambda: agenda.how_many("target")),
            "circles": (("contact",), lambda: agenda.how_many("contact", [NATIVE])),
            "approvals": (("approval",), lambda: agenda.how_many("approval", [Filter("outcome", "empty")])),
        }
        for spec in list_specs():
            filters = next(iter(spec.scopes.values())).filters
            of[spec.name] = (spec.kind,), partial(agenda.how_many, spec.kind, filters)
        changed = set(KINDS if kinds is None else kinds)
        with desk.looking():
            return {name: count() for name, (of_kinds, count) in of.items() if changed & {*of_kinds}}
