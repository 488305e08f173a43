"""What the tabs of 考核 beside the board are made of: a strip with what can be done, lines, a note below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.headquarters import writes_for_headquarters
from ui.components.fund_table import LinesTable
from ui.components.page import Surface, column_layout
from ui.context.context import Context
from ui.models.columns import Cell, CellKind, Column, RowValues
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu

LINE = "\x00line"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a button of the strip does, which the menu of the lines does as well."""

    key: str
    act: Callable[[], object]
    icon: str
    hint: str
    writes: bool


class ScoreTab(QWidget):
    """F2 or a double click on a line does what the tab is for; ``new_kind`` is made by Ctrl+Shift+N.

    ``by_headquarters``: others read it, are offered nothing that writes, and are told who writes it.
    """

    new_kind = ""
    by_headquarters = False
    shown = Signal()
    """What was read is on the screen."""

    def __init__(self, ctx: Context, name: str, columns: Sequence[Column], action: str = "") -> None:
        super().__init__()
        self.ctx, self.name = ctx, name
        self.rows: dict[str, Mapping[str, Any]] = {}
        self.loaded = False
        self._writing: list[Button] = []
        self._offers: list[Offer] = []
        self._action = action
        px = ctx.theme.px
        column = column_layout(self)
        strip = Surface(ctx)
        self.strip = QHBoxLayout(strip)
        self.strip.setContentsMargins(px(20), px(6), px(20), px(6))
        self.strip.setSpacing(px(8))
        self.hint = ElidedLabel(ctx.tr(f"ui.scores.hint.{name}"), Role.META, "text.3")
        self.strip.addWidget(self.hint, 1)
        column.addWidget(strip)
        self.list = LinesTable(ctx, columns, ctx.tr(f"ui.empty.scores.{name}"), action)
        self.list.grid.setAccessibleName(ctx.tr(f"ui.scores.tab.{name}"))
        self.list.grid.opened.connect(self.open)
        self.list.grid.edit_asked.connect(self.edit)
        self.list.grid.current_changed.connect(lambda _id: self.show_note())
        self.list.menu.verbs = self.add_verbs
        self.list.empty.action_clicked.connect(self.add)
        column.addWidget(self.list, 1)
        foot = Surface(ctx, line=True)
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(20), px(4), px(20), px(4))
        self.note = Label("", Role.META, "text.2", wrap=True)
        row.addWidget(self.note, 1)
        column.addWidget(foot)

    # ---- what a tab says of itself
    def read(self) -> Callable[[], Any]:
        """What to read on the database thread."""
        raise NotImplementedError

    def lines(self, found: Any) -> Sequence[Mapping[str, Any]]:
        """What was read, as rows of the table, each with its ``id``."""
        raise NotImplementedError

    def note_of(self, row: Mapping[str, Any]) -> str:
        """What the rules make of a line, in words."""
        raise NotImplementedError

    def open(self, id: str) -> object:
        """What a double click does."""
        return self.edit(id)

    def edit(self, id: str, key: str = "") -> object:
        """F2."""
        raise NotImplementedError

    def add(self) -> None:
        """The action of the empty state, and Ctrl+Shift+N."""
        if self.new_kind:
            self.ctx.new_asked.emit(self.new_kind, {})

    def add_verbs(self, menu: Menu, id: str) -> None:
        """What can be done with a line, and what the strip offers; who may not write is told who does."""
        tr, may = self.ctx.tr, self.writable
        why_not = "" if may else tr(f"ui.scores.readers.{self.name}")
        if id:
            self.add_line_verbs(menu, id, why_not)
        for one in self._offers:
            can = may or not one.writes
            menu.add(tr(one.key), one.act, icon=one.icon, hint=one.hint, enabled=can, why_not=why_not)

    def add_line_verbs(self, menu: Menu, id: str, why_not: str) -> None:
        """What F2 does; a line that is a record opens."""
        key = self.list.grid.cells.key()
        words = self.ctx.tr(f"ui.scores.verb.{self.name}")
        icon = "pencil" if self.by_headquarters else "chevron-right"
        run = partial(self.edit, id, key)
        menu.add(words, run, icon=icon, hint="F2", enabled=not why_not, why_not=why_not)

    def set_unit(self) -> None:
        """Amounts are shown in another unit; what is read anew needs nothing more."""

    # ---- working
    def refresh(self) -> None:
        """Read anew."""
        self.ctx.read(self.read(), self._take, key=("score tab", id(self)), owner=self)

    def _take(self, found: Any) -> None:
        rows = self.lines(found)
        self.rows = {str(row["id"]): row for row in rows}
        self.loaded = True
        self.offer()
        self.list.show_lines(rows)
        self.show_note()
        self.shown.emit()

    @property
    def writable(self) -> bool:
        """Whether this person may write what the tab is about, by headquarters' last word."""
        return not self.by_headquarters or writes_for_headquarters(self.ctx.desk)

    def offer(self) -> None:
        """Offer what writes to those who may; tell the others who does."""
        writable = self.writable
        for button in self._writing:
            button.setVisible(writable)
        self.hint.setText(self.ctx.tr(f"ui.scores.{'hint' if writable else 'readers'}.{self.name}"))
        self.list.empty.set_action(self._action if writable or self.new_kind else "")

    def may_write(self) -> bool:
        """The same as ``writable``, and says why not: for keys and double clicks."""
        if not (writable := self.writable):
            self.ctx.say(self.ctx.tr(f"ui.scores.readers.{self.name}"))
        return writable

    def begin(self) -> None:
        """The keyboard into the lines, or on the page where there are none yet."""
        if self.rows:
            self.list.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_note(self) -> None:
        """Under the lines: what becomes of the current one."""
        row = self.rows.get(self.list.grid.current_id())
        self.note.setText(self.note_of(row) if row is not None else "")

    def button(
        self, key: str, act: Callable[[], object], *, icon: str = "", hint: str = "", writes: bool = False
    ) -> Button:
        """A further button of the strip; ``writes``: only for those who may write the tab's records."""
        made = Button(self.ctx.theme, self.ctx.tr(key), ButtonKind.SECONDARY, icon=icon, hint=hint)
        made.clicked.connect(act)
        self.strip.addWidget(made)
        self._offers.append(Offer(key, act, icon, hint, writes))
        if writes:
            self._writing.append(made)
            made.setVisible(self.writable)
        return made


def words(key: str, title: str, width: int, *, priority: int = 0, name: bool = False) -> Column:
    """A column of words; ``name``: the one that stretches."""

    def cell(row: RowValues) -> Cell:
        text = str(row.get(key) or "")
        return Cell(text, tone="text.1" if name else "text.2", tooltip=text)

    return Column(key, title, cell, width, CellKind.NAME if name else CellKind.TEXT, priority)


def made(key: str, title: str, width: int, *, kind: CellKind = CellKind.LIGHT, priority: int = 0) -> Column:
    """A column whose cells the tab has made: the row holds a ``Cell`` under the key."""

    def cell(row: RowValues) -> Cell:
        found = row.get(key)
        return found if isinstance(found, Cell) else Cell("—", tone="text.3", copy="")

    return Column(key, title, cell, width, kind, priority, sortable=False)
