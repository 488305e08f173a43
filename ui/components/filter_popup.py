"""Small drop-downs that make one filter: ticked choices, words, at least and at most."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.model.field import Field, Type
from app.store.reading import Filter
from ui.components.parsers import read_day, read_land, read_money
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.drop_down import DropDown
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.fields.parsed_field import AmountField, DateField
from ui.widgets.fields.text_field import TextField
from ui.widgets.label import Label

FILTERABLE = (Type.CHOICE, Type.TEXT, Type.LONG_TEXT, Type.MONEY, Type.LAND, Type.DATE)
SHOWN = 12  # values that a chip names
_RANGES = (("ge", "ui.filter.from"), ("le", "ui.filter.to"))


class FilterPopup(DropDown):
    """Drops down under a button; Enter applies, Esc closes. ``applied`` carries the filters of one field."""

    applied = Signal(list)

    def __init__(self, ctx: Context, field: Field, current: Sequence[Filter], parent: QWidget) -> None:
        super().__init__(ctx.theme, parent)
        self._ctx, self._field, column = ctx, field, self.column
        column.addWidget(Label(ctx.formats.label(field), Role.BODY_BOLD))
        self._read: Callable[[], list[Filter]]
        if field.type is Type.CHOICE:
            self._read, self.first = self._choices(column, current)
        elif field.type in (Type.TEXT, Type.LONG_TEXT):
            self._read, self.first = self._words(column, current)
        else:
            self._read, self.first = self._range(column, current)
        apply = Button(ctx.theme, ctx.tr("ui.filter.apply"), ButtonKind.PRIMARY)
        apply.clicked.connect(self.apply)
        column.addWidget(apply, 0, Qt.AlignmentFlag.AlignRight)

    def apply(self) -> None:
        filters = self._read()
        self.close()
        self.applied.emit(filters)

    def entered(self) -> bool:
        self.apply()
        return True

    # ---- parts
    def _choices(
        self, column: QVBoxLayout, current: Sequence[Filter]
    ) -> tuple[Callable[[], list[Filter]], QWidget]:
        chosen = {value for one in current for value in one.value or ()}
        boxes: dict[str, QCheckBox] = {}
        for choice in self._field.choices:
            box = boxes[choice] = QCheckBox(self._ctx.formats.choice(self._field, choice))
            box.setChecked(choice in chosen)
            column.addWidget(box)

        def read() -> list[Filter]:
            values = tuple(choice for choice, box in boxes.items() if box.isChecked())
            return [Filter(self._field.name, "in", values)] if values else []

        return read, boxes[self._field.choices[0]]

    def _words(
        self, column: QVBoxLayout, current: Sequence[Filter]
    ) -> tuple[Callable[[], list[Filter]], QWidget]:
        column.addWidget(Label(self._ctx.tr("ui.filter.contains"), Role.META, "text.3"))
        editor = TextField(self._ctx.theme)
        editor.set_name(self._ctx.formats.label(self._field))
        editor.setMinimumWidth(self._ctx.theme.px(240))
        editor.set_value(current[0].value if current else None)
        column.addWidget(editor)

        def read() -> list[Filter]:
            words = editor.value()
            return [Filter(self._field.name, "contains", words.strip())] if words else []

        return read, editor

    def _range(
        self, column: QVBoxLayout, current: Sequence[Filter]
    ) -> tuple[Callable[[], list[Filter]], QWidget]:
        known = {one.op: one.value for one in current}
        editors: dict[str, FieldEditor] = {}
        for op, key in _RANGES:
            column.addWidget(Label(self._ctx.tr(key), Role.META, "text.3"))
            editor = editors[op] = bound_editor(self._ctx, self._field)
            editor.set_name(self._ctx.tr(key))
            editor.setMinimumWidth(self._ctx.theme.px(240))
            editor.set_value(known.get(op))
            column.addWidget(editor)

        def read() -> list[Filter]:
            found: list[tuple[str, Any]] = [(op, editor.value()) for op, editor in editors.items()]
            return [Filter(self._field.name, op, value) for op, value in found if value is not None]

        return read, editors["ge"]


def bound_editor(ctx: Context, field: Field) -> FieldEditor:
    """An editor for one end of a range."""
    if field.type is Type.DATE:
        return DateField(
            ctx.theme,
            lambda text: read_day(ctx, text),
            ctx.formats.day,
            today=ctx.desk.today,
            example=ctx.tr("ui.form.example.date"),
        )
    if field.type is Type.LAND:
        return AmountField(
            ctx.theme, lambda text: read_land(ctx, text), lambda v: f"{v:f}", unit=ctx.tr("ui.unit.mu")
        )
    unit = ctx.formats.unit_name_of(field)
    return AmountField(
        ctx.theme, lambda text: read_money(ctx, text, field), lambda v: ctx.formats.exact(v, field), unit=unit
    )


def filter_words(ctx: Context, field: Field, one: Filter) -> str:
    """The value side of a filter's chip."""
    value = one.value
    if one.op == "empty":
        return ctx.tr("ui.board.none")
    if isinstance(value, tuple):
        shown = [_said(ctx, field, each) for each in value[:SHOWN]]
        more = len(value) - len(shown)
        return ctx.formats.listed(shown) + (ctx.tr("ui.filter.more", count=more) if more else "")
    if one.op == "eq":
        return _said(ctx, field, value)
    sign = {"ge": "≥ ", "le": "≤ ", "lt": "< "}.get(one.op, "")
    if isinstance(value, Decimal):
        land = field.type is Type.LAND
        return sign + (ctx.formats.land(value) if land else ctx.formats.amount_with_unit(value, field))
    if isinstance(value, date):
        return sign + ctx.formats.day(value)
    return ctx.tr("ui.filter.has", text=value)


def _said(ctx: Context, field: Field, value: Any) -> str:
    names = ctx.names([(field.target, str(value))]) if field.type is Type.REFERENCE else {}
    return ctx.formats.value(field, value, names)
