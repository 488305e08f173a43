"""Several of a few: boxes in a row."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.theme.theme import Theme
from ui.widgets.fields.editor import FieldEditor
from ui.widgets.flow_layout import FlowLayout


class TicksField(FieldEditor):
    """``options`` are (key, text); the value is the list of ticked keys, in their order."""

    def __init__(
        self, theme: Theme, options: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        holder = QWidget()
        row = FlowLayout(holder, theme.px(16))
        self.boxes = {key: QCheckBox(text) for key, text in options}
        for box in self.boxes.values():
            box.toggled.connect(lambda _on: self.changed.emit())
            row.addWidget(box)
        self._adopt(holder)
        self.setFocusProxy(next(iter(self.boxes.values()), None))  # type: ignore[arg-type]

    def value(self) -> list[str]:
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: object) -> None:
        chosen = value if isinstance(value, (list, tuple)) else ()
        for key, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(key in chosen)
            box.blockSignals(False)

    def raw(self) -> str:
        return ",".join(self.value())

    def set_raw(self, text: str) -> None:
        self.set_value(text.split(","))

    def set_invalid(self, invalid: bool) -> None:
        """Boxes have no border of their own; the row below says what is wrong."""

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        for box in self.boxes.values():
            box.setEnabled(not read_only)
