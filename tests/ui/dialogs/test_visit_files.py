"""Photos and files in the form of a visit, before it is saved: chosen, dropped, pasted, kept in the draft."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from tests.fakes.desktops import Desktop
from ui.components.record_form import DRAFT_AFTER_MS
from ui.dialogs.record_dialog import RecordDialog

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    file = tmp_path / "厂区大门.png"
    assert image.save(str(file))
    return file


def opened(desktop: Desktop) -> RecordDialog:
    dialog = desktop.window.desk_actions.new_record("visit", {})
    desktop.settle()
    return dialog


def saved(desktop: Desktop, dialog: RecordDialog) -> list[str]:
    """The names of the files that hang on the visit once the form is saved."""
    dialog.form.bindings["subject"].restore("看厂房")
    dialog.accept()
    desktop.until(lambda: desktop.window.sheets.top is None)
    visit = desktop.id("visit", "看厂房")
    rows = [row for row in desktop.desk.store.referring("visit", visit) if row.kind == "attachment"]
    return sorted(str(row["name"]) for row in rows)


def test_a_dropped_file_goes_with_the_visit_and_its_undo(desktop: Desktop, photo: Path) -> None:
    dialog = opened(desktop)
    before = len(desktop.desk.store.ids("attachment"))
    desktop.window.desk_actions.take_files([str(photo)])
    desktop.until(lambda: len(dialog.files.files) == 1)
    assert dialog.files.isVisible()
    assert len(desktop.desk.store.ids("attachment")) == before, "nothing is attached before it is saved"
    assert saved(desktop, dialog) == ["厂区大门.png"]
    desktop.window.ctx.undo()
    desktop.settle()
    assert len(desktop.desk.store.ids("attachment")) == before
    assert desktop.desk.store.ids("visit", find="看厂房") == []


def test_ctrl_shift_v_pastes_files_pictures_and_chats_wherever_the_keyboard_is(
    desktop: Desktop, photo: Path
) -> None:
    dialog = opened(desktop)
    clipboard = QGuiApplication.clipboard()
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(photo))])
    clipboard.setMimeData(files)
    dialog.form.bindings["subject"].editor.setFocus()
    desktop.key(Qt.Key.Key_V, CTRL_SHIFT)
    desktop.until(lambda: len(dialog.files.files) == 1)
    clipboard.setImage(QImage(str(photo)))
    desktop.key(Qt.Key.Key_V, CTRL_SHIFT)
    desktop.until(lambda: len(dialog.files.files) == 2)
    words = QMimeData()
    words.setText("对方下周三来看地")
    clipboard.setMimeData(words)
    desktop.key(Qt.Key.Key_V, CTRL_SHIFT)
    assert dialog.form.bindings["content"].editor.raw() == "对方下周三来看地"
    names = saved(desktop, dialog)
    assert len(names) == 2 and "厂区大门.png" in names and any(name.endswith(".png") for name in names)


def test_a_file_can_be_taken_off_again(desktop: Desktop, photo: Path) -> None:
    dialog = opened(desktop)
    dialog.take_files([str(photo)])
    desktop.until(lambda: len(dialog.files.files) == 1)
    dialog.files._drop(dialog.files.files[0])
    assert not dialog.files.isVisible() and saved(desktop, dialog) == []


def test_the_draft_brings_the_files_back(desktop: Desktop, photo: Path) -> None:
    dialog = opened(desktop)
    dialog.take_files([str(photo)])
    desktop.until(lambda: len(dialog.files.files) == 1)
    dialog.form.bindings["subject"].editor.setFocus()
    desktop.write("看厂房")
    desktop.bot.wait(DRAFT_AFTER_MS + 50)
    desktop.settle()
    dialog.reject()
    again = opened(desktop)
    assert [file["name"] for file in again.files.files] == ["厂区大门.png"] and again.files.isVisible()
    assert saved(desktop, again) == ["厂区大门.png"]
    assert opened(desktop).files.files == []


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(desktop: Desktop, photo: Path) -> None:
    dialog = opened(desktop)
    dialog.take_files([str(photo.parent / "没有.jpg"), str(photo)])
    desktop.until(lambda: len(dialog.files.files) == 1)
    assert "没有.jpg" in desktop.window.toast.text


def test_other_forms_take_no_files(desktop: Desktop, photo: Path) -> None:
    desktop.listed("companies")
    dialog = desktop.window.desk_actions.new_record("company", {})
    desktop.settle()
    assert not dialog.files.isVisible() and not hasattr(dialog, "attach_button")
    desktop.window.desk_actions.take_files([str(photo)])
    desktop.settle()
    assert dialog.files.files == []
