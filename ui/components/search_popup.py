"""The search line of the top bar and the grouped list of what it finds, phones in the row."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.model.row import Row
from app.services.addressed import people_addressed
from app.services.sounding import sounding_alike
from app.store.reading import Hit
from ui.components.events import ICONS
from ui.components.lookup import row_detail
from ui.components.record_menu import record_menu
from ui.components.search_actions import ACTION, ACTIONS, actions_called
from ui.components.stage_marks import stage_mark
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.menu import Menu
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box, draw_icon, draw_stage
from ui.widgets.search_field import SearchField

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LINE = Qt.ItemDataRole.UserRole + 1
MOST = 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ORDER = (
    *("contact", "company", "project", "visit", "next_step", "trip", "reception", "attachment"),
    *("organisation", "target", "target_list", "chain_node", "startup", "returnee", "offer", "demand"),
    *("greeting", "introduction", "relation"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (no id), a record found, or something to do (``ACTION``)."""

    kind: str
    text: str
    id: str = ""
    detail: str = ""
    row: Row | None = None


def lines_of(ctx: Context, hits: Sequence[Hit]) -> list[Line]:
    """Hits grouped by kind, people first, each group under its heading."""
    firms = ctx.names([("company", firm) for hit in hits if (firm := _firm(hit))])
    found: list[Line] = []
    for kind in ORDER:
        group = [hit for hit in hits if hit.kind == kind]
        if group:
            found.append(Line(kind, ctx.tr(f"ui.search.{kind}")))
            found += [_line(ctx, hit, firms.get(_firm(hit), "")) for hit in group]
    return found


def _firm(hit: Hit) -> str:
    """Where a person works, by id; "" for anything but a person."""
    return (hit.row["company_id"] or "") if hit.kind == "contact" else ""


def _line(ctx: Context, hit: Hit, firm: str) -> Line:
    detail = "  ".join(part for part in (firm, row_detail(ctx, hit.row)) if part)
    return Line(hit.kind, hit.title or ctx.tr("ui.untitled"), hit.id, detail, hit.row)


def _actions(ctx: Context, text: str) -> list[Line]:
    found = [
        Line(ACTION, name, id, ctx.tr(f"ui.page.{ACTIONS[id].page}"))
        for id, name in actions_called(ctx, text)
    ]
    return [Line(ACTION, ctx.tr("ui.search.action")), *found] if found else []


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        return f"{line.text} {line.detail}".strip() if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = self.lines[index.row()].id if index.isValid() else ""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if found else Qt.ItemFlag.NoItemFlags


class _Painter(QStyledItemDelegate):
    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(_LINE)
        return QSize(120, self._ctx.theme.px(32 if line.id else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        line: Line = index.data(_LINE)
        rect: QRect = option.rect
        area = rect.adjusted(px(8), 0, -px(8), 0)
        if not line.id:
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("text.3"))
            painter.drawText(area, _LEFT, line.text)
            return
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = option.state & QStyle.StateFlag.State_Selected
            draw_box(painter, rect, px(4), theme.color("bg.selection" if chosen else "bg.hover"))
        spot = QPoint(area.left(), rect.center().y() - px(8) + 1)
        if line.row is not None and line.kind == "project" and line.row["stage"]:
            draw_stage(
                painter, theme, stage_mark(line.row["stage"]), QRect(spot, QSize(px(14), px(14))).toRectF()
            )
        else:
            draw_icon(
                painter,
                theme,
                ICONS.get(line.kind, "chevron-right" if line.kind == ACTION else "file-text"),
                "text.2",
                spot,
                16,
            )
        area.setLeft(area.left() + px(24))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        elide = Qt.TextElideMode.ElideRight
        name = min(theme.metrics().horizontalAdvance(line.text), area.width() * 2 // 5)
        detail = painter.fontMetrics().elidedText(line.detail, elide, area.width() - name - px(16))
        painter.drawText(area, _RIGHT, detail)
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(detail) - px(12))
        painter.setFont(theme.font())
        painter.setPen(theme.color("text.1"))
        painter.drawText(area, _LEFT, painter.fontMetrics().elidedText(line.text, elide, area.width()))


class ResultList(Offering, QFrame):
    """Drops down inside the window under the search line; never takes the focus."""

    picked = Signal(str, str)

    def __init__(self, ctx: Context, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._ctx, self._anchor = ctx, anchor
        self._model = _Lines(self)
        self.view = QListView(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Painter(ctx, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self._pick(index.row()))
        column = QVBoxLayout(self)
        pad = ctx.theme.px(6)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addWidget(self.view)
        self.hide()

    @property
    def lines(self) -> list[Line]:
        return list(self._model.lines)

    def offer(self, lines: Sequence[Line]) -> None:
        """Show the lines under the anchor, the first record current."""
        self._model.replace(lines)
        window, px = self._anchor.window(), self._ctx.theme.px
        if self.parentWidget() is not window:
            self.setParent(window)
        height = sum(px(32 if line.id else 26) for line in lines) + px(12) + 2
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + px(4)))
        room = window.height() - corner.y() - px(48)
        self.setGeometry(corner.x(), corner.y(), max(self._anchor.width(), px(560)), min(height, room))
        self._stand(next((n for n, line in enumerate(lines) if line.id), -1))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move to the next or previous record, past headings."""
        places = [n for n, line in enumerate(self._model.lines) if line.id]
        if not places:
            return
        row = self.view.currentIndex().row()
        place = places.index(row) if row in places else 0
        self._stand(places[min(max(place + by, 0), len(places) - 1)])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        spot = self.view.viewport().mapFromGlobal(event.globalPos())
        row = self.view.indexAt(spot).row()
        if row < 0 or self._model.lines[row].row is None:  # a heading, or something to do
            event.ignore()
            return
        self._stand(row)
        super().contextMenuEvent(event)

    def menu(self) -> Menu | None:
        """Of the record that is current."""
        row = self.view.currentIndex().row()
        line = self._model.lines[row] if row >= 0 else None
        if line is None or line.row is None:
            return None
        words = f"{line.text}  {line.detail}".strip()
        return record_menu(self._ctx, self, line.row, open=self.pick_current, words=words)

    def pick_current(self) -> None:
        self._pick(self.view.currentIndex().row())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        draw_box(QPainter(self), self.rect(), theme.px(8), theme.color("bg.panel"), theme.color("border"))

    def _stand(self, row: int) -> None:
        self.view.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._model.lines) and (line := self._model.lines[row]).id:
            self.hide()
            self.picked.emit(line.kind, line.id)


class SearchBox(SearchField):
    """Searches as one types, on the database thread; only the answer to the latest words is shown."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.theme, ctx.tr("ui.search.example"), hint="Ctrl+K")
        self._ctx = ctx
        self.list = ResultList(ctx, self)
        self.list.picked.connect(self._open)
        self.textEdited.connect(self.search)
        self.left_by_escape.connect(self.clearFocus)
        self.on_key = self._on_key

    def search(self, text: str) -> None:
        """Look for ``text``; an empty line closes the list."""
        if not text.strip():
            self.list.hide()
            return
        store, ctx = self._ctx.desk.store, self._ctx

        def find() -> list[Line]:
            hits = store.find(text, limit=MOST, kinds=ORDER)
            if all(hit.kind != "contact" for hit in hits):
                hits = [*people_addressed(store, text), *hits]
            if found := lines_of(ctx, hits) + _actions(ctx, text):
                return found
            alike = sounding_alike(store, text, limit=MOST, kinds=ORDER)
            key = "ui.search.alike" if alike else "ui.search.none"
            return [Line("", ctx.tr(key, text=text.strip())), *lines_of(ctx, alike)]

        self._ctx.read(find, self._show, key=("search", id(self)), owner=self, glance=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.list.hide()  # a menu over the results is about one of them

    def _show(self, lines: list[Line]) -> None:
        if self.hasFocus() and self.text().strip():
            self.list.offer(lines)

    def _open(self, kind: str, id: str) -> None:
        self.clear()
        if kind == ACTION:
            self._ctx.page_asked.emit(ACTIONS[id].page, ACTIONS[id].begin)
        else:
            self._ctx.record_asked.emit(kind, id)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self.list.isVisible():
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if key in steps:
                self.list.step(steps[Qt.Key(key)])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.pick_current()
                return True
            if key == Qt.Key.Key_Escape:
                self.list.hide()
                return True
        return self._key(event)
