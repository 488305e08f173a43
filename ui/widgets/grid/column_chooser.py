"""A drop-down of check boxes for the columns of a grid."""

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.models.columns import CellKind
from ui.models.window_table import WindowTable
from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.drop_down import DropDown
from ui.widgets.grid.grid import Grid
from ui.widgets.label import Label


class ColumnChooser(DropDown):
    """Stays open while boxes are ticked; columns of priority 0 cannot be taken off."""

    def __init__(self, theme: Theme, grid: Grid, model: WindowTable, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent or grid, sides=14, ends=8)
        self._grid, column = grid, self.column
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
        self.first = next((box for box in self.boxes.values() if box.isEnabled()), None)

    def open_under(self, anchor: QWidget, *, right: bool = True) -> None:
        """Drop down with the right edges in line: its button is at the right of the page."""
        super().open_under(anchor, right=right)

    def _choose(self) -> None:
        self._grid.set_hidden_columns({key for key, box in self.boxes.items() if not box.isChecked()})
