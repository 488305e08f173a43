"""Cases to decide at the left of a page: one is current, Up and Down move it, a click chooses."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.components.record_menu import add_copy_line
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.inspector import clear_layout
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering
from ui.widgets.scrolled import Scrolled

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CaseItem(Offering, QAbstractButton):
    """One case: its title and time above, below what ``paint_low`` draws; ``words`` are read out with it."""

    def __init__(self, ctx: Context, id: str, title: str, when: str, words: str) -> None:
        super().__init__()
        self.id = id
        self._ctx, self._title, self._when = ctx, title, when
        self.add_verbs: Callable[[Menu, str], object] | None = None
        self.setCheckable(True)
        self.setAccessibleName(f"{title} {words}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(200), self._ctx.theme.px(64))

    def menu(self) -> Menu:
        """What its page does with it, and copying its words; what the menu says is about the case shown."""
        self.click()
        ctx, menu = self._ctx, Menu(self._ctx.theme, self)
        if self.add_verbs is not None:
            self.add_verbs(menu, self.id)
            menu.addSeparator()
        add_copy_line(ctx, menu, self.accessibleName())
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # a button would only move the focus; the list moves the choice
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._ctx.theme, self._ctx.theme.px
        painter = QPainter(self)
        chosen = self.isChecked()
        ground: Token = "bg.selection" if chosen else "bg.hover" if self.underMouse() else "bg.panel"
        painter.fillRect(self.rect(), theme.color(ground))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        if chosen:
            painter.fillRect(0, 0, px(3), self.height(), theme.color("accent"))
        area = self.rect().adjusted(px(20), px(8), -px(16), -px(8))
        self._paint_top(painter, QRect(area.left(), area.top(), area.width(), px(22)))
        self.paint_low(painter, QRect(area.left(), area.bottom() - px(22) + 1, area.width(), px(22)))

    def paint_low(self, painter: QPainter, low: QRect) -> None:
        """Draw the lower line into ``low``; the plain item has none."""

    def _paint_top(self, painter: QPainter, top: QRect) -> None:
        theme = self._ctx.theme
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(top, _RIGHT, self._when)
        top.setRight(top.right() - painter.fontMetrics().horizontalAdvance(self._when) - theme.px(8))
        painter.setFont(theme.font(bold=self.isChecked()))
        painter.setPen(theme.color("text.1"))
        shown = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, LEFT, shown)


class CaseList(Scrolled):
    """``chosen`` carries the id of the case to show; ``add_verbs`` fills the menu of the one shown."""

    chosen = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.add_verbs: Callable[[Menu, str], object] | None = None
        self.items: dict[str, CaseItem] = {}
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        nest(outer, self._column)
        outer.addStretch(1)
        self.setWidget(content)

    def show_items(self, items: Iterable[CaseItem]) -> None:
        """Replace the list."""
        clear_layout(self._column)
        self.items = {}
        for item in items:
            self.items[item.id] = item
            item.add_verbs = self.add_verbs
            item.clicked.connect(lambda _=False, id=item.id: self._choose(id))
            self._column.addWidget(item)

    def set_current(self, id: str) -> None:
        """Mark one case."""
        for key, item in self.items.items():
            item.setChecked(key == id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys = list(self.items)
        now = next((n for n, key in enumerate(keys) if self.items[key].isChecked()), None)
        if step is None or now is None:
            super().keyPressEvent(event)
            return
        id = keys[min(max(now + step, 0), len(keys) - 1)]
        self._choose(id)
        self.items[id].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, id: str) -> None:
        self.set_current(id)
        self.chosen.emit(id)
