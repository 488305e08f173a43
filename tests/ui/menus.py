"""Menus as their user meets them: asked for by the right button or the keyboard, read, chosen from."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.widgets.menu import Menu


def open_menu() -> Menu | None:
    """The menu on the screen."""
    found = QApplication.activePopupWidget()
    return found if isinstance(found, Menu) else None


def close_menu() -> None:
    """Leave the menu that is open, if any."""
    if (menu := open_menu()) is not None:
        menu.close()


def _ready(widget: QWidget) -> None:
    """No menu open and the window active, which it is not after a menu where there is no window manager."""
    close_menu()
    if QApplication.activeWindow() is None:
        widget.window().activateWindow()
        assert QTest.qWaitForWindowActive(widget.window())


def right_click(widget: QWidget, spot: QPoint | None = None) -> Menu:
    """The menu that the right button shows on a widget."""
    _ready(widget)
    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    at = spot or target.rect().center()
    how = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(target, QContextMenuEvent(how, at, target.mapToGlobal(at)))
    return _shown(f"a right click on {type(widget).__name__}")


def menu_key(widget: QWidget, key: Qt.Key = Qt.Key.Key_Menu) -> Menu:
    """The menu that the menu key (or with F10 Shift+F10) shows where the keyboard is."""
    _ready(widget)
    widget.setFocus()
    held = Qt.KeyboardModifier.ShiftModifier if key is Qt.Key.Key_F10 else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or widget, key, held)
    return _shown(f"the menu key on {type(widget).__name__}")


def texts(menu: Menu) -> list[str]:
    """Its lines without what stands at their right."""
    return [one.text().split("\t")[0] for one in menu.actions() if not one.isSeparator()]


def line(menu: Menu, text: str) -> QAction:
    """One line of it."""
    found = [one for one in menu.actions() if one.text().split("\t")[0] == text]
    assert found, f"no “{text}” among {texts(menu)}"
    return found[0]


def choose(menu: Menu, text: str) -> None:
    """Take a line by Enter: the menu goes first, then its line acts."""
    action = line(menu, text)
    assert action.isEnabled(), f"“{text}” cannot be chosen: {action.toolTip()}"
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def unexplained(menu: Menu) -> list[str]:
    """Lines that cannot be chosen and do not say why."""
    shut = [one for one in menu.actions() if not one.isEnabled() and not one.isSeparator()]
    # Without a tooltip of its own an action answers its text.
    return [one.text() for one in shut if one.toolTip() in ("", one.text(), one.text().split("\t")[0])]


def _shown(how: str) -> Menu:
    menu = open_menu()
    assert menu is not None, f"{how} shows no menu"
    return menu
