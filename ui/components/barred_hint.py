"""Says, while a lead is being typed, that it is on the negative list 负面清单; never in the way of saving."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.grade_words import barred_line
from app.rules.grading import SEARCHED, barred_by
from app.services.policy import pack_of
from ui.context.context import Context
from ui.widgets.label import Label


class BarredHint(QWidget):
    """The lines of the list that are met, each with the word and the field that met it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.lines: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._label = Label("", tone="danger", wrap=True)
        column.addWidget(self._label)
        self.hide()

    def look(self, values: Mapping[str, Any]) -> None:
        """What is typed so far, in the fields where the list looks."""
        pack = pack_of(self._ctx.desk)
        typed = {name: values.get(name) for name in SEARCHED}
        lines = [barred_line(pack, one, self._ctx.words) for one in barred_by(pack, typed)]
        if lines != self.lines:
            self.lines = lines
            self._label.setText("\n".join(lines))
            self.setVisible(bool(lines))
