"""The menu of a table: what its page does with a row, and copying, which every table can."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from ui.context.context import Context
from ui.models.window_table import WindowTable
from ui.widgets.grid.grid import Grid
from ui.widgets.menu import Menu
from ui.widgets.offering import popup

Verbs = Callable[[Menu, str], None]
"""Puts the lines of the page for the row of this id ("" on empty ground) at the top of a menu."""


class TableMenu:
    """Belongs to one table, shows itself when the table asks; ``verbs`` are the page's own."""

    def __init__(self, ctx: Context, grid: Grid, table: WindowTable) -> None:
        self._ctx, self._grid, self._table = ctx, grid, table
        self.verbs: Verbs | None = None
        grid.menu_asked.connect(self.show)
        grid.copied.connect(partial(tell_copied, ctx))

    def show(self, id: str, at: QPoint) -> None:
        """Show the menu of a row, or of the table, at a place on the screen."""
        popup(self.menu(id), at)

    def menu(self, id: str) -> Menu:
        """The menu of a row, or of the table."""
        menu = Menu(self._ctx.theme, self._grid)
        if self.verbs is not None:
            self.verbs(menu, id)
        if not menu.isEmpty():
            menu.addSeparator()
        add_copy_lines(self._ctx, menu, self._grid, id)
        menu.add(
            self._ctx.theme.words.tr("widgets.table.copy_all"),
            lambda: self._grid.copy(all_rows=True),
            icon="layers",
            enabled=self._table.rowCount() > 0,
            why_not=self._ctx.theme.words.tr("widgets.table.no_rows"),
        )
        return menu


def add_copy_lines(ctx: Context, menu: Menu, grid: Grid, id: str) -> None:
    """Copy the cell that the menu was asked for, and the rows."""
    if id:
        words = ctx.theme.words.tr("widgets.table.copy_cell")
        menu.add(words, lambda: copy_words(ctx, grid.cell_text()), icon="copy")
    menu.add(
        ctx.tr("ui.action.copy"),
        grid.copy,
        icon="columns",
        hint="Ctrl+C",
        enabled=bool(grid.target_ids()),
        why_not=ctx.theme.words.tr("widgets.table.no_rows"),
    )


def copy_words(ctx: Context, words: str) -> None:
    """Put words on the clipboard and say so."""
    QGuiApplication.clipboard().setText(words)
    shown = " ".join(words.split())
    ctx.say(ctx.tr("ui.said.copied_words", words=shown if len(shown) <= _SAID else f"{shown[:_SAID]}…"))


_SAID = 40  # characters of what was copied that a toast repeats


def tell_copied(ctx: Context, copied: int, wanted: int) -> None:
    """Say how many rows are on the clipboard, and that there were more."""
    key = "ui.said.copied" if copied >= wanted else "ui.said.copied_part"
    ctx.say(ctx.tr(key, count=copied, wanted=wanted))
