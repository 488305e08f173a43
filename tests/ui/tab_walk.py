"""A walk with Tab through everything the keyboard reaches: each once, in reading order, seen when reached."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QWidget

from ui.components.page import Page

LONGEST = 400
MARGIN = 4
"""px around a widget in which its ring is drawn."""
SLACK = 4
"""px that neighbours of one line may stand apart in height, or overlap."""


def reached(root: QWidget) -> list[QWidget]:
    """What Tab has to come to in ``root``: of buttons that exclude each other the chosen one, if any is."""
    found = []
    for widget in root.findChildren(QWidget):
        policy = Qt.FocusPolicy.ClickFocus if isinstance(widget, QAbstractButton) else Qt.FocusPolicy.TabFocus
        wanted = bool(widget.focusPolicy() & policy) and widget.focusProxy() is None
        if wanted and widget.isVisible() and widget.isEnabled() and not isinstance(widget, Page):
            found.append(widget)
    return [one for one in found if not _rests(one)]


def _rests(widget: QWidget) -> bool:
    """Whether the arrows lead to it from the one of its group that is chosen."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group = cast(QButtonGroup | None, widget.group())
    frame = widget.parentWidget()
    alike = group.buttons() if group is not None and group.exclusive() else []
    if widget.autoExclusive() and frame is not None:
        alike += [one for one in frame.findChildren(QAbstractButton) if one.autoExclusive()]
    return any(one.isChecked() for one in alike)


def cycle(root: QWidget, key: Qt.Key, look: Callable[[QWidget], None] | None = None) -> list[QWidget]:
    """The widgets that pressing the key comes to, until it comes to one again; each is looked at."""
    found: list[QWidget] = []
    for _ in range(LONGEST):
        QTest.keyClick(QApplication.focusWidget() or root, key)
        now = QApplication.focusWidget()
        assert now is not None, f"the keyboard is nowhere after {name_of(found[-1]) if found else key}"
        if now in found:
            return found
        found.append(now)
        if look is not None:
            look(now)
    raise AssertionError(f"no end after {LONGEST} steps")


def name_of(widget: QWidget) -> str:
    """A widget in the words of a report."""
    parent = widget.parentWidget()
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} “{words[:24]}” in {type(parent).__name__}"


def _place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _line_of(widget: QWidget) -> list[QWidget]:
    line = [widget]
    while (parent := line[-1].parentWidget()) is not None:
        line.append(parent)
    return line[::-1]


def backwards(root: QWidget, first: QWidget, second: QWidget) -> bool:
    """Whether going from the first to the second goes up, or to the left on the same height.

    Compared are the two parts of the smallest frame around both: columns are read one after the other.
    """
    here, there = _line_of(first), _line_of(second)
    fork = next((n for n, (one, two) in enumerate(zip(here, there, strict=False)) if one is not two), None)
    if fork is None:
        return False  # one is inside the other
    one, two = _place(here[fork], root), _place(there[fork], root)
    above = two.bottom() <= one.top() + SLACK
    beside = two.right() <= one.left() + SLACK and two.top() < one.bottom() - SLACK
    return above or (beside and one.top() < two.bottom() - SLACK)


def _picture(window: QWidget, widget: QWidget) -> QImage:
    edges = QMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    return window.grab(_place(widget, window).marginsAdded(edges).intersected(window.rect())).toImage()


class Looker:
    """Notes what looks the same with and without the keyboard; of widgets of one sort in one place, one."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._seen: set[tuple[str, ...]] = set()
        self.unseen: list[str] = []

    def look(self, widget: QWidget) -> None:
        around = [parent for parent in _line_of(widget)[-3:] if parent is not self._window]
        sort = tuple(type(one).__name__ for one in around)
        if sort in self._seen:
            return
        self._seen.add(sort)
        held = _picture(self._window, widget)
        widget.clearFocus()
        if held == _picture(self._window, widget):
            self.unseen.append(name_of(widget))
        widget.setFocus(Qt.FocusReason.TabFocusReason)


def troubles(root: QWidget, looker: Looker) -> list[str]:
    """What is wrong with Tab and Shift+Tab in ``root``."""
    wanted, there = reached(root), cycle(root, Qt.Key.Key_Tab, looker.look)
    found = [f"missed {name_of(one)}" for one in wanted if one not in there]
    found += [f"strayed to {name_of(one)}" for one in there if one not in wanted]
    back = cycle(root, Qt.Key.Key_Backtab)
    if {*back} != {*there}:
        found.append("backwards another way: " + ", ".join(name_of(one) for one in {*back} ^ {*there}))
    # Once round is once back to the top: at any other place it is not as one reads.
    turns = [
        f"back from {name_of(one)} to {name_of(two)}"
        for one, two in zip(there, there[1:] + there[:1], strict=True)
        if backwards(root, one, two)
    ]
    found += turns if len(turns) > 1 else []
    found += [f"unseen {one}" for one in looker.unseen]
    looker.unseen = []
    return found
