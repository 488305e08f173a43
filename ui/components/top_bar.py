"""52 px at the top: search, how this laptop stands towards headquarters, the button that makes records."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.search_popup import SearchBox
from ui.context.context import Context
from ui.widgets.button import Button, ButtonKind
from ui.widgets.status_chip import StatusChip


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
        self.new_button = Button(ctx.theme, ctx.tr("ui.new"), ButtonKind.PRIMARY, icon="plus", hint="Ctrl+N")
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.chip)
        row.addWidget(self.new_button)
        self.setFixedHeight(px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.app"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
