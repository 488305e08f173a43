"""Asking where a file goes: the name that is proposed, the ending, and whether a file may be replaced."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.components.saving import ask_where


@pytest.fixture
def parent(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> QWidget:
    monkeypatch.chdir(tmp_path)
    made = QWidget()
    qtbot.addWidget(made)
    return made


def asked(parent: QWidget) -> QFileDialog:
    (dialog,) = parent.findChildren(QFileDialog)
    return dialog


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("落地审批表 储能项目.docx", "落地审批表 储能项目.docx"),
        ("落地审批表 甲/乙 项目.docx", "落地审批表 甲_乙 项目.docx"),
        ("纪要 a\\b?.docx", "纪要 a_b_.docx"),
    ],
)
def test_the_name_proposed_is_one_a_file_may_have(parent: QWidget, name: str, proposed: str) -> None:
    chosen: list[Path] = []
    ask_where(parent, "导出", name, chosen.append, ("Word (*.docx)",))
    dialog = asked(parent)
    assert [Path(one).name for one in dialog.selectedFiles()] == [proposed]
    assert dialog.defaultSuffix() == "docx"
    dialog.fileSelected.emit("/somewhere/else.docx")
    assert chosen == [Path("/somewhere/else.docx")]


@pytest.mark.parametrize("replaces", [True, False])
def test_it_asks_before_a_file_is_replaced_where_it_would_be(parent: QWidget, replaces: bool) -> None:
    ask_where(parent, "导出", "表.xlsx", lambda _path: None, replaces=replaces)
    assert asked(parent).testOption(QFileDialog.Option.DontConfirmOverwrite) is not replaces
