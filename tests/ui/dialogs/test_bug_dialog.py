"""The report of something unexpected: readable, copyable, and without anyone's data."""

import sys

from PySide6.QtWidgets import QApplication

from tests.conftest import ExpectedLogs
from tests.fakes.desktops import Desktop
from ui.dialogs.bug_dialog import BugDialog, report_of
from ui.starting import watch_for_bugs
from ui.widgets.button import Button


def raised(text: str) -> BaseException:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_the_report_says_where_and_never_what() -> None:
    report = report_of(raised("仇志远 13800138000"))
    assert "ValueError" in report and "test_bug_dialog.py" in report
    assert "仇志远" not in report and "13800138000" not in report


def test_the_report_can_be_copied(desktop: Desktop) -> None:
    dialog = BugDialog(desktop.theme, raised("x"))
    desktop.window.sheets.show(dialog)
    copy = next(one for one in dialog.findChildren(Button) if one.text() == "复制报告")
    desktop.click(copy)
    assert QApplication.clipboard().text() == dialog.report


def test_an_unexpected_error_in_a_job_is_reported_and_logged(
    desktop: Desktop, expected_logs: ExpectedLogs
) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    desktop.window.ctx.read(broken, lambda _result: None)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, BugDialog))
    expected_logs.take("unexpected")
    desktop.window.sheets.close_all()
    assert desktop.window.sheets.top is None


def test_an_error_nobody_caught_is_shown_over_the_window(
    desktop: Desktop, expected_logs: ExpectedLogs
) -> None:
    before = sys.excepthook
    try:
        watch_for_bugs(desktop.theme, lambda: desktop.window)
        error = raised("x")
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.excepthook = before
    assert isinstance(desktop.window.sheets.top, BugDialog)
    expected_logs.take("unexpected")
