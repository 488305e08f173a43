"""Choosing one of a few in place: segmented control and tab bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.type_scale import Role
from ui.widgets.painting import draw_box

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: ``count`` stands beside the name (“6”, “12/15”), in warn when ``alert``."""

    key: str
    text: str
    count: str = ""
    alert: bool = False


class _Switch(QAbstractButton):
    def __init__(self, theme: Theme, key: str, text: str) -> None:
        super().__init__()
        self.theme, self.key = theme, key
        self.setText(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setProperty("ringRadius", 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Row(QWidget):
    """Exclusive switches in a row; Left and Right move the choice."""

    changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def current(self) -> str:
        button = self._group.checkedButton()
        return button.key if isinstance(button, _Switch) else ""

    def set_current(self, key: str) -> None:
        """Show ``key`` as current; does not emit ``changed``."""
        for switch in self._switches():
            switch.setChecked(switch.key == key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [switch.key for switch in self._switches()]
        following = keys[(keys.index(self.current()) + step) % len(keys)]
        self._choose(following)
        next(s for s in self._switches() if s.key == following).setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, switch: _Switch) -> None:
        self._group.addButton(switch)
        self._row.addWidget(switch)
        switch.clicked.connect(lambda: self._choose(switch.key))
        if not self.current():
            switch.setChecked(True)

    def _choose(self, key: str) -> None:
        self.set_current(key)
        self.changed.emit(key)

    def _switches(self) -> list[_Switch]:
        return [button for button in self._group.buttons() if isinstance(button, _Switch)]

    def _restyle(self) -> None:
        for switch in self._switches():
            switch.updateGeometry()
            switch.update()
        self.update()


class _Segment(_Switch):
    def __init__(self, theme: Theme, key: str, text: str, small: bool) -> None:
        super().__init__(theme, key, text)
        self._small = small

    def sizeHint(self) -> QSize:
        px, role = self.theme.px, Role.META if self._small else Role.BODY
        words = self.theme.metrics(role, bold=True).horizontalAdvance(self.text())
        return QSize(words + px(16 if self._small else 24), px(20 if self._small else 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        if self.isChecked():
            draw_box(painter, self.rect(), theme.px(4), theme.color("bg.panel"))
        strong = self.isChecked() or self.underMouse()
        painter.setFont(theme.font(Role.META if self._small else Role.BODY, bold=self.isChecked()))
        painter.setPen(theme.color("text.1" if strong else "text.2"))
        painter.drawText(self.rect(), _CENTRE, self.text())


class SegmentedControl(_Row):
    """A few options on common ground, the current one raised: 表格 | 看板, or a unit switch (``small``)."""

    def __init__(
        self,
        theme: Theme,
        options: Sequence[tuple[str, str]],
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are (key, text); the first is current."""
        super().__init__(theme, parent)
        self._row.setContentsMargins(2, 2, 2, 2)
        for key, text in options:
            self._add(_Segment(theme, key, text, small))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(QPainter(self), self.rect(), self._theme.px(6), self._theme.color("bg.hover"))


class _TabSwitch(_Switch):
    def __init__(self, theme: Theme, tab: Tab) -> None:
        super().__init__(theme, tab.key, tab.text)
        self.show_tab(tab)

    def show_tab(self, tab: Tab) -> None:
        self.tab = tab
        self.setText(tab.text)
        self.setAccessibleName(f"{tab.text} {tab.count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme, px = self.theme, self.theme.px
        # Room for the bold word, so that choosing a tab moves no other.
        width = theme.metrics(Role.BODY, bold=True).horizontalAdvance(self.tab.text)
        if self.tab.count:
            width += px(6) + theme.metrics(Role.META).horizontalAdvance(self.tab.count)
        return QSize(width + px(8), px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self.theme, self.theme.px
        painter = QPainter(self)
        chosen = self.isChecked()
        painter.setFont(theme.font(Role.BODY, bold=chosen))
        painter.setPen(theme.color("text.1" if chosen or self.underMouse() else "text.2"))
        area = self.rect().adjusted(px(4), 0, 0, 0)
        painter.drawText(area, _LEFT, self.tab.text)
        if self.tab.count:
            area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(self.tab.text) + px(6))
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("warn" if self.tab.alert else "text.3"))
            painter.drawText(area, _LEFT, self.tab.count)
        if chosen:
            painter.fillRect(QRect(0, self.height() - 2, self.width(), 2), theme.color("accent"))


class TabBar(_Row):
    """Tabs with counts; the current one bold and underlined."""

    def __init__(self, theme: Theme, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(20))
        for tab in tabs:
            self._add(_TabSwitch(theme, tab))

    def set_tab(self, tab: Tab) -> None:
        """Show another text or count on the tab with the same key."""
        for switch in self._switches():
            if isinstance(switch, _TabSwitch) and switch.key == tab.key:
                switch.show_tab(tab)
