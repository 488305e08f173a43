"""Every dialog and every page of the desktop: pinyin is composed in each field, and each thing has a name."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.fakes.desktops import Desktop
from tests.ui.walks import compose, editors, nameless
from ui.desktop import demo_scenes
from ui.pages.start_window import StartWindow


def test_pinyin_composed_in_any_field_of_any_dialog_does_nothing_until_it_is_chosen(desktop: Desktop) -> None:
    window, walked = desktop.window, dict[str, int]()
    for name, show in demo_scenes(window):
        show()
        desktop.settle()
        top = window.sheets.top
        if top is None or window.findChildren(StartWindow):
            continue
        fields, before = editors(top), desktop.desk.store.content_hash()
        walked[type(top).__name__] = walked.get(type(top).__name__, 0) + len(fields)
        for number, editor in enumerate(fields):
            unchanged = compose(editor)
            where = f"{name}, field {number} of {len(fields)}"
            assert window.sheets.top is top, f"{where}: the dialog went or another came"
            assert unchanged, f"{where}: the text changed"
        desktop.settle()
        assert desktop.desk.store.content_hash() == before, name
    assert len(walked) >= 12 and sum(walked.values()) >= 100, walked


def test_whatever_the_keyboard_reaches_has_a_name(desktop: Desktop) -> None:
    window, silent = desktop.window, dict[str, list[str]]()
    for name in window.page_names():
        desktop.page(name)
        silent[name] = nameless(window)
    for kind in ("project", "visit", "company", "contact", "trip", "promise"):
        dialog = window.desk_actions.new_record(kind, {})
        desktop.settle()
        assert isinstance(dialog, QDialog)
        silent[f"form of {kind}"] = nameless(dialog)
        dialog.reject()
    assert {where: found for where, found in silent.items() if found} == {}


def test_a_form_that_is_closed_while_it_looks_something_up_leaves_no_trouble(desktop: Desktop) -> None:
    dialog = desktop.window.desk_actions.new_record("project", {})
    desktop.settle()
    field = dialog.form.bindings["investor_id"].editor
    field.setFocus()
    for text in ("青", "青岛"):
        field.set_raw(text)
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Down)  # asks the store
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desktop.settle()
    assert desktop.window.sheets.top is None
