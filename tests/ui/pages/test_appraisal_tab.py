"""服务测评 on the page of 考核: pasted, shown, published, printed; officers read what was published."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.services.scores.appraised import marks_of, round_of
from app.store.work import ROLE
from tests.fakes.desktops import Desktop, make_desktop
from tests.ui.pages.test_score_tabs import opened, shown
from ui.dialogs.appraisal_dialogs import MarksDialog, MarksPasteDialog
from ui.pages.appraisal_tab import AppraisalTab
from ui.theme.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
HALF = date(2026, 7, 1)
UNITS = [f"单位{at}" for at in range(10)]
SHEET = "\n".join(
    [
        "\t".join(["企业", *UNITS]),
        *("\t".join([firm, *(str(90 - at) for at in range(10))]) for firm in "甲乙丙"),
    ]
)


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, profile_folder: Path) -> Iterator[Desktop]:
    yield from make_desktop(qtbot, theme, profile_folder)


def pasted(desktop: Desktop) -> AppraisalTab:
    tab = opened(desktop, "appraisal")
    assert isinstance(tab, AppraisalTab)
    QGuiApplication.clipboard().setText(SHEET)
    tab.paste()
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, MarksPasteDialog) and "将记下 30 项" in dialog.summary.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: len(tab.rows) == 10)
    return tab


def test_pasted_ranked_and_published(desktop: Desktop, tmp_path: Path) -> None:
    tab = pasted(desktop)
    assert [shown(tab, unit, "rank") for unit in UNITS] == [str(at) for at in range(1, 11)]
    assert shown(tab, "单位0", "part") == "通报表扬" and shown(tab, "单位9", "follows") == "通报批评"
    assert shown(tab, "单位9", "missing") == "超过 84.00 分退出后几名，差 3.00"
    note = tab.note_of(tab.rows["单位9"])
    assert "3 份测评表，平均 81.00 分" in note and "滁州市政府招商工作意见 §5.5" in note
    assert tab.state.text() == "还没有发布" and tab.which.text() == "2026年下半年"
    tab.publish()
    desktop.until(lambda: "已发布" in tab.state.text())
    assert round_of(desktop.desk, HALF).published is not None
    assert desktop.window.toast.text == "已发布 2026年下半年服务测评通报"
    tab.write_notice(tmp_path / "通报.docx")
    desktop.until((tmp_path / "通报.docx").exists)
    desktop.settle()
    assert len(Document(str(tmp_path / "通报.docx")).tables[0].rows) == 11
    desktop.window.ctx.undo()
    desktop.until(lambda: tab.state.text() == "还没有发布")


def test_a_questionnaire_is_corrected_where_it_is(desktop: Desktop) -> None:
    tab = pasted(desktop)
    dialog = tab.edit("单位9")
    assert isinstance(dialog, MarksDialog) and len(dialog.marks) == 3
    dialog.go_to(dialog.marks[0].id)
    desktop.settle()
    assert desktop.window.page.kind == "appraisal_mark"  # type: ignore[attr-defined]


def test_a_half_year_before_and_a_file(desktop: Desktop, tmp_path: Path) -> None:
    tab = pasted(desktop)
    tab.step(-1)
    desktop.until(lambda: not tab.rows)
    assert tab.which.text() == "2026年上半年"
    file = tmp_path / "测评.csv"
    file.write_text("单位,满意,不满意\n税务局,9,1\n", encoding="utf-8")
    tab.read_file(file)
    desktop.until(lambda: isinstance(desktop.window.sheets.top, MarksPasteDialog))
    dialog = desktop.window.sheets.top
    assert isinstance(dialog, MarksPasteDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    desktop.until(lambda: "税务局" in tab.rows)
    assert len(marks_of(desktop.desk, date(2026, 1, 1))) == 2
    QGuiApplication.clipboard().setText("")
    assert tab.paste() is None and "剪贴板上没有内容" in desktop.window.toast.text


def test_an_officer_reads_what_was_published(desktop: Desktop) -> None:
    tab = pasted(desktop)
    tab.publish()
    desktop.until(lambda: "已发布" in tab.state.text())
    with desktop.desk.store.replica() as replica:
        replica.set(ROLE, "officer")
    tab.refresh()
    desktop.settle()
    assert len(tab.rows) == 10 and tab.publish_button.isHidden()
    assert tab.edit("单位9") is None and tab.paste() is None
    tab.step(-1)
    desktop.until(lambda: not tab.rows)
