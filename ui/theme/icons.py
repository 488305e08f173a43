"""Outline icons tinted with a token, sharp at every size and screen density."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

# 1.75 px at 18 px on a grid of 24.
_STROKE = f'stroke-width="{1.75 * 24 / 18:.3f}"'


class UnknownIcon(KeyError):
    """No such file in ``resources/icons``: a misspelt name, so it is raised, never drawn as a blank."""


class _Wanted(NamedTuple):
    """A picture as it is kept."""

    name: str
    rgba: int
    device_px: int
    ratio: float


class IconSet:
    """Reads ``<folder>/<name>.svg`` once and keeps every tinted picture it has drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[_Wanted, QPixmap] = {}

    def names(self) -> list[str]:
        """Every icon there is, sorted."""
        return sorted(file.stem for file in self._folder.glob("*.svg"))

    def svg(self, name: str, colour: QColor) -> str:
        """The SVG text of ``name`` in ``colour``.

        Raises:
            UnknownIcon: there is no such icon.
        """
        if name not in self._sources:
            file = self._folder / f"{name}.svg"
            if not file.is_file():
                raise UnknownIcon(name)
            self._sources[name] = file.read_text(encoding="utf-8").replace('stroke-width="2"', _STROKE)
        return self._sources[name].replace("currentColor", colour.name())

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """``name`` in ``colour``, ``size`` logical px square, for a screen of ``ratio`` device px per px."""
        wanted = _Wanted(name, colour.rgba(), round(size * ratio), ratio)
        if wanted not in self._pixmaps:
            self._pixmaps[wanted] = self._draw(wanted, colour)
        return self._pixmaps[wanted]

    def icon(self, name: str, colour: QColor, disabled: QColor, size: int) -> "QIcon":
        """A ``QIcon`` for menus and item views, with its disabled look."""
        from PySide6.QtGui import QIcon  # here: the first window shows none

        made = QIcon()
        for ratio in (1.0, 2.0):
            made.addPixmap(self.pixmap(name, colour, size, ratio))
            made.addPixmap(self.pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
        return made

    def _draw(self, wanted: _Wanted, colour: QColor) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        pixmap = QPixmap(wanted.device_px, wanted.device_px)
        pixmap.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(self.svg(wanted.name, colour).encode()))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, wanted.device_px, wanted.device_px))
        painter.end()
        pixmap.setDevicePixelRatio(wanted.ratio)
        return pixmap
