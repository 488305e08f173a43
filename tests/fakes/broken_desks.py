"""A desk whose store fails in a way that nobody expected, and what a form over it owes its user."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, cast

from app.services.desk import Desk
from app.store.store import Store
from tests.conftest import ExpectedLogs
from tests.fakes.desktops import Desktop
from ui.dialogs.bug_dialog import BugDialog
from ui.widgets.dialog import Dialog


class BrokenStore:
    """Reads as ``sound`` does, as pages go on doing meanwhile; whatever is written breaks."""

    def __init__(self, sound: Store) -> None:
        self._sound = sound

    def write(self, **_: object) -> NoReturn:
        raise ZeroDivisionError("write")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sound, name)


@contextmanager
def broken(desktop: Desktop) -> Iterator[None]:
    """Meanwhile every service that is asked to write meets what nobody expected."""
    ctx, sound = desktop.window.ctx, desktop.desk
    ctx.desk = Desk(cast(Store, BrokenStore(sound.store)), sound.actor)
    yield
    ctx.desk = sound


def accept_again_after_a_bug(desktop: Desktop, dialog: Dialog, logs: ExpectedLogs) -> None:
    """The form stays with what was typed while the report is shown, and the next try goes through."""
    desktop.until(dialog.accept_button.isEnabled)
    with broken(desktop):
        dialog.accept()
        desktop.until(lambda: isinstance(desktop.window.sheets.top, BugDialog))
        report = desktop.window.sheets.top
        assert isinstance(report, BugDialog) and "ZeroDivisionError" in report.report
        report.accept()
    logs.take("unexpected")
    desktop.until(lambda: desktop.window.sheets.top is dialog)
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is not dialog)  # closed, it is gone for good
