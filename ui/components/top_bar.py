"""52 px at the top: search, how this laptop stands towards headquarters, the button of quick capture."""

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.search_popup import SearchBox
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.status_chip import StatusChip

LEAST_SEARCH = 160


class TopBar(QWidget):
    """Search left, chip and the primary button right."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), 0, px(20), 0)
        row.setSpacing(px(12))
        self.search = SearchBox(ctx)
        self.chip = StatusChip(ctx.theme)
        self.capture_button = Button(
            ctx.theme, ctx.tr("ui.capture.title"), ButtonKind.PRIMARY, icon="plus", hint="Ctrl+N"
        )
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.chip)
        row.addWidget(self.capture_button)
        self.setFixedHeight(px(52))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Leave room for a few letters of the search before the chip tells everything."""
        px = self._ctx.theme.px
        others = self.capture_button.sizeHint().width() + px(LEAST_SEARCH) + px(2 * 20 + 2 * 12)
        self.chip.set_compact(self.chip.full_width() + others > self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
