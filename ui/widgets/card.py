"""Boxes that hold content: card, section header, banner, empty state, facts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Token
from ui.theme.type_scale import Role
from ui.widgets.button import Button, ButtonKind
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box, draw_icon


class Box(QWidget):
    """A rounded ground with an optional 1 px border; put a layout on it."""

    def __init__(
        self,
        theme: Theme,
        *,
        fill: Token = "bg.panel",
        border: Token | None = "border",
        radius: int = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._fill, self._border, self._radius = theme, fill, border, radius
        self._width = 1
        theme.changed.connect(self.update)

    def set_look(self, fill: Token, border: Token | None, width: int = 1) -> None:
        self._fill, self._border, self._width = fill, border, width
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = self._theme.color(self._border) if self._border else None
        fill = self._theme.color(self._fill)
        draw_box(QPainter(self), self.rect(), self._theme.px(self._radius), fill, edge, self._width)


class SectionHeader(QWidget):
    """A bold title, a count in meta, and at most one link or unit at the right."""

    link_clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        count: str = "",
        link: str = "",
        unit: str = "",
        role: Role = Role.CARD_TITLE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._title = ElidedLabel(title, role)
        # Shown or not only once they have a parent: a widget without one would be a window.
        self._count = Label(count, Role.META, "text.3")
        row.addWidget(self._title)
        row.addWidget(self._count)
        self._count.setVisible(bool(count))
        row.addStretch()
        self._unit = Label(unit, Role.META, "text.3")
        row.addWidget(self._unit)
        self._unit.setVisible(bool(unit))
        self._link = Button(theme, link, ButtonKind.LINK)
        self._link.clicked.connect(self.link_clicked)
        row.addWidget(self._link)
        self._link.setVisible(bool(link))

    def drop_link(self) -> None:
        """Nothing more is to be had by it."""
        self._link.hide()

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def count(self) -> str:
        """What stands behind the title."""
        return self._count.text()

    def set_count(self, count: str) -> None:
        self._count.setText(count)
        self._count.setVisible(bool(count))

    def set_unit(self, unit: str) -> None:
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))

    def set_link(self, link: str) -> None:
        self._link.setText(link)
        self._link.setVisible(bool(link))


class Card(Box):
    """A panel with a header; add content to ``body``."""

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        *,
        count: str = "",
        link: str = "",
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.body.setSpacing(theme.px(8))
        self.header = SectionHeader(theme, title, count=count, link=link, unit=unit)
        self.body.addWidget(self.header)
        self.header.setVisible(bool(title))


class Line(QFrame):
    """A 1 px rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line")
        self.setFixedHeight(1)


class Banner(Box):
    """A notice inside the page: icon, bold title, lines below, at most one button at the right."""

    action_clicked = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str = "",
        *,
        tone: Token = "warn",
        ground: Token = "warn.soft",
        icon: str = "alert-triangle",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, fill=ground, border=None, radius=6, parent=parent)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(Icon(theme, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(4))
        self._title = Label(
            title, Role.BODY_BOLD if text else Role.BODY, tone if text else "text.1", wrap=True
        )
        self._text = Label(text, Role.BODY, "text.1", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        nest(row, self.body, 1)
        self._text.setVisible(bool(text))
        if action:
            button = Button(theme, action)
            button.clicked.connect(self.action_clicked)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_text(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))


class Icon(QWidget):
    """An icon that is only looked at."""

    def __init__(
        self, theme: Theme, name: str, token: Token = "text.2", size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._token, self._size = theme, name, token, size
        self._fit()
        theme.changed.connect(self._fit)

    def set_icon(self, name: str, token: Token) -> None:
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        spot = self.rect().topLeft()
        spot.setY((self.height() - self._theme.px(self._size)) // 2)
        draw_icon(QPainter(self), self._theme, self._name, self._token, spot, self._size)

    def _fit(self) -> None:
        # As high as a line of body text, so that it centres on the first line beside it.
        self.setFixedSize(self._theme.px(self._size), max(self._theme.px(self._size), self._theme.px(20)))
        self.update()


class Note(Box):
    """A quiet sentence with an icon on sunken ground; ``words`` may change."""

    def __init__(self, theme: Theme, icon: str, text: str = "") -> None:
        super().__init__(theme, fill="bg.sunken", border=None, radius=6)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(8))
        row.addWidget(Icon(theme, icon, "text.2", 14))
        self.words = Label(text, tone="text.2", wrap=True)
        row.addWidget(self.words, 1)


class EmptyState(QWidget):
    """One sentence and one action where a list has nothing to show."""

    action_clicked = Signal()

    def __init__(
        self, theme: Theme, sentence: str, action: str = "", *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addStretch(2)
        self._sentence = Label(sentence, Role.BODY, "text.2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        self._button = Button(theme, action, hint=hint)
        self._button.clicked.connect(self.action_clicked)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._button.setVisible(bool(action))
        column.addStretch(3)

    def set_action(self, action: str) -> None:
        """Offer another action, or none with ""."""
        self._button.setText(action)
        self._button.setVisible(bool(action))

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)


class Facts(QWidget):
    """Label and value per line; labels 76 wide in text.3, values may be widgets."""

    def __init__(self, theme: Theme, label_width: int = 76, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._label_width = theme, label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def set_facts(self, facts: Sequence[tuple[str, str | QWidget]]) -> None:
        """Replace every line."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for row, (label, value) in enumerate(facts):
            name = ElidedLabel(label, Role.BODY, "text.3")
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            shown = value if isinstance(value, QWidget) else self._text(value)
            self._grid.addWidget(shown, row, 1)

    def _text(self, value: str) -> Label:
        label = Label(value or "—", Role.BODY, "text.1" if value else "text.3", wrap=True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.allow_copy()
        return label

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, self._theme.px(self._label_width))
