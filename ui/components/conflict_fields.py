"""The rows of a conflict card: what was before, mine, headquarters', and a value of one's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.model.field import Field
from app.model.registry import KINDS
from sync.client.conflicts import HQ, MINE, Entry, OpenConflict
from ui.components.differences import difference, spans
from ui.components.field_binding import FieldBinding
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.conflict_choice import ConflictChoice
from ui.widgets.label import ElidedLabel, Label

OWN = 2  # the third button of a field's group, beside mine (0) and headquarters' (1)


class OwnValue(QWidget):
    """A third choice: a value typed here. Shut until it is asked for."""

    opened = Signal()

    def __init__(self, ctx: Context, field: Field, value: Any) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ctx.theme.px(6))
        self.link = Button(ctx.theme, ctx.tr("ui.conflict.own.open"), ButtonKind.LINK)
        self.link.setAccessibleName(f"{ctx.formats.label(field)} {ctx.tr('ui.conflict.own.open')}")
        self.choice = ConflictChoice(ctx.theme, ctx.tr("ui.conflict.own"))
        self.binding = FieldBinding(ctx, field, lines=3)
        self.binding.show_value(value)
        self.binding.editor.changed.connect(lambda: self.choice.setChecked(True))
        column.addWidget(self.link)
        column.addWidget(self.choice)
        column.addWidget(self.binding.editor)
        self.choice.hide()
        self.binding.editor.hide()
        self.link.clicked.connect(self.open)

    def open(self) -> None:
        """Show the editor and put the keyboard into it."""
        self.link.hide()
        self.choice.show()
        self.binding.editor.show()
        self.choice.setChecked(True)
        self.binding.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()


class ConflictFields(QWidget):
    """One line for each field; headquarters' value is preselected. Four columns, or two in a narrow card."""

    changed = Signal()

    def __init__(
        self, ctx: Context, conflict: OpenConflict, names: Mapping[str, str], *, readonly: bool = False
    ) -> None:
        super().__init__()
        self._ctx, self._conflict, self._names, self._readonly = ctx, conflict, names, readonly
        self.groups: dict[str, QButtonGroup] = {}
        self.own: dict[str, OwnValue] = {}
        self._narrow: bool | None = None
        px = ctx.theme.px
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(10))
        self._lines = [self._header(), *(self._row(entry) for entry in conflict.entries)]
        self.arrange(narrow=False)

    @property
    def choices(self) -> dict[str, str]:
        """The side chosen for each field; "" where a value of one's own was typed."""
        sides = {0: MINE, 1: HQ, OWN: ""}
        return {name: sides[group.checkedId()] for name, group in self.groups.items()}

    @property
    def typed(self) -> dict[str, Any]:
        """Values of one's own, as a service reads them."""
        return {name: one.binding.given() for name, one in self.own.items() if one.choice.isChecked()}

    def choose_all(self, side: str) -> None:
        """One side for every field."""
        for group in self.groups.values():
            group.button(0 if side == MINE else 1).setChecked(True)
        self.changed.emit()

    def arrange(self, *, narrow: bool) -> None:
        """Four columns; in a narrow card the two sides stand under the field and what was before."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for column, stretch in enumerate((1, 1, 0, 0) if narrow else (2, 4, 5, 5)):
            self._grid.setColumnStretch(column, stretch)
        for line, cells in enumerate(self._lines):
            self._place(cells, line * 3, narrow=narrow)

    def _place(self, cells: Sequence[QWidget], line: int, *, narrow: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for column, cell in enumerate(cells):
            if column == 4:  # a value of one's own, below the two sides
                self._grid.addWidget(cell, line + 2, 0 if narrow else 2, 1, 2)
            elif narrow:
                self._grid.addWidget(cell, line + column // 2, column % 2)
            elif column < 2:
                self._grid.addWidget(cell, line, column, top if len(cells) > 4 else Qt.AlignmentFlag(0))
            else:
                self._grid.addWidget(cell, line, column)

    # ---- lines
    def _header(self) -> list[QWidget]:
        ctx, card = self._ctx, self._conflict.card
        own = card["author"] == ctx.desk.actor
        mine = ctx.tr("ui.conflict.mine") if own else ctx.tr("ui.conflict.theirs")
        stands = card["other"] == ctx.desk.actor
        other = ctx.tr("ui.conflict.who.me", name=card["other"]) if stands else card["other"]
        author = ctx.tr("ui.conflict.who.me", name=card["author"]) if own else card["author"]
        heads = (
            (ctx.tr("ui.conflict.field"), ""),
            (ctx.tr("ui.conflict.before"), ""),
            (mine, self._who(author, card["authored_at"])),
            (ctx.tr("ui.conflict.hq"), self._who(other, card["other_at"])),
        )
        return [self._head(title, who, plain=not number) for number, (title, who) in enumerate(heads)]

    def _head(self, title: str, who: str, *, plain: bool) -> QWidget:
        holder = QWidget()
        cell = QHBoxLayout(holder)
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(self._ctx.theme.px(6))
        role, tone = (Role.META, "text.2") if plain else (Role.BODY_BOLD, "text.1")
        cell.addWidget(Label(title, role, tone))  # type: ignore[arg-type]
        if who:
            cell.addWidget(ElidedLabel(who, Role.META, "text.2"))
        cell.addStretch(1)
        return holder

    def _who(self, by: str | None, at: Any) -> str:
        return " · ".join(part for part in (by or "", self._ctx.formats.moment(at) if at else "") if part)

    def _row(self, entry: Entry) -> list[QWidget]:
        ctx = self._ctx
        field = self._field(entry.field)
        label, before, mine, hq = entry_words(ctx, field, entry, self._names)
        name = ElidedLabel(label, tone="text.2")
        was = Label(before, tone="text.1", wrap=True)
        for cell in (name, was):
            cell.setContentsMargins(0, ctx.theme.px(9), 0, 0)
        cells: list[QWidget] = [name, was]
        group = self.groups[entry.field] = QButtonGroup(self)
        for number, (value, shown) in enumerate(((entry.mine, mine), (entry.hq, hq))):
            why = difference(ctx, field, entry.before, value, self._names) if field is not None else ""
            marked = spans(field, "" if before == EMPTY else before, shown) if field is not None else ()
            choice = ConflictChoice(ctx.theme, shown, why, spans=marked)
            side = ctx.tr("ui.conflict.mine" if number == 0 else "ui.conflict.hq")
            choice.setAccessibleDescription(f"{label} {side}")
            choice.setEnabled(not self._readonly)
            group.addButton(choice, number)
            cells.append(choice)
        if field is not None and field.form and not self._readonly:
            own = self.own[entry.field] = OwnValue(ctx, field, entry.hq)
            group.addButton(own.choice, OWN)
            cells.append(own)
        group.button(self._chosen(entry.field)).setChecked(True)
        group.idToggled.connect(lambda _id, _on: self.changed.emit())
        return cells

    def _chosen(self, name: str) -> int:
        """Of a settled card, the side that was taken."""
        chosen = (self._conflict.card["chosen"] or {}) if self._readonly else {}
        return 0 if chosen.get(name) == MINE else 1

    def _field(self, name: str) -> Field | None:
        target = self._conflict.target
        return KINDS[target.kind].fields.get(name) if target is not None else None


def entry_words(
    ctx: Context, field: Field | None, entry: Entry, names: Mapping[str, str]
) -> tuple[str, str, str, str]:
    """Label, before, mine and headquarters' value in words."""
    if field is None:
        raw = (entry.before, entry.mine, entry.hq)
        return (entry.field, *(str(value or EMPTY) for value in raw))  # type: ignore[return-value]
    before, mine, hq = (
        ctx.formats.value(field, value, names) or EMPTY for value in (entry.before, entry.mine, entry.hq)
    )
    return ctx.formats.label(field), before, mine, hq
