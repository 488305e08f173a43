"""What can be done with the rows of a list: the context menu, delete and restore, copy, export."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.model.pointing import MERGEABLE
from app.services.records import complete_step, delete_records, restore_records
from ui.components import demand_actions
from ui.components.record_menu import add_kind_lines
from ui.components.table_menu import add_copy_lines, tell_copied
from ui.components.target_actions import (
    CONTACTED_KEYS,
    LEAD_KEYS,
    make_leads,
    note_contact,
)
from ui.components.trip_adding import ADDABLE, TRIP_KEYS, trip_menu
from ui.context.context import Context
from ui.dialogs.cards_dialog import export_cards
from ui.dialogs.export_dialog import export_list
from ui.models.window_table import WindowTable
from ui.pages.list_editing import ListEditing
from ui.widgets.grid.grid import Grid
from ui.widgets.menu import Menu


class Listed(Protocol):
    """What the actions ask of the list page they belong to."""

    grid: Grid
    table: WindowTable
    editing: ListEditing

    @property
    def shows_deleted(self) -> bool:
        """Whether the list shows deleted records."""
        ...

    def choose_columns(self) -> QWidget:
        """Open the choice of columns."""
        ...


class ListActions:
    """Belongs to one list page: ``view`` its widget, ``page`` its parts, ``kind`` what it lists."""

    def __init__(self, ctx: Context, view: QWidget, page: Listed, kind: str) -> None:
        self._ctx, self._view, self._page, self._kind = ctx, view, page, kind

    def bind(self, grid: Grid) -> None:
        """Give the table its keys; elsewhere on the page they mean something else."""
        for keys, run in (
            ("Delete", self.delete),
            ("Return", self.enter),
            ("Enter", self.enter),
            ("Ctrl+E", self.change_chosen),
            (TRIP_KEYS, self.ask_trip),
        ):
            shortcut = QShortcut(QKeySequence(keys), grid, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        if self._kind == "target":
            for keys, act in (
                (CONTACTED_KEYS, note_contact),
                ("Ctrl+Enter", note_contact),
                (LEAD_KEYS, make_leads),
            ):
                shortcut = QShortcut(QKeySequence(keys), grid, context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(partial(self._with_targets, act))
        if self._kind == "demand":
            shortcut = QShortcut(QKeySequence(LEAD_KEYS), grid, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._with_targets, demand_actions.make_leads))

    # ---- acting
    def _with_targets(self, act: Callable[[Context, Sequence[str]], None]) -> None:
        """Do it with the ticked rows, or the current one."""
        ids = self._page.grid.target_ids()
        if ids and not self._page.shows_deleted:
            act(self._ctx, ids)

    def enter(self) -> None:
        """Enter: down among the cells, else open."""
        cells = self._page.grid.cells
        if cells.inside:
            cells.step(down=1)
        else:
            self.open_current()

    def open_current(self) -> None:
        if id := self._page.grid.current_id():
            self._ctx.record_asked.emit(self._kind, id)

    def change_chosen(self) -> None:
        """Change a field of the ticked rows."""
        self._page.editing.change_chosen()

    def ask_trip(self) -> None:
        """Ctrl+T: on which trip to visit the firms of the ticked rows, or of the current one."""
        grid, ids = self._page.grid, self._page.grid.target_ids()
        if self._kind in ADDABLE and ids and not self._page.shows_deleted:
            menu = trip_menu(self._ctx, self._view, self._kind, ids)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(grid.viewport().mapToGlobal(grid.visualRect(grid.currentIndex()).bottomLeft()))

    def delete(self) -> None:
        """Delete the ticked rows, or the current one; undo brings them back."""
        self._write("delete")

    def restore(self) -> None:
        """Bring deleted rows back."""
        self._write("restore")

    def _write(self, action: str) -> None:
        ctx, kind = self._ctx, self._kind
        ids = [(kind, id) for id in self._page.grid.target_ids()]
        if not ids or (action == "delete") == self._page.shows_deleted:
            return
        run = delete_records if action == "delete" else restore_records
        said = ctx.tr(f"ui.said.{action}", count=len(ids), kind=ctx.formats.kind(kind))
        self._page.table.choose_all(False)
        ctx.change(lambda: run(ctx.desk, ids), changes=lambda changes: changes, said=said)

    def complete(self, id: str) -> None:
        """Tick a next step off."""
        ctx = self._ctx
        said = ctx.tr("ui.said.step_done")
        ctx.change(lambda: complete_step(ctx.desk, id), changes=lambda changes: changes, said=said)

    def export(self) -> None:
        """Write the listed rows, or the ticked ones, to a file."""
        export_list(self._ctx, self._view, self._kind, self.chosen_or_listed())

    def chosen_or_listed(self) -> list[str]:
        """The ticked rows, or every listed one, in the order of the list."""
        page = self._page
        chosen = page.table.chosen()
        return [id for id in page.table.ids() if id in chosen] if chosen else list(page.table.ids())

    def export_cards(self) -> None:
        """Write the contacts to a phone book."""
        export_cards(self._ctx, self._view, self.chosen_or_listed())

    def fill(self) -> None:
        """Fill another office's form with them."""
        self._ctx.fill_asked.emit(self._kind, self.chosen_or_listed())

    def ask_export(self, anchor: QWidget) -> Menu:
        """The ways out of the list, under the button."""
        menu = Menu(self._ctx.theme, self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ways_out(menu)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
        return menu

    def _ways_out(self, menu: Menu) -> None:
        ctx = self._ctx
        menu.add(ctx.tr("ui.export.table"), self.export, icon="download")
        menu.add(ctx.tr("ui.fill.form"), self.fill, icon="file-text")
        if self._kind == "contact":
            menu.add(ctx.tr("ui.cards.export_line"), self.export_cards, icon="phone")

    def tell_copied(self, copied: int, wanted: int) -> None:
        tell_copied(self._ctx, copied, wanted)

    # ---- menus
    def open_menu(self, id: str, at: QPoint) -> None:
        """Right click on a row, or on the header or empty ground (no id)."""
        self.menu(id).popup(at)

    def open_menu_under(self, anchor: QWidget, id: str) -> None:
        self.menu(id).popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def menu(self, id: str) -> Menu:
        """The menu of a record, or of the list."""
        ctx, page = self._ctx, self._page
        menu = Menu(ctx.theme, self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if id:
            self._record_lines(menu, id)
            menu.addSeparator()
        add_copy_lines(ctx, menu, page.grid, id)
        menu.add(ctx.tr("ui.action.paste"), page.editing.paste, icon="clipboard-check", hint="Ctrl+V")
        self._ways_out(menu)
        menu.add(ctx.tr("ui.list.columns"), page.choose_columns, icon="columns")
        if self._kind in MERGEABLE:
            scan = partial(ctx.duplicates_asked.emit, self._kind, "")
            menu.add(ctx.tr("ui.duplicates.scan"), scan, icon="merge")
        return menu

    def _record_lines(self, menu: Menu, id: str) -> None:
        ctx, kind, page = self._ctx, self._kind, self._page
        menu.add(
            ctx.tr("ui.action.open"),
            lambda: ctx.record_asked.emit(kind, id),
            icon="chevron-right",
            hint=ctx.tr("ui.key.enter"),
        )
        row = ctx.desk.store.get(kind, id)
        if row is None:
            return
        if row.deleted:
            menu.add(ctx.tr("ui.action.restore"), self.restore, icon="rotate-ccw")
            return
        add_kind_lines(ctx, menu, row, self._acted_on(id), hint=TRIP_KEYS)
        if kind == "next_step" and row["done_on"] is None:
            menu.add(ctx.tr("ui.step.complete"), lambda: self.complete(id), icon="check")
        if kind in MERGEABLE:
            self._merge_line(menu)
        menu.add(ctx.tr("ui.action.edit_cell"), page.editing.edit_current, icon="pencil", hint="F2")
        menu.add(ctx.tr("ui.action.change_all"), page.editing.change_chosen, icon="layers", hint="Ctrl+E")
        menu.add(ctx.tr("ui.action.delete"), self.delete, icon="trash", hint="Del", danger=True)

    def _acted_on(self, id: str) -> list[str]:
        """The ticked rows where the record is one of them, else the record."""
        chosen = self._page.table.chosen()
        return [one for one in self._page.table.ids() if one in chosen] if id in chosen else [id]

    def _merge_line(self, menu: Menu) -> None:
        ctx, kind, page = self._ctx, self._kind, self._page
        chosen = [id for id in page.table.ids() if id in page.table.chosen()]
        menu.add(
            ctx.tr("ui.merge.two"),
            lambda: ctx.merge_asked.emit(kind, chosen[0], chosen[1]),
            icon="merge",
            enabled=len(chosen) == 2,
            why_not=ctx.tr("ui.merge.choose_two"),
        )
