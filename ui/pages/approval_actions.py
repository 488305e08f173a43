"""What the window does about assessment and approval: its forms over the page one is on, its documents."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMainWindow

from app.model.approvals import GATES
from app.services.approvals import application
from app.services.meetings import candidates
from app.services.policy import pack_of
from app.services.reviews import review_items
from app.services.route_words import route_said
from ui.components.saving import ask_where
from ui.components.sheet import Sheets
from ui.context.context import Context, Said
from ui.dialogs.approval_dialog import ApprovalDialog
from ui.dialogs.approval_forms import ServiceDialog, step_dialog, verdict_dialog, withdraw_dialog
from ui.dialogs.meeting_dialogs import AgendaDialog, OutcomeDialog, meeting_dialog

_FILES = {"form": "approval", "minutes": "meeting"}


class ApprovalActions(QObject):
    """``sheets`` is asked for each time, because the window builds itself anew."""

    def __init__(self, ctx: Context, window: QMainWindow, sheets: Callable[[], Sheets]) -> None:
        super().__init__(window)
        self._ctx, self._window, self._sheets = ctx, window, sheets
        self._openers: dict[str, Callable[[str], QDialog | None]] = {
            "meeting": lambda _id: meeting_dialog(ctx),
            "file": self._file,
            "step": self._step,
            "withdraw": self._withdraw,
            "agenda": self._agenda,
            "outcome": self._outcome,
            "verdict": self._verdict,
            "service": self._service,
        }

    def act(self, what: str, id: str) -> None:
        """Open the form of ``what`` for a record, or ask where its document goes."""
        if what in _FILES:
            self.ask_where(what, id)
        elif (dialog := self._openers[what](id)) is not None:
            self._sheets().show(dialog)

    # ---- forms
    def _file(self, project: str) -> QDialog | None:
        row = self._ctx.desk.store.get("project", project)
        return ApprovalDialog(self._ctx, row) if row is not None else None

    def _step(self, approval: str) -> QDialog | None:
        row = self._ctx.desk.store.get("approval", approval)
        one = application(self._ctx.desk, row) if row is not None else None
        return step_dialog(self._ctx, one) if one is not None and one.standing.step else None

    def _withdraw(self, approval: str) -> QDialog | None:
        row = self._ctx.desk.store.get("approval", approval)
        return withdraw_dialog(self._ctx, application(self._ctx.desk, row)) if row is not None else None

    def _agenda(self, meeting: str) -> QDialog | None:
        row = self._ctx.desk.store.get("meeting", meeting)
        if row is None:
            return None
        return AgendaDialog(self._ctx, row, candidates(self._ctx.desk, row["body"] or "other"))

    def _outcome(self, item: str) -> QDialog | None:
        row = self._ctx.desk.store.get("agenda_item", item)
        return OutcomeDialog(self._ctx, row) if row is not None else None

    def _verdict(self, named: str) -> QDialog | None:
        """``named``: the project's id and the item's word."""
        id, _, item = named.partition(" ")
        row = self._ctx.desk.store.get("project", id)
        if row is None:
            return None
        gates = (review_items(self._ctx.desk, row, gate) for gate in GATES)
        asked = next((one for items in gates for one in items if one.item == item), None)
        return verdict_dialog(self._ctx, row, asked) if asked is not None else None

    def _service(self, project: str) -> QDialog | None:
        row = self._ctx.desk.store.get("project", project)
        return ServiceDialog(self._ctx, row) if row is not None else None

    # ---- documents
    def ask_where(self, what: str, id: str) -> None:
        """Ask for a file name, then write the document there."""
        ctx, row = self._ctx, self._ctx.desk.store.get(_FILES[what], id)
        if row is None:
            return
        name = ctx.tr(f"ui.document.{what}.name", name=ctx.formats.title(row))
        filters = (f"{ctx.tr('ui.document.word')} (*.docx)",)
        ask_where(self._window, ctx.tr(f"ui.document.{what}"), name, partial(self.write, what, id), filters)

    def write(self, what: str, id: str, target: Path) -> None:
        """Write the document on the database thread; the toast offers to open it."""
        from app.reports.approval_form import write_approval_form
        from app.reports.minutes import write_minutes

        ctx, words, store = self._ctx, self._ctx.words, self._ctx.desk.store

        def work() -> None:
            if what == "minutes":
                write_minutes(store, id, target, words)
            elif (row := store.get("approval", id)) is not None:
                route = route_said(row.values, words, pack_of(ctx.desk))
                write_approval_form(store, id, route, target, words)

        ctx.read(
            work,
            lambda _none: ctx.said.emit(
                Said(
                    ctx.tr("ui.said.document", name=target.name),
                    link=ctx.tr("ui.document.open"),
                    act=lambda: _open(target),
                )
            ),
            owner=self,
        )


def _open(target: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
