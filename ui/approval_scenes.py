"""States of assessment and approval worth a picture."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.services.approvals import open_approvals
from app.store.reading import Filter
from ui.dialogs.meeting_dialogs import OutcomeDialog
from ui.main_window import MainWindow
from ui.pages.approvals_page import MEETINGS, SERVICES

ApprovalScene = Callable[[MainWindow], QWidget]


def _meetings(window: MainWindow) -> QWidget:
    window.open_page("approvals", MEETINGS)
    return window


def _services(window: MainWindow) -> QWidget:
    window.open_page("approvals", SERVICES)
    return window


def _project(window: MainWindow) -> QWidget:
    """The project with an application, else any."""
    window.open_record("project", _project_id(window)).show_tab("approval")
    return window


def _form(what: str, kind: str, *filters: Filter) -> ApprovalScene:
    """The form of ``what`` for the first record of a kind; the page as it is where there is none."""

    def show(window: MainWindow) -> QWidget:
        window.open_page("approvals")
        ids = [_project_id(window)] if kind == "project" else window.ctx.desk.store.ids(kind, filters=filters)
        for id in ids[:1]:
            window.desk_actions.approve(what, f"{id} intensity" if what == "verdict" else id)
            if isinstance(window.sheets.top, OutcomeDialog):
                window.sheets.top.add_assignment()
        return window

    return show


def _project_id(window: MainWindow) -> str:
    desk = window.ctx.desk
    waiting = [one.row["project_id"] for one in open_approvals(desk)]
    return str((waiting or desk.store.ids("project"))[0])


_OPEN = Filter("outcome", "empty")

APPROVAL_SCENES: tuple[tuple[str, ApprovalScene], ...] = (
    ("approvals-meetings", _meetings),
    ("approvals-services", _services),
    ("project-approval", _project),
    ("approval-file", _form("file", "project")),
    ("approval-step", _form("step", "approval", _OPEN)),
    ("approval-verdict", _form("verdict", "project")),
    ("approval-service", _form("service", "project")),
    ("meeting-agenda", _form("agenda", "meeting")),
    ("meeting-outcome", _form("outcome", "agenda_item", _OPEN)),
)
