"""Signs with a word beside them: the light ●▲■ and the stage glyph."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.models.columns import Level, StageMark
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.painting import LIGHT_TONES, draw_light, draw_stage, stage_tone

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Mark(QWidget):
    """A sign of ``sign`` px, a gap, and a word in the sign's colour."""

    def __init__(self, theme: Theme, text: str, sign: int, role: Role, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme, self._text, self._sign, self._role = theme, text, sign, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self._theme.metrics(self._role).horizontalAdvance(self._text)
        return QSize(px(self._sign) + (px(6) + words if self._text else 0) + 1, px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, side = self._theme, self._theme.px(self._sign)
        painter = QPainter(self)
        # Whole pixels: a sign that straddles two looks blurred.
        self._draw(painter, QRectF(0, (self.height() - side) // 2, side, side))
        painter.setFont(theme.font(self._role))
        painter.setPen(theme.color(self._tone()))
        painter.drawText(self.rect().adjusted(side + theme.px(6), 0, 0, 0), _LEFT, self._text)

    def _draw(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError

    def _tone(self) -> Token:
        raise NotImplementedError

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Light(_Mark):
    """● 红, ▲ 黄 or ■ 绿: shape, word and colour say the same."""

    def __init__(
        self, theme: Theme, level: Level, text: str, role: Role = Role.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, 11, role, parent)
        self._level: Level = level

    def set_light(self, level: Level, text: str) -> None:
        self._level, self._text = level, text
        self.setAccessibleName(text)
        self._restyle()

    def _draw(self, painter: QPainter, rect: QRectF) -> None:
        draw_light(painter, self._theme, self._level, rect)

    def _tone(self) -> Token:
        return LIGHT_TONES[self._level]


class StageGlyph(_Mark):
    """The stage ring and the stage's name in the same colour."""

    def __init__(
        self, theme: Theme, mark: StageMark, text: str, role: Role = Role.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, 14, role, parent)
        self._mark = mark

    def set_stage(self, mark: StageMark, text: str) -> None:
        self._mark, self._text = mark, text
        self.setAccessibleName(text)
        self._restyle()

    def _draw(self, painter: QPainter, rect: QRectF) -> None:
        draw_stage(painter, self._theme, self._mark, rect)

    def _tone(self) -> Token:
        return stage_tone(self._mark)
