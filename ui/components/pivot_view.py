"""透视: a list by two of its fields; every figure opens the records behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.field import Type
from app.model.registry import KINDS
from app.services.pivots import Among, Layout, Pivot, axis_fields, filters_of, layout_of, measures, pivot_of
from app.store.lists import Asked
from app.store.pivoting import MONTH, PERIODS
from ui.components.page import Surface
from ui.components.pivot_table import PivotTable, Place
from ui.components.pivot_words import PivotWords
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind, IconButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu import Menu


class PivotView(Surface):
    """Shows the list it is told of (``ask``) by what is chosen above the table."""

    rows_asked = Signal(list)
    """The filters that leave the records behind a figure."""
    chosen = Signal()
    """The layout was chosen anew."""

    def __init__(self, ctx: Context, kind: str) -> None:
        super().__init__(ctx)
        self._ctx, self._kind = ctx, kind
        self.words, self.layout_chosen = PivotWords(ctx, kind), layout_of(kind)
        self._listed: tuple[Asked, str, Among | None] | None = None
        self.table = PivotTable(ctx, self.words)
        self.table.opened.connect(self._open)
        self.table.room_changed.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.table, 1)
        self._name()

    def _bar(self) -> QWidget:
        ctx, px, bar = self._ctx, self._ctx.theme.px, QWidget()
        row = FlowLayout(bar, gap=px(8))  # a second line rather than a window that cannot be made smaller
        row.setContentsMargins(px(20), 0, px(20), px(6))
        self.rows_button, self.rows_by = (
            self._drop(self.ask_rows),
            self._drop(partial(self._ask_period, True)),
        )
        self.columns_button = self._drop(self.ask_columns)
        self.columns_by = self._drop(partial(self._ask_period, False))
        self.measure_button = self._drop(self.ask_measure)
        self.turn_button = IconButton(ctx.theme, "arrow-left-right", ctx.tr("ui.pivot.turn"))
        self.turn_button.clicked.connect(self.turn)
        self.copy_button = Button(
            ctx.theme, ctx.tr("ui.pivot.copy"), ButtonKind.QUIET, icon="copy", small=True
        )
        self.copy_button.clicked.connect(self.table.copy_all)
        first = (self.rows_button, self.rows_by, self.turn_button, self.columns_button, self.columns_by)
        for widget in (*first, self.measure_button, self.copy_button):
            row.addWidget(widget)
        self.measure_button.setVisible(len(measures(self._kind)) > 1)
        return bar

    def _drop(self, run: Callable[[], object]) -> Button:
        button = Button(self._ctx.theme, "", ButtonKind.QUIET, small=True, menu_arrow=True)
        button.clicked.connect(lambda _checked=False: run())
        return button

    # ---- what it is about
    def ask(self, listed: Asked, find: str, among: Among | None = None) -> None:
        """Show this list, as it is now (see ``pivot_of``)."""
        self._listed = listed, find, among
        self._ask()

    def _ask(self) -> None:
        if self._listed is None or not self.isVisible():
            return
        (listed, find, among), ctx, layout, room = (
            self._listed,
            self._ctx,
            self.layout_chosen,
            self.table.room(self.layout_chosen),
        )
        ctx.read(
            lambda: pivot_of(ctx.desk, listed, find, layout, room, among),
            self._take,
            key=("pivot", id(self)),
            owner=self,
        )

    def _take(self, pivot: Pivot) -> None:
        self.table.show_pivot(pivot)

    def set_unit(self) -> None:
        """The unit of amounts was changed."""
        self._name()
        if (pivot := self.table.figures.pivot) is not None:
            self.table.show_pivot(pivot)

    # ---- layout
    def choose(self, layout: Layout) -> None:
        """Lay the list out otherwise."""
        if layout != self.layout_chosen:
            self.layout_chosen = layout
            self._name()
            self._ask()
            self.chosen.emit()

    def take(self, said: str) -> None:
        """As a saved view says."""
        self.choose(layout_of(self._kind, said))

    def turn(self) -> None:
        """Rows become columns."""
        layout = self.layout_chosen
        if layout.columns is not None:
            self.choose(Layout(layout.columns, layout.rows, layout.measure))

    def ask_rows(self) -> Menu:
        """The fields the lines can be by."""
        layout = self.layout_chosen
        return self._menu(
            self.rows_button, [(name, partial(self._set_rows, name)) for name in self._fields(layout.columns)]
        )

    def ask_columns(self) -> Menu:
        """The fields the columns can be by, or none."""
        names = self._fields(self.layout_chosen.rows)
        return self._menu(
            self.columns_button,
            [("", partial(self._set_columns, "")), *((n, partial(self._set_columns, n)) for n in names)],
        )

    def ask_measure(self) -> Menu:
        """What can be added up."""
        menu, layout = Menu(self._ctx.theme, self.measure_button), self.layout_chosen
        for name in measures(self._kind):
            chosen = Layout(layout.rows, layout.columns, name)
            menu.add(
                self.words.measure(name), partial(self.choose, chosen), icon=_ticked(name == layout.measure)
            )
        return _under(menu, self.measure_button)

    def _ask_period(self, rows: bool) -> Menu:
        layout = self.layout_chosen
        button, axis = (self.rows_by, layout.rows) if rows else (self.columns_by, layout.columns)
        assert axis is not None
        menu = Menu(self._ctx.theme, button)
        for by in PERIODS:
            other = axis[0], by
            chosen = (
                Layout(other, layout.columns, layout.measure)
                if rows
                else Layout(layout.rows, other, layout.measure)
            )
            menu.add(self.words.period(by), partial(self.choose, chosen), icon=_ticked(by == axis[1]))
        return _under(menu, button)

    def _menu(self, button: Button, lines: Sequence[tuple[str, Callable[[], None]]]) -> Menu:
        menu, layout = Menu(self._ctx.theme, button), self.layout_chosen
        taken = layout.rows[0] if button is self.rows_button else layout.columns[0] if layout.columns else ""
        for name, run in lines:
            text = self.words.label(name) if name else self._ctx.tr("ui.pivot.no_columns")
            menu.add(text, run, icon=_ticked(name == taken))
        return _under(menu, button)

    def _fields(self, other: tuple[str, str] | None) -> list[str]:
        return [field.name for field in axis_fields(self._kind) if other is None or field.name != other[0]]

    def _set_rows(self, name: str) -> None:
        layout = self.layout_chosen
        self.choose(Layout(self._axis(name), layout.columns, layout.measure))

    def _set_columns(self, name: str) -> None:
        layout = self.layout_chosen
        self.choose(Layout(layout.rows, self._axis(name) if name else None, layout.measure))

    def _axis(self, name: str) -> tuple[str, str]:
        return name, MONTH if KINDS[self._kind].fields[name].type is Type.DATE else ""

    def _name(self) -> None:
        layout, tr, words = self.layout_chosen, self._ctx.tr, self.words
        columns = words.label(layout.columns[0]) if layout.columns else tr("ui.pivot.no_columns")
        self.rows_button.setText(tr("ui.pivot.rows", field=words.label(layout.rows[0])))
        self.columns_button.setText(tr("ui.pivot.columns", field=columns))
        self.measure_button.setText(tr("ui.pivot.figure", measure=words.measure(layout.measure)))
        for button, axis in ((self.rows_by, layout.rows), (self.columns_by, layout.columns)):
            by = axis[1] if axis else ""
            button.setVisible(bool(by))
            button.setText(words.period(by) if by else "")
        self.turn_button.setEnabled(layout.columns is not None)

    # ---- opening
    def _open(self, place: Place) -> None:
        pivot = self.table.figures.pivot
        if pivot is not None:
            rows = filters_of(self._kind, pivot.rows, place.line.values) if place.line else ()
            columns = filters_of(self._kind, pivot.columns, place.column) if place.column else ()
            self.rows_asked.emit([*rows, *columns])


def _ticked(chosen: bool) -> str:
    return "check" if chosen else ""


def _under(menu: Menu, button: Button) -> Menu:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
    return menu
