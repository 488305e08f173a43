"""A button of the filter bar that narrows a list by what no field holds: grades, photos as proof."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt

from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.menu import Menu


class PickFilter(Button):
    """One of a few words, "" for everything. ``said``: the key of its text where a word is chosen."""

    def __init__(self, ctx: Context, everything: str, said: str, choose: Callable[[str], None]) -> None:
        super().__init__(ctx.theme, everything, ButtonKind.QUIET, small=True, menu_arrow=True)
        self._ctx, self._said, self._choose, self.wanted = ctx, said, choose, ""
        self.clicked.connect(self.open_menu)

    def choices(self) -> Mapping[str, str]:
        """The words and what they are called, everything first."""
        raise NotImplementedError

    def open_menu(self) -> Menu:
        """The choices under the button."""
        menu = Menu(self._ctx.theme, self)
        for word, name in self.choices().items():
            menu.add(name, partial(self.choose, word), icon="check" if word == self.wanted else "")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu

    def choose(self, word: str) -> None:
        """Show this alone, or with "" everything; a word that is none of the choices is everything."""
        names = self.choices()
        self.wanted = word if word in names else ""
        name = names[self.wanted]
        self.setText(self._ctx.tr(self._said, name=name) if self.wanted else name)
        self._choose(self.wanted)
