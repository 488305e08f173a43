"""One side of a conflict as a radio box: the value, marked where it differs, and why it is what it is."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
LONG = 24  # letters: beyond this a value is laid out in lines
LONGEST = 1200  # letters shown of a value; the tooltip has no more either


class ConflictChoice(QRadioButton):
    """Value and reason; chosen = accent border, soft fill, bold. One ``QButtonGroup`` per field.

    ``spans`` are (start, end) of letters to mark; a long value, or one with marks, is laid out in lines.
    """

    def __init__(
        self,
        theme: Theme,
        value: str,
        reason: str = "",
        *,
        spans: tuple[tuple[int, int], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._reason, self._spans = theme, reason, spans
        self._value = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
        self._in_lines = bool(spans) or len(value) > LONG or "\n" in value
        self.setAutoExclusive(False)
        self.setAccessibleName(f"{self._value} {reason}".strip())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(self._in_lines)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    # ---- size
    def sizeHint(self) -> QSize:
        theme, px = self._theme, self._theme.px
        words = max(
            theme.metrics(bold=True).horizontalAdvance(self._value.partition("\n")[0]),
            theme.metrics(Role.META).horizontalAdvance(self._reason),
        )
        width = min(px(36) + words + px(12), px(320))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(140), self._theme.px(62 if self._reason else 40))

    def hasHeightForWidth(self) -> bool:
        return self._in_lines

    def heightForWidth(self, width: int) -> int:
        px = self._theme.px
        if not self._in_lines:
            return px(62 if self._reason else 40)
        text = self._document(width - px(48)).size().height()
        return round(text) + px(20) + (px(22) if self._reason else 0)

    def hitButton(self, pos: object) -> bool:
        # The whole box is the button, not only the native indicator and label.
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._in_lines:
            return
        theme, room = self._theme, self.width() - self._theme.px(36) - self._theme.px(12)
        # Bold, because choosing a value must not change what its tooltip says.
        cut = theme.metrics(bold=True).horizontalAdvance(self._value) > room
        cut = cut or theme.metrics(Role.META).horizontalAdvance(self._reason) > room
        self.setToolTip(f"{self._value}\n{self._reason}".strip() if cut else "")

    # ---- painting
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        chosen = self.isChecked()
        ground = theme.color("accent.soft" if chosen else "bg.hover" if self.underMouse() else "bg.panel")
        draw_box(painter, self.rect(), px(6), ground, theme.color("accent" if chosen else "border"))
        line = px(20)
        top = px(10) if self._in_lines else self._middle(line)
        self._paint_dot(painter, top + (line - px(15)) // 2)
        area = QRect(px(36), top, self.width() - px(48), line)
        if self._in_lines:
            self._paint_lines(painter, area)
            area.moveTop(self.height() - px(10) - line)
        else:
            self._paint_line(painter, area)
            area.translate(0, line + px(2))
        if self._reason:
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("text.2"))
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(area, _LEFT, painter.fontMetrics().elidedText(self._reason, elide, area.width()))

    def _middle(self, line: int) -> int:
        """Where the first line begins so that value and reason stand in the middle."""
        return (self.height() - (line * 2 + self._theme.px(2) if self._reason else line)) // 2

    def _paint_dot(self, painter: QPainter, top: int) -> None:
        theme, px = self._theme, self._theme.px
        side = px(15)
        dot = QRect(px(13), top, side, side)
        if not self.isChecked():
            draw_box(painter, dot, side / 2, theme.color("bg.panel"), theme.color("border.strong"))
            return
        draw_box(painter, dot, side / 2, theme.color("accent"))
        inner = dot.adjusted(px(5), px(5), -px(5), -px(5))
        draw_box(painter, inner, inner.width() / 2, theme.color("on.accent"))

    def _paint_line(self, painter: QPainter, area: QRect) -> None:
        painter.setFont(self._theme.font(bold=self.isChecked()))
        painter.setPen(self._theme.color("text.1"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(area, _LEFT, painter.fontMetrics().elidedText(self._value, elide, area.width()))

    def _paint_lines(self, painter: QPainter, area: QRect) -> None:
        document = self._document(area.width())
        painter.save()
        painter.translate(area.topLeft())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self._theme.color("text.1"))
        context.clip = QRectF(0, 0, area.width(), document.size().height())
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _document(self, width: int) -> QTextDocument:
        """The value in lines; what differs is bold, underlined and on a ground of its own."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font())
        document.setPlainText(self._value)
        mark = QTextCharFormat()
        mark.setBackground(self._theme.color("warn.soft"))
        mark.setFontUnderline(True)
        mark.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(document)
        for start, end in self._spans:
            cursor.setPosition(min(start, len(self._value)))
            cursor.setPosition(min(end, len(self._value)), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(mark)
        document.setTextWidth(max(width, 40))
        return document
