"""What happened, newest first: round icons on a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.card import Icon
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.offering import Offering
from ui.widgets.painting import draw_box, draw_icon, icon_spot

_DISC, _GAP = 26, 10


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """``when`` is already words; ``badge_icon`` shows the standing before it (“arrow-up” = to send)."""

    key: str
    icon: str
    title: str
    when: str
    text: str = ""
    badge_icon: str = ""
    badge_tooltip: str = ""


class _Entry(Offering, QWidget):
    opened = Signal(str)
    menu_of: Callable[[str], Menu | None] | None = None

    def __init__(self, theme: Theme, entry: TimelineEntry, last: bool) -> None:
        super().__init__()
        self._theme, self._entry, self._last = theme, entry, last
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{entry.title} {entry.when}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(_DISC + _GAP), theme.px(3), 0, 0 if last else theme.px(_GAP))
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(ElidedLabel(entry.title, Role.BODY_BOLD), 1)
        if entry.badge_icon:
            badge = Icon(theme, entry.badge_icon, "text.3", 14)
            badge.setToolTip(entry.badge_tooltip)
            head.addWidget(badge)
        head.addWidget(Label(entry.when, Role.META, "text.3"))
        nest(column, head)
        if entry.text:
            column.addWidget(Label(entry.text, Role.BODY, "text.2", wrap=True))
        theme.changed.connect(self.update)

    def menu(self) -> Menu | None:
        """What the owner of the timeline says of the entry."""
        return self.menu_of(self._entry.key) if self.menu_of is not None else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._entry.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._entry.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        side = px(_DISC)
        if not self._last:
            thread = QRect(side // 2, side + px(2), 1, self.height() - side - px(4))
            painter.fillRect(thread, theme.color("border"))
        disc = QRect(0, 0, side, side)
        draw_box(painter, disc, side / 2, theme.color("bg.hover"))
        draw_icon(painter, theme, self._entry.icon, "text.2", icon_spot(theme, disc, 14), 14)


class Timeline(QWidget):
    """Entries under each other; double click or Enter opens one."""

    opened = Signal(str)
    """Key of the entry to open."""
    menu_of: Callable[[str], Menu | None] | None = None
    """Makes the menu of the entry with this key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._count = theme, 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Replace every entry; the first is the newest."""
        self._count = len(entries)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, entry in enumerate(entries):
            shown = _Entry(self._theme, entry, last=number == len(entries) - 1)
            shown.opened.connect(self.opened)
            shown.menu_of = self.menu_of
            self._column.addWidget(shown)
        self._column.addStretch()

    def count(self) -> int:
        return self._count
