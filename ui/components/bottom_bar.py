"""32 px at the bottom: what is selected and its sums; the notice on secrets and the unit at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.rules.amounts import Unit
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Icon
from ui.widgets.inspector import clear_layout
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.switches import SegmentedControl

UNITS = (Unit.YUAN, Unit.WAN, Unit.YI)


class BottomBar(QWidget):
    """The sums bar."""

    unit_chosen = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        px = ctx.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(2), px(20), px(2))
        row.setSpacing(px(12))
        self._left = QHBoxLayout()
        self._left.setSpacing(px(12))
        nest(row, self._left, 1)
        row.addWidget(Icon(ctx.theme, "shield", "text.3", 14))
        row.addWidget(Label(ctx.tr("ui.no_secrets"), Role.MICRO, "text.2"))
        self.units = SegmentedControl(
            ctx.theme, [(unit.value, ctx.tr(f"ui.unit.{unit.value}")) for unit in UNITS], small=True
        )
        self.units.set_current(ctx.formats.unit.value)
        self.units.setAccessibleName(ctx.tr("ui.unit.title"))
        self.units.changed.connect(self.unit_chosen)
        row.addWidget(self.units)
        self.setMinimumHeight(px(32))

    def show_status(self, parts: Sequence[tuple[str, bool]], *, with_unit: bool) -> None:
        """Words at the left, (text, bold) each."""
        clear_layout(self._left)
        for text, bold in parts:
            label = ElidedLabel(text, Role.BODY_BOLD if bold else Role.META, "text.1" if bold else "text.2")
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._left.addWidget(label)
        self._left.addStretch(1)
        self.units.setVisible(with_unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ctx.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.panel"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
