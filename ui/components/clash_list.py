"""The cases at the left of the page; Up and Down move, the current one is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.services.clashes import Case
from ui.components.claim_words import case_light, party_name
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.inspector import clear_layout
from ui.widgets.painting import LIGHT_TONES, draw_light

SHOWN = 200
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Item(QAbstractButton):
    def __init__(self, ctx: Context, case: Case) -> None:
        super().__init__()
        self._ctx = ctx
        self._title = str(case.row["title"] or "")
        self._units = ctx.formats.listed([party_name(ctx, party) for party in case.parties])
        self._when = ctx.formats.clock(case.row["opened_at"])
        self._level, word = case_light(case)
        self._word = ctx.tr(f"ui.clash.list.{word}")
        self.setCheckable(True)
        self.setAccessibleName(f"{self._title} {self._word} {self._units}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._ctx.theme.px(200), self._ctx.theme.px(64))

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
        self._line(painter, QRect(area.left(), area.top(), area.width(), px(22)), self._title, self._when)
        low = QRect(area.left(), area.bottom() - px(22) + 1, area.width(), px(22))
        side = px(11)
        spot = QRectF(low.left(), low.top() + (low.height() - side) // 2, side, side)
        draw_light(painter, theme, self._level, spot)
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color(LIGHT_TONES[self._level]))
        low.setLeft(low.left() + side + px(6))
        painter.drawText(low, _LEFT, self._word)
        low.setLeft(low.left() + painter.fontMetrics().horizontalAdvance(self._word) + px(8))
        painter.setPen(theme.color("text.2"))
        units = painter.fontMetrics().elidedText(self._units, Qt.TextElideMode.ElideRight, low.width())
        painter.drawText(low, _LEFT, units)

    def _line(self, painter: QPainter, area: QRect, title: str, when: str) -> None:
        theme = self._ctx.theme
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(area, _RIGHT, when)
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(when) - theme.px(8))
        painter.setFont(theme.font(bold=self.isChecked()))
        painter.setPen(theme.color("text.1"))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, shown)


class ClashList(QScrollArea):
    """``chosen`` carries the id of the case to show."""

    chosen = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.items: dict[str, _Item] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        outer.addLayout(self._column)
        outer.addStretch(1)
        self.setWidget(content)

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Replace the list."""
        clear_layout(self._column)
        self.items = {}
        for case in cases[:SHOWN]:
            item = self.items[case.id] = _Item(self._ctx, case)
            item.clicked.connect(lambda _=False, id=case.id: self._choose(id))
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
