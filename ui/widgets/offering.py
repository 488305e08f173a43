"""Right click, Shift+F10 and the menu key: one way from each of them to the menu of what one is on."""

from collections.abc import Callable
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.menu import Menu

MENU_KEYS = ("Shift+F10", "Menu")
_DEEPEST = 40  # px below the top of a large widget at which the menu of the keyboard begins


@runtime_checkable
class Placed(Protocol):
    """What paints its rows itself and knows where the one is that the keyboard is on."""

    def menu_place(self) -> QRect:
        """The current row, in the widget's own coordinates."""
        ...


class Offering:
    """Stands before whatever else a widget is: a right click or the keyboard's way shows ``menu()``.

    The menu has this one definition; a “…” button beside it shows the same one by ``show_under``.
    """

    def menu(self) -> Menu | None:
        """What can be done with it, made anew; None: what is around it answers."""
        raise NotImplementedError

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        assert isinstance(self, QWidget)
        show_menu(self, event, self.menu())

    def offer_under(self, button: QWidget) -> None:
        """Show the menu below a button."""
        if (menu := self.menu()) is not None:
            show_under(button, menu)


class PaintedRows(Offering):
    """Stands before a widget that paints its rows itself: who knows what they are says what can be done.

    Subclasses tell which row the keyboard is on, and go to the one below the pointer.
    """

    menu_of: Callable[[str], Menu | None] | None = None
    """Makes the menu of the row with this key, "" where there is none."""

    def menu(self) -> Menu | None:
        """See ``Offering``: of the current row."""
        return self.menu_of(self.current_key()) if self.menu_of is not None else None

    def current_key(self) -> str:
        """Key of the current row."""
        raise NotImplementedError

    def point_at(self, spot: QPoint) -> None:
        """Make the row at a place of the widget the current one."""
        raise NotImplementedError

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.point_at(event.pos())
        super().contextMenuEvent(event)


class MenuKeys(QObject):
    """Belongs to one window, and to the dialogs that lie in it: the keys ask what the keyboard is on."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        for keys in MENU_KEYS:
            QShortcut(QKeySequence(keys), window).activated.connect(self.ask)

    def ask(self) -> None:
        """Show the menu of what the keyboard is on; some platforms ask a second time by themselves."""
        if QApplication.activePopupWidget() is None:
            found = cast(QWidget | None, self._window.focusWidget())
            ask_by_keyboard(found if found is not None else self._window)


def ask_by_keyboard(widget: QWidget) -> None:
    """What a platform sends for the menu key, at the place where the keyboard is."""
    at = menu_spot(widget)
    how = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(how, widget.mapFromGlobal(at), at))


def show_menu(widget: QWidget, event: QContextMenuEvent, menu: Menu | None) -> None:
    """Answer the event with a menu, or leave it to what is around; from the keyboard a line is marked."""
    if menu is None or menu.isEmpty():
        event.ignore()
        return
    event.accept()
    if event.reason() is not QContextMenuEvent.Reason.Keyboard:
        popup(menu, event.globalPos())
        return
    popup(menu, menu_spot(widget))
    if first := next((one for one in menu.actions() if one.isEnabled()), None):
        menu.setActiveAction(first)


def show_under(button: QWidget, menu: Menu) -> None:
    """Show a menu below a button."""
    popup(menu, button.mapToGlobal(QPoint(0, button.height())))


def popup(menu: Menu, at: QPoint) -> None:
    """Show a menu that goes once it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def menu_spot(widget: QWidget) -> QPoint:
    """Where the keyboard's menu begins on the screen: below the current row, the text cursor, the widget."""
    area, place = widget, widget.rect()
    if isinstance(widget, QAbstractItemView):
        area = widget.viewport()
        place = widget.visualRect(widget.currentIndex()) if widget.currentIndex().isValid() else area.rect()
    elif isinstance(widget, QLineEdit):
        place = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    elif isinstance(widget, QPlainTextEdit):
        area, place = widget.viewport(), widget.cursorRect()
    elif isinstance(widget, Placed):
        place = widget.menu_place()
    place = place & area.rect() if place.intersects(area.rect()) else area.rect()
    return area.mapToGlobal(QPoint(place.left(), place.top() + min(place.height(), _DEEPEST)))
