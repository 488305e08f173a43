"""看板: the records of a list as cards in columns of one choice field; moving a card changes the field."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QWidget

from app.model.field import Field, Type
from app.model.registry import KINDS
from app.services.cells import STAGE, change_cells, check_for_all
from app.services.lists import groups_of
from app.store.grouping import Group
from ui.components.columns import badges_of, columns_of, row_of
from ui.components.record_source import RecordSource
from ui.components.stage_marks import stage_mark
from ui.context.context import Context
from ui.context.formats import EMPTY
from ui.models.columns import CellKind, RowValues
from ui.models.news import News, Touches
from ui.models.window_table import WindowTable
from ui.widgets.board.cards import Card
from ui.widgets.board.column import BoardColumn, Head


def board_fields(kind: str) -> tuple[Field, ...]:
    """The fields a board of the kind can have its columns by."""
    return tuple(field for field in KINDS[kind].form_fields if field.type is Type.CHOICE)


class Board(QScrollArea):
    """Cards are only read where they are in view: columns of any length cost the same."""

    current_changed = Signal(str)
    opened = Signal(str)
    inspected = Signal(str)
    menu_asked = Signal(str, QPoint)
    ticked_asked = Signal(str)
    delete_asked = Signal()

    def __init__(self, ctx: Context, source: RecordSource, kind: str) -> None:
        super().__init__()
        self._ctx, self._source, self._kind = ctx, source, KINDS[kind]
        self.field = next(iter(board_fields(kind)))
        self._money = next((f for f in self._kind.list_fields if f.type is Type.MONEY), None)
        self._columns = columns_of(ctx, kind)
        self.columns: list[BoardColumn] = []
        self._current = ""
        self._ids: Sequence[str] = ()
        self._untaken: list[Touches | None] = []  # of news whose groups are still being read
        self.ticked: set[str] = set()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # ---- showing
    def set_field(self, name: str) -> None:
        """Have the columns by another choice field."""
        wanted = {field.name: field for field in board_fields(self._kind.name)}
        if name in wanted and name != self.field.name:
            self.field = wanted[name]
            self.columns = []
            self.show_ids(self._ids)

    def set_unit(self) -> None:
        """The unit of amounts was changed."""
        self._columns = columns_of(self._ctx, self._kind.name)
        self.show_ids(self._ids)

    def set_ticked(self, ids: set[str]) -> None:
        """Show which records are ticked."""
        self.ticked = ids
        for column in self.columns:
            column.cards.viewport().update()

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show these records, in this order within each column."""
        self.show_news(News(ids))

    def show_news(self, news: News) -> None:
        """The same; cards that were not touched are not read again."""
        ids, by = news.ids, self.field.name
        self._ids = ids
        self._untaken.append(news.touches)
        if news.groups is not None and news.groups[0] == by:
            self._take(ids, news.groups[1])
            return
        self._ctx.read(
            partial(self.groups, ids, by),
            partial(self._take, ids),
            key=("board", id(self)),
            owner=self,
        )

    def groups(self, ids: Sequence[str], by: str) -> list[Group]:
        """The records in groups by a field, with their sums; runs on the database thread."""
        sums = (self._money.name,) if self._money is not None else ()
        return groups_of(self._ctx.desk, self._kind.name, ids, by, sums)

    def _take(self, ids: Sequence[str], groups: Sequence[Group]) -> None:
        if ids is not self._ids:
            return  # something newer is shown by now
        by_value = {group.value: group for group in groups}
        values = [*self._choices(), *([None] if None in by_value else [])]
        if [column.head.key for column in self.columns] != [value or "" for value in values]:
            self._build(values)
        touches, self._untaken = _any_of(self._untaken), []
        for column, value in zip(self.columns, values, strict=True):
            group = by_value.get(value, Group(value))
            column.show_cards(self._head(group), News(group.ids, touches))
        self._stand_again()

    def _choices(self) -> list[str]:
        """The columns: every choice of the field that the list may hold."""
        for one in self._source.scope.filters:
            if one.field == self.field.name and one.op == "in":
                return list(one.value)
        return list(self.field.choices)

    def _head(self, group: Group) -> Head:
        formats, value = self._ctx.formats, group.value
        title = self._ctx.tr("ui.board.none") if value is None else formats.choice(self.field, value)
        mark = stage_mark(value) if self.field.name == STAGE and value is not None else None
        total = group.sums.get(self._money.name) if self._money is not None else None
        shown = formats.amount_with_unit(total, self._money) if total else ""
        return Head(value or "", title, mark, group.count, shown)

    def _build(self, values: Sequence[str | None]) -> None:
        px = self._ctx.theme.px
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(px(20), px(8), px(20), px(8))
        row.setSpacing(px(12))
        self.columns = [self._column(value) for value in values]
        for column in self.columns:
            row.addWidget(column)
        row.addStretch(1)
        self.setWidget(ground)

    def _column(self, value: str | None) -> BoardColumn:
        ctx = self._ctx
        table = WindowTable(
            self._source, self._columns[:1], ctx.database, badges=lambda values: badges_of(ctx, values)
        )
        column = BoardColumn(ctx.theme, self._head(Group(value)), table, self._card)
        table.setParent(column)
        table.failed.connect(ctx.trouble)
        cards = column.cards
        cards.ticked = lambda: self.ticked
        cards.current_changed.connect(self._moved_to)
        cards.opened.connect(self.opened)
        cards.inspected.connect(self.inspected)
        cards.menu_asked.connect(self.menu_asked)
        cards.ticked_asked.connect(self.ticked_asked)
        cards.delete_asked.connect(self.delete_asked)
        cards.side_asked.connect(partial(self._to_side, column))
        cards.carry_asked.connect(partial(self._carry, column))
        column.dropped.connect(self.move_card)
        return column

    def _card(self, values: RowValues) -> Card:
        """The title, the first of the other columns that says something, and the figure."""
        row, formats = row_of(values), self._ctx.formats
        shown = [c for c in self._columns if c.key not in ("", self._kind.title_field, self.field.name)]
        texts = (c.format(values).text for c in shown if c.kind is CellKind.TEXT)
        money = row[self._money.name] if self._money is not None else None
        figure = formats.amount_with_unit(money, self._money) if money is not None else ""
        return Card(formats.title(row), next((text for text in texts if text not in ("", EMPTY)), ""), figure)

    # ---- the keyboard
    def focus_card(self, id: str) -> None:
        """Put the keyboard on a card, or on the first there is."""
        holder = next((c for c in self.columns if id and c.table.row_of(id) >= 0), None)
        holder = holder or next((c for c in self.columns if c.table.rowCount()), None)
        if holder is not None:
            holder.cards.set_current_id(id)
            holder.cards.setFocus()
            self.ensureWidgetVisible(holder)

    def _moved_to(self, id: str) -> None:
        self._current = id
        self.current_changed.emit(id)

    def _stand_again(self) -> None:
        """After a refresh the keyboard is on the same card, in whatever column it is now."""
        focus = QApplication.focusWidget()
        had = focus is not None and self.isAncestorOf(focus)
        for column in self.columns:
            if column.cards.set_current_id(self._current) and had:
                column.cards.setFocus()
                self.ensureWidgetVisible(column)

    def _to_side(self, column: BoardColumn, side: int) -> None:
        """To the next column that way which has cards, at about the same height."""
        at, row = self.columns.index(column) + side, column.cards.currentIndex().row()
        while 0 <= at < len(self.columns):
            target = self.columns[at]
            if target.table.rowCount():
                target.cards.go_to(row)
                target.cards.setFocus()
                self.ensureWidgetVisible(target)
                return
            at += side

    def _carry(self, column: BoardColumn, id: str, side: int) -> None:
        at = self.columns.index(column) + side
        if 0 <= at < len(self.columns):
            self.move_card(id, self.columns[at].head.key)

    # ---- moving
    def move_card(self, id: str, value: str) -> None:
        """Give a record another value of the field; a stage asks for its day and what it needs."""
        ctx, kind, name = self._ctx, self._kind.name, self.field.name
        self._current = id
        if kind == "project" and name == STAGE:
            ctx.stage_asked.emit(id, value)
            return
        title = self._head(Group(value or None)).title
        ctx.change(
            lambda: change_cells(ctx.desk, kind, check_for_all(ctx.desk, kind, [id], name, value or None)),
            changes=lambda changes: changes,
            said=ctx.tr("ui.board.moved", column=title),
        )


def _any_of(found: Sequence[Touches | None]) -> Touches | None:
    """What touches a row that one of these does; None where one of them is for any row."""
    joined = Touches(frozenset())
    for touches in found:
        if touches is None:
            return None
        joined = joined.joined(touches)
    return joined
