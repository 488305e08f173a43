"""One attachment in the grid: its small picture or an icon, its name, and where its bytes are."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.model.row import Row
from app.services.carrying import Place, Standing
from app.services.thumbnails import Pixels
from ui.context.context import Context
from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Box, Icon
from ui.widgets.label import ElidedLabel
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box, draw_icon, icon_spot

WIDTH, PICTURE = 200, 112

SIGNS: dict[Place, tuple[str, Token]] = {
    Place.REMOTE: ("cloud", "text.3"),
    Place.FETCHING: ("download", "accent"),
    Place.HERE: ("laptop", "text.3"),
    Place.TAKEN: ("luggage", "accent"),
    Place.WAITING: ("upload", "text.2"),
    Place.REFUSED: ("alert-triangle", "danger"),
}


@dataclass(frozen=True, slots=True)
class FileActions:
    """What can be done with one file; each is given its row."""

    open: Callable[[Row], None]
    menu: Callable[[Row, Standing], Menu]


class Picture(QWidget):
    """The small picture, its middle filling the place; an icon where there is none."""

    def __init__(self, theme: Theme, small: Pixels | None, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        self._pixmap = _pixmap(small) if small is not None else None
        self.setFixedHeight(theme.px(PICTURE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def has_picture(self) -> bool:
        """Whether there is more to see than an icon."""
        return self._pixmap is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        draw_box(painter, self.rect(), theme.px(6), theme.color("bg.sunken"), None, 1)
        if self._pixmap is None:
            draw_icon(painter, theme, self._icon, "text.3", icon_spot(theme, self.rect(), 32), 32)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()), theme.px(6), theme.px(6))
        painter.setClipPath(edge)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        painter.drawPixmap(QRect(corner, size), self._pixmap)


class FileTile(Offering, Box):
    """Enter or a double click opens; the menu key, a right click or “…” shows what else can be done."""

    def __init__(
        self, ctx: Context, row: Row, standing: Standing, small: Pixels | None, actions: FileActions
    ) -> None:
        super().__init__(ctx.theme)
        self.row, self.standing = row, standing
        self._actions = actions
        px = ctx.theme.px
        self.setFixedWidth(px(WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(6))
        column.setSpacing(px(4))
        is_image = str(row["media_type"] or "").startswith("image/")
        self.picture = Picture(ctx.theme, small, "image" if is_image else "file-text")
        column.addWidget(self.picture)
        column.addWidget(ElidedLabel(row["name"] or "", Role.BODY))
        nest(column, self._foot(ctx))
        self.setAccessibleName(f"{row['name'] or ''} {self._told(ctx)}")

    def _foot(self, ctx: Context) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(ctx.theme.px(4))
        icon, tone = SIGNS[self.standing.place]
        foot.addWidget(Icon(ctx.theme, icon, tone, 14))
        told = ElidedLabel(self._told(ctx), Role.META, "danger" if tone == "danger" else "text.3")
        told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if self.standing.reason:
            told.setToolTip(ctx.formats.stored_reason(self.standing.reason))
        foot.addWidget(told, 1)
        self.more = Button(ctx.theme, "", ButtonKind.QUIET, icon="more-horizontal", small=True)
        self.more.setToolTip(ctx.tr("ui.action.more"))
        self.more.setAccessibleName(ctx.tr("ui.action.more"))
        self.more.clicked.connect(lambda: self.offer_under(self.more))
        foot.addWidget(self.more)
        return foot

    def _told(self, ctx: Context) -> str:
        words = ctx.tr(f"ui.files.place.{self.standing.place}")
        if self.standing.place is Place.REFUSED:
            return f"{words} · {ctx.formats.stored_reason(self.standing.reason)}"
        return f"{words} · {ctx.formats.size(self.row['size'] or 0)}"

    def menu(self) -> Menu:
        """What can be done with the file where it is."""
        return self._actions.menu(self.row, self.standing)

    # ---- events
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._actions.open(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._actions.open(self.row)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), super().sizeHint().height())


def _pixmap(small: Pixels) -> QPixmap:
    line = 3 * small.width
    image = QImage(small.rgb, small.width, small.height, line, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image)  # a copy: the bytes need not outlive it
