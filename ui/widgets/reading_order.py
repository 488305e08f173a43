"""The order of Tab: as one reads, from the top left to the bottom right, each frame read before the next.

Qt's own order is that of making: pages made later, buttons made first and cards made anew turn it round.
"""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QButtonGroup, QWidget

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def stops(root: QWidget) -> list[QWidget]:
    """What Tab comes to inside ``root`` now, in reading order."""
    found: list[QWidget] = []
    for part in _in_lines(root):
        if _is_stop(part):
            found.append(part)
        found += stops(part)
    return found


def next_stop(root: QWidget, now: QWidget | None, forward: bool) -> bool:
    """Move the keyboard on inside ``root``, round at the end; whether there is anywhere to go."""
    chain = stops(root)
    if not chain:
        return False
    if now in chain:
        place = chain.index(now) + (1 if forward else -1)
    else:
        place = _beside(root, chain, now, forward)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    chain[place % len(chain)].setFocus(reason)
    return True


def _beside(root: QWidget, chain: list[QWidget], now: QWidget | None, forward: bool) -> int:
    """Where to go from what is itself no stop: to the first in it, or in the smallest frame around it."""
    frame = now
    while frame is not None and frame is not root:
        inside = [place for place, one in enumerate(chain) if frame.isAncestorOf(one)]
        if inside:
            return inside[0] if forward else inside[0] - 1 if frame is now else inside[-1]
        frame = frame.parentWidget()
    return 0 if forward else -1


def _in_lines(frame: QWidget) -> list[QWidget]:
    """What is to be seen in a frame: what stands beside each other from the left, line by line."""
    left = [
        one for one in frame.findChildren(QWidget, options=_DIRECT) if one.isVisible() and not one.isWindow()
    ]
    left.sort(key=lambda one: (one.y(), one.x()))
    found: list[QWidget] = []
    while left:
        middle = left[0].y() + left[0].height() // 2
        line = [one for one in left if one.y() <= middle]
        found += sorted(line, key=lambda one: (one.x(), one.y()))
        left = left[len(line) :]
    return found


def _is_stop(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    if policy == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
        return False
    if _is_viewport(widget) or widget.focusProxy() is not None:
        return False
    if isinstance(widget, QAbstractButton) and (one := _chosen(widget)) is not None:
        return one is widget
    return bool(policy & Qt.FocusPolicy.TabFocus)


def _is_viewport(widget: QWidget) -> bool:
    """Whether it is what a scroll area scrolls, whose proxy the area is.

    Asked for that proxy, PySide hangs the area below its own viewport: two wrappers that hold nothing but
    each other, and the next look for garbage deletes the area, as it did with the print preview's page.
    """
    frame = widget.parentWidget()
    return isinstance(frame, QAbstractScrollArea) and frame.viewport() is widget


def _chosen(button: QAbstractButton) -> QAbstractButton | None:
    """The checked one of buttons of which only one can be; the arrows move among them."""
    group = cast(QButtonGroup | None, button.group())  # Qt says None where PySide6 declares a group
    frame = button.parentWidget()
    if group is not None and group.exclusive():
        return group.checkedButton()
    if group is not None or not button.autoExclusive() or frame is None:
        return None
    alike = frame.findChildren(QAbstractButton, options=_DIRECT)
    return next((one for one in alike if one.autoExclusive() and one.isChecked() and one.isVisible()), None)
