"""Words as they fit into what there is room for, known from one painting to the next."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

MOST = 2000
"""A screen has some hundred, and is painted again and again."""


class Fitting:
    """Of one painter; ``forget`` when its fonts are others."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, str], str] = {}

    def shown(self, painter: QPainter, text: str, width: int, font: str) -> str:
        """``text`` in the font of ``painter``, which is called ``font``, elided where it is wider than
        ``width`` px.
        """
        key = text, width, font
        found = self._known.get(key)
        if found is None:
            if len(self._known) == MOST:
                self._known.clear()
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            found = self._known[key] = elided
        return found

    def forget(self) -> None:
        """Measure everything anew."""
        self._known.clear()
