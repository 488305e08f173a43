"""The menu where nothing else offers one: copy the words under the pointer, and what the window does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.components.table_menu import copy_words
from ui.context.context import Context
from ui.widgets.menu import Menu


@dataclass(frozen=True, slots=True)
class Verb:
    """What a key of the window does; ``key`` of its words, unless ``said`` says what it is done to."""

    key: str
    run: Callable[[], object]
    icon: str
    hint: str
    said: str = ""


class GroundMenu(Menu):
    """Known by its class: whoever looks for things without a menu of their own looks for it."""


def ground_menu(ctx: Context, window: QWidget, event: QContextMenuEvent, verbs: Sequence[Verb]) -> GroundMenu:
    """Of the place in ``window`` that the event names."""
    menu = GroundMenu(ctx.theme, window)
    if words := words_at(window, event):
        menu.add(ctx.tr("ui.ground.copy"), lambda: copy_words(ctx, words), icon="copy")
        menu.addSeparator()
    for verb in verbs:
        menu.add(verb.said or ctx.tr(verb.key), verb.run, icon=verb.icon, hint=verb.hint)
    return menu


def words_at(window: QWidget, event: QContextMenuEvent) -> str:
    """What is selected in the label there, else all of its words; those of a button; "" on bare ground."""
    by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
    found = window.focusWidget() if by_keyboard else window.childAt(event.pos())
    if isinstance(found, QLabel):
        return found.selectedText() or found.text()
    return found.text() if isinstance(found, QAbstractButton) else ""
