"""The open conflict cards at the left of the inbox; Up and Down move, the current one is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.model.registry import KINDS
from sync.client.conflicts import OpenConflict
from ui.context.context import Context
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.inspector import clear_layout
from ui.widgets.painting import draw_box, draw_icon

SHOWN = 200
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Item(QAbstractButton):
    def __init__(self, ctx: Context, conflict: OpenConflict) -> None:
        super().__init__()
        self._ctx, self.conflict = ctx, conflict
        card = conflict.card
        self._title = ctx.formats.title(conflict.target) if conflict.target else card["title"] or ""
        self._text = summary(ctx, conflict)
        self._when = ctx.formats.clock(card["resolved_at"] or card["authored_at"])
        self._badge = ctx.formats.choice(KINDS["conflict"].fields["reason"], conflict.reason)
        self.setCheckable(True)
        self.setAccessibleName(f"{self._title} {self._text}")
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
        ground: Token = (
            "bg.selection" if self.isChecked() else "bg.hover" if self.underMouse() else "bg.panel"
        )
        painter.fillRect(self.rect(), theme.color(ground))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        if self.isChecked():
            painter.fillRect(0, 0, px(3), self.height(), theme.color("accent"))
        area = self.rect().adjusted(px(20), px(8), -px(16), -px(8))
        top = QRect(area.left(), area.top(), area.width(), px(22))
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text.2"))
        painter.drawText(top, _RIGHT, self._when)
        top.setRight(top.right() - painter.fontMetrics().horizontalAdvance(self._when) - px(8))
        painter.setFont(theme.font(bold=self.isChecked()))
        painter.setPen(theme.color("text.1"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(top, _LEFT, painter.fontMetrics().elidedText(self._title, elide, top.width()))
        low = QRect(area.left(), area.bottom() - px(22) + 1, area.width(), px(22))
        draw_icon(
            painter, theme, "arrow-left-right", "warn", low.topLeft() + QRect(0, px(4), 0, 0).topLeft(), 14
        )
        painter.setFont(theme.font(Role.MICRO))
        width = painter.fontMetrics().horizontalAdvance(self._badge) + px(16)
        badge = QRect(low.right() - width + 1, low.top() + px(1), width, px(20))
        draw_box(painter, badge, px(4), theme.color("bg.panel" if self.isChecked() else "bg.hover"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._badge)
        painter.setFont(theme.font(Role.META))
        words = QRect(low.left() + px(20), low.top(), low.width() - px(28) - width, low.height())
        painter.drawText(words, _LEFT, painter.fontMetrics().elidedText(self._text, elide, words.width()))


def summary(ctx: Context, conflict: OpenConflict) -> str:
    """“电话不一致”, “3 个字段不一致”, “总部已删除，本机有修改”."""
    if conflict.reason == "delete":
        return ctx.tr("ui.conflict.summary.delete")
    if len(conflict.entries) == 1 and conflict.target is not None:
        field = KINDS[conflict.target.kind].fields.get(conflict.entries[0].field)
        name = ctx.formats.label(field) if field is not None else conflict.entries[0].field
        return ctx.tr("ui.conflict.summary.one", field=name)
    return ctx.tr("ui.conflict.summary.several", count=len(conflict.entries))


class ConflictList(QScrollArea):
    """``chosen`` carries the id of the card to show."""

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

    def show_conflicts(self, conflicts: Sequence[OpenConflict]) -> None:
        clear_layout(self._column)
        self.items = {}
        for conflict in conflicts[:SHOWN]:
            item = self.items[conflict.id] = _Item(self._ctx, conflict)
            item.clicked.connect(lambda _=False, id=conflict.id: self._choose(id))
            self._column.addWidget(item)

    def set_current(self, id: str) -> None:
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
