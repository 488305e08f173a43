"""The line under a list's title: filters in force, a way to add one, and find-in-list.

Chips that there is no room for beside the rest have lines of their own below it.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.field import Field
from app.model.registry import KINDS
from app.store.reading import Filter
from ui.components.filter_popup import FILTERABLE, FilterPopup, filter_words
from ui.components.page import Surface
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Icon
from ui.widgets.chips import FilterChip
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.line_edit import LineEdit
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest


class FilterBar(Surface):
    """The view and the chips at the left, “add filter” behind them, the find line at the right."""

    changed = Signal()
    """Another set of filters or other words to find."""

    def __init__(self, ctx: Context, kind: str) -> None:
        super().__init__(ctx)
        self._kind = KINDS[kind]
        self._filters: list[Filter] = []
        px = ctx.theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(2), px(20), px(6))
        self._column.setSpacing(px(6))
        first = QWidget()
        self._column.addWidget(first)
        row = self._row = QHBoxLayout(first)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self._head = QHBoxLayout()
        nest(row, self._head)
        self.chips = QWidget()
        self._flow = FlowLayout(self.chips, gap=px(8))
        row.addWidget(self.chips)
        self.add_button = Button(
            ctx.theme, ctx.tr("ui.filter.add"), ButtonKind.QUIET, icon="filter", small=True
        )
        self.add_button.clicked.connect(self.open_menu)
        row.addWidget(self.add_button)
        row.addStretch(1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(px(8))
        nest(row, self._tools)
        self.find_line = self._make_find_line()
        row.addWidget(self.find_line)
        self.setMinimumHeight(px(40))

    @property
    def filters(self) -> tuple[Filter, ...]:
        return tuple(self._filters)

    @property
    def words(self) -> str:
        return self.find_line.text().strip()

    def set_filters(self, filters: Sequence[Filter]) -> None:
        """Put these in force."""
        self._filters = list(filters)
        self._show_chips()
        self.changed.emit()

    def add_head(self, head: QWidget) -> None:
        """Put a control in front of the chips."""
        self._head.addWidget(head)

    def show_state(self, words: str, filters: Sequence[Filter]) -> None:
        """Put words and filters in force together."""
        self.find_line.setText(words)
        self.set_filters(filters)

    def add_tool(self, tool: QWidget) -> None:
        """Put a control in front of the find line."""
        self._tools.addWidget(tool)

    def come_to_find(self) -> None:
        """Ctrl+F."""
        self.find_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_line.selectAll()

    def open_menu(self) -> Menu:
        """The fields one can filter by."""
        menu = Menu(self._ctx.theme, self)
        for field in self._fields():
            menu.add(self._ctx.formats.label(field), partial(self.edit, field, self.add_button))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height() + 4)))
        return menu

    def edit(self, field: Field, anchor: QWidget) -> FilterPopup:
        """Drop down the editor of one field's filter."""
        current = [one for one in self._filters if one.field == field.name]
        popup = FilterPopup(self._ctx, field, current, self)
        popup.applied.connect(lambda filters: self._replace(field.name, filters))
        popup.open_under(anchor)
        return popup

    def show_again(self) -> None:
        """Write the chips anew: the unit or the language changed."""
        self._show_chips()

    # ---- parts
    def _make_find_line(self) -> LineEdit:
        example = self._ctx.tr("ui.list.find")
        line = LineEdit(self._ctx.theme)
        line.setPlaceholderText(f"{example}  Ctrl+F")
        line.setAccessibleName(example)
        line.set_leading(Icon(self._ctx.theme, "search", "text.3", 14))
        line.setFixedWidth(self._ctx.theme.px(220))
        line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line.setClearButtonEnabled(False)
        line.textEdited.connect(lambda _text: self.changed.emit())
        line.on_key = self._find_key
        return line

    def _find_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.find_line.text():
            self.find_line.clear()
            self.changed.emit()
            return True
        return False

    def _fields(self) -> list[Field]:
        listed = {field.name: field for field in self._kind.list_fields}
        listed |= {field.name: field for field in self._kind.form_fields}
        return [field for field in listed.values() if field.type in FILTERABLE]

    def _replace(self, name: str, filters: Sequence[Filter]) -> None:
        self.set_filters([*(one for one in self._filters if one.field != name), *filters])

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in self._filters:
            self._flow.addWidget(self._chip(one))
        self.chips.setVisible(bool(self._filters))
        self._place_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chips()

    def _place_chips(self) -> None:
        """The chips between the view and “add filter”, or below where they would be cut."""
        margins, wide = self._column.contentsMargins(), self._flow.sizeHint().width()
        beside = self._row.indexOf(self.chips) >= 0
        rest = self._row.sizeHint().width() - (wide + self._row.spacing() if beside else 0)
        room = self.width() - margins.left() - margins.right() - rest - self._row.spacing()
        if beside == (wide <= room):
            return
        if beside:
            self._row.removeWidget(self.chips)
            self._column.addWidget(self.chips)
        else:
            self._column.removeWidget(self.chips)
            self._row.insertWidget(1, self.chips)

    def _chip(self, one: Filter) -> FilterChip:
        field = self._kind.fields[one.field]
        chip = FilterChip(
            self._ctx.theme, self._ctx.formats.label(field), filter_words(self._ctx, field, one)
        )
        chip.removed.connect(lambda: self.set_filters([other for other in self._filters if other != one]))
        if field.type in FILTERABLE:
            chip.clicked.connect(lambda: self.edit(field, chip))
        return chip
