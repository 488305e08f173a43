"""Ways for the links of a drawn chain: past the boxes of the layers between, never behind one."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainterPath

Link = tuple[str, str]


class Lanes:
    """Where each link runs, in px; ``gap`` is what lies between two boxes of a layer, ``bend`` the least
    reach of a curve.
    """

    def __init__(self, layers: Sequence[Sequence[tuple[str, QRect]]], gap: int, bend: int) -> None:
        self._layers, self._gap, self._bend = layers, gap, bend
        self._place = {key: (at, box) for at, layer in enumerate(layers) for key, box in layer}

    def paths(self, links: Sequence[Link]) -> Mapping[Link, QPainterPath]:
        """The curve of every link; those that share a lane run beside each other."""
        taken: dict[tuple[int, int], int] = {}
        found: dict[Link, QPainterPath] = {}
        for link in links:
            (start_at, start_box), (end_at, end_box) = (self._place[key] for key in link)
            start = QPointF(start_box.right() + 1, start_box.center().y())
            end = QPointF(end_box.left() - 1, end_box.center().y())
            path = QPainterPath(start)
            for at in range(start_at + 1, end_at):
                wanted = start.y() + (end.y() - start.y()) * (at - start_at) / (end_at - start_at)
                self._pass(path, at, wanted, taken)
            self._curve(path, end)
            found[link] = path
        return found

    def _pass(self, path: QPainterPath, at: int, wanted: float, taken: dict[tuple[int, int], int]) -> None:
        """Through a layer between, in the lane nearest to where the link wants to be."""
        boxes = [box for _, box in self._layers[at]]
        if not boxes:
            return
        lane = min(self._free(boxes), key=lambda y: abs(y - wanted))
        beside = taken.get((at, lane), 0)
        taken[(at, lane)] = beside + 1
        step = self._gap // 4
        y = lane + step * ((beside + 1) // 2) * (1 if beside % 2 else -1)
        self._curve(path, QPointF(boxes[0].left(), y))
        path.lineTo(QPointF(boxes[0].right(), y))

    def _free(self, boxes: Sequence[QRect]) -> list[int]:
        """The middles of what is free in a layer: between its boxes, below, and above if nothing is there."""
        half = self._gap // 2
        between = [(one.bottom() + other.top()) // 2 for one, other in pairwise(boxes)]
        top = min(box.top() for layer in self._layers for _, box in layer)
        above = [boxes[0].top() - half] if boxes[0].top() - self._gap >= top else []
        return [*above, *between, boxes[-1].bottom() + half]

    def _curve(self, path: QPainterPath, end: QPointF) -> None:
        start = path.currentPosition()
        reach = QPointF(max((end.x() - start.x()) / 2, self._bend), 0)
        path.cubicTo(start + reach, end - reach, end)
