"""Windows for widgets to stand in."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.pictures import Form, Place
from ui.theme.theme import Theme
from ui.widgets.fields.editor import FieldEditor


@pytest.fixture
def host(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.setProperty("surface", "panel")
    QHBoxLayout(made)
    made.resize(900, 300)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def place(qtbot: QtBot, theme: Theme) -> Iterator[Place]:
    forms: list[Form] = []

    def put(editor: FieldEditor) -> Form:
        form = Form(editor)
        forms.append(form)
        qtbot.addWidget(form)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        editor.setFocus()
        return form

    yield put
