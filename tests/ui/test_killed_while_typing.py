"""A desktop that is killed while somebody types: started again, it offers what was typed, whole."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fakes.desktops import Desktop, make_desktop
from ui.dialogs.capture_dialog import CaptureDialog
from ui.dialogs.record_dialog import RecordDialog
from ui.pages.today_page import TodayPage
from ui.theme.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
LINE = "今天 苏州 拜访 恒力电子 张总 谈二期3亿 要50亩 下周三回访"
VISIT = {
    "subject": "二期用地洽谈",
    "place": "苏州工业园区",
    "content": "对方关心用地和用电，约定下周再谈；样品已带回。",
}
COMPANY = {"name": "宝鸡钛业股份有限公司", "address": "宝鸡市高新大道 88 号"}


def typed_and_killed(folder: Path, where: str, *words: str) -> None:
    """A child types into its own desktop; once it has paused a moment it is killed (SIGKILL)."""
    command = [sys.executable, "-m", "tests.fakes.typing_desktop", str(folder), where, *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as child:
        assert child.stdout is not None and child.stderr is not None
        said = child.stdout.readline()
        child.kill()
        assert said == "kept\n", child.stderr.read()


@contextmanager
def started_again(bot: QtBot, theme: Theme, folder: Path) -> Iterator[tuple[Desktop, TodayPage]]:
    made = make_desktop(bot, theme, folder)
    desktop = next(made)
    try:
        page = desktop.page("today")
        assert isinstance(page, TodayPage)
        yield desktop, page
    finally:
        next(made, None)


def test_a_captured_line_is_offered_again(qtbot: QtBot, theme: Theme, profile_folder: Path) -> None:
    typed_and_killed(profile_folder, "capture", LINE)
    with started_again(qtbot, theme, profile_folder) as (desktop, page):
        visits = len(desktop.desk.store.ids("visit"))
        (offered,) = page.begun.rows
        assert LINE in offered.accessibleName()
        offered.setFocus()
        desktop.key(Qt.Key.Key_Return)
        dialog = desktop.window.sheets.top
        assert isinstance(dialog, CaptureDialog) and dialog.line.toPlainText() == LINE
        assert dialog.reading.capture.chips, "the line is not read again"
        desktop.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desktop.until(lambda: desktop.window.sheets.top is None)
        assert len(desktop.desk.store.ids("visit")) == visits + 1
        desktop.until(lambda: page.begun.rows == [])


@pytest.mark.parametrize(("kind", "values"), [("visit", VISIT), ("company", COMPANY)])
def test_a_form_is_offered_again(
    qtbot: QtBot, theme: Theme, profile_folder: Path, kind: str, values: dict[str, str]
) -> None:
    typed_and_killed(profile_folder, kind, *(f"{field}={text}" for field, text in values.items()))
    with started_again(qtbot, theme, profile_folder) as (desktop, page):
        (offered,) = page.begun.rows
        offered.setFocus()
        desktop.key(Qt.Key.Key_Return)
        dialog = desktop.window.sheets.top
        assert isinstance(dialog, RecordDialog) and dialog.kind == kind
        assert {field: dialog.form.bindings[field].given() for field in values} == values
