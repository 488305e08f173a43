"""One box in the top bar that says how this laptop stands towards headquarters."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.card import Box
from ui.widgets.painting import draw_box, draw_icon, icon_spot


@dataclass(frozen=True, slots=True)
class Standing:
    """What the chip says; ``last_sync`` is already words (“08:12”), empty when there was none.

    ``sentence`` is all of it at length, for the tooltip.
    """

    online: bool
    pending: int = 0
    conflicts: int = 0
    refused: int = 0
    last_sync: str = ""
    syncing: bool = False
    sentence: str = ""


class _Part(QAbstractButton):
    def __init__(self, theme: Theme, token: Token, *, icon: str = "", bold: bool = False) -> None:
        super().__init__()
        self._theme, self._token, self._icon, self._bold = theme, token, icon, bold
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("ringRadius", 4)

    def show_text(self, text: str, icon: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = icon or self._icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self._theme.metrics(Role.META, bold=self._bold).horizontalAdvance(self.text())
        return QSize(px(16) + words + (px(16 + 6) if self._icon else 0), px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        if self.underMouse():
            draw_box(painter, self.rect(), px(4), theme.color("bg.hover"))
        left = px(8)
        if self._icon:
            spot = QPoint(left, icon_spot(theme, self.rect(), 16).y())
            draw_icon(painter, theme, self._icon, self._token, spot, 16)
            left += px(22)
        painter.setFont(theme.font(Role.META, bold=self._bold))
        painter.setPen(theme.color(self._token))
        area = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())


class _Divider(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        reach = self._theme.px(8)
        QPainter(self).fillRect(self.rect().adjusted(0, reach, 0, -reach), self._theme.color("border"))


class StatusChip(Box):
    """Online or offline · n to send · ⇄ conflicts, ▲ returned (if any) · last sync; offline is never red."""

    network_clicked = Signal()
    pending_clicked = Signal()
    conflicts_clicked = Signal()
    refused_clicked = Signal()
    sync_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, radius=6, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._network = _Part(theme, "text.1", icon="cloud-off", bold=True)
        self._pending = _Part(theme, "text.2")
        self.conflicts_part = _Part(theme, "warn", icon="arrow-left-right", bold=True)
        self._refused = _Part(theme, "danger", icon="alert-triangle", bold=True)
        self._last = _Part(theme, "text.2")
        self._dividers = [_Divider(theme) for _ in range(4)]
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        row.setSpacing(0)
        row.addWidget(self._network)
        parts = (self._pending, self.conflicts_part, self._refused, self._last)
        for divider, part in zip(self._dividers, parts, strict=True):
            row.addWidget(divider)
            row.addWidget(part)
        self._network.clicked.connect(self.network_clicked)
        self._pending.clicked.connect(self.pending_clicked)
        self.conflicts_part.clicked.connect(self.conflicts_clicked)
        self._refused.clicked.connect(self.refused_clicked)
        self._last.clicked.connect(self.sync_clicked)
        self.set_standing(Standing(online=False))

    def set_compact(self, compact: bool) -> None:
        """Leave the last sync out where there is no room for all; the tooltip still tells it."""
        for part in (self._last, self._dividers[3]):
            part.setVisible(not compact)

    def full_width(self) -> int:
        """How wide the box is with everything in it."""
        parts = (self._network, self._pending, self._last)
        told = [part for part in (self.conflicts_part, self._refused) if not part.isHidden()]
        return sum(part.sizeHint().width() + 1 for part in (*parts, *told)) + self._theme.px(4)

    def set_standing(self, standing: Standing) -> None:
        """Show ``standing``; the box changes its width only when a part comes or goes."""
        tr = self._theme.words.tr
        state = "syncing" if standing.syncing else "online" if standing.online else "offline"
        icon = "refresh-cw" if standing.syncing else "cloud" if standing.online else "cloud-off"
        self._network.show_text(tr(f"widgets.status_{state}"), icon)
        self._pending.show_text(tr("widgets.status_pending", count=standing.pending))
        self.conflicts_part.show_text(tr("widgets.status_conflicts", count=standing.conflicts))
        self._refused.show_text(tr("widgets.status_refused", count=standing.refused))
        for part in (self.conflicts_part, self._dividers[1]):
            part.setVisible(standing.conflicts > 0)
        for part in (self._refused, self._dividers[2]):
            part.setVisible(standing.refused > 0)
        last = standing.last_sync or tr("widgets.status_never")
        self._last.show_text(tr("widgets.status_last", time=last))
        for widget in (self, *self.findChildren(_Part)):
            widget.setToolTip(standing.sentence)
        self.setAccessibleName(standing.sentence)
