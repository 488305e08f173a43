"""States of assessment and approval worth a picture."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from app.services.approvals import open_approvals
from app.store.reading import Filter
from ui.components.landing_card import LandingCard
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


def _landing(window: MainWindow) -> QWidget:
    """The lead with the largest investment, at the card that proposes where it should land."""
    leads = [Filter("stage", "in", ("lead", "negotiating")), Filter("investment", "filled")]
    ids = window.ctx.desk.store.ids("project", filters=leads, sort=(("investment", True),))
    if not ids:
        return window
    page = window.open_record("project", ids[0])
    page.show_tab("overview")

    def reach() -> None:
        for card in page.findChildren(LandingCard):
            for area in page.findChildren(QScrollArea):
                if area.isAncestorOf(card):
                    area.ensureWidgetVisible(card)

    # Behind what the page itself has asked for.
    window.ctx.read(lambda: None, lambda _none: QTimer.singleShot(100, page, reach), owner=page)
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
    ("lead-landing", _landing),
    ("approval-file", _form("file", "project")),
    ("approval-step", _form("step", "approval", _OPEN)),
    ("approval-verdict", _form("verdict", "project")),
    ("approval-service", _form("service", "project")),
    ("meeting-agenda", _form("agenda", "meeting")),
    ("meeting-outcome", _form("outcome", "agenda_item", _OPEN)),
)
