"""A drop-down of check boxes for the columns of a grid."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from ui.models.columns import CellKind
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.grid.grid import Grid
from ui.widgets.label import Label
from ui.widgets.painting import draw_box


class ColumnChooser(QFrame):
    """Stays open while boxes are ticked; columns of priority 0 cannot be taken off."""

    def __init__(self, theme: Theme, grid: Grid, model: WindowTable, parent: QWidget | None = None) -> None:
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        super().__init__(parent or grid, flags)
        self._theme, self._grid = theme, grid
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(16), theme.px(8))
        column.setSpacing(theme.px(8))
        column.addWidget(Label(theme.words.tr("widgets.columns"), Role.META, "text.3"))
        self.boxes: dict[str, QCheckBox] = {}
        hidden = grid.hidden_columns()
        for one in model.columns:
            if one.kind is CellKind.CHECK:
                continue
            box = self.boxes[one.key] = QCheckBox(one.title)
            box.setChecked(one.key not in hidden)
            box.setEnabled(one.priority > 0)
            box.toggled.connect(self._choose)
            column.addWidget(box)

    def open_under(self, button: QWidget) -> None:
        """Drop down with the right edges in line."""
        self.adjustSize()
        corner = button.mapToGlobal(
            QPoint(button.width() - self.width(), button.height() + self._theme.px(4))
        )
        self.move(corner)
        self.show()
        first = next((box for box in self.boxes.values() if box.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        draw_box(QPainter(self), self.rect(), theme.px(8), theme.color("bg.panel"), theme.color("border"))

    def _choose(self) -> None:
        self._grid.set_hidden_columns({key for key, box in self.boxes.items() if not box.isChecked()})
