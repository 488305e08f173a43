"""The first page as it was last seen, while the desktop behind it is still being opened.

It takes what somebody in a hurry has to say: a line typed here, words to search for, a page or a task pointed
at. All of it goes on in the real window, which takes its place.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.profile_settings import ProfileSettings
from ui.pages.places import ICONS, PAGES, make_rail
from ui.theme.theme import Theme
from ui.theme.tokens import TOKENS, Token
from ui.theme.type_scale import Role
from ui.widgets.first_place import stand_first
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.nesting import nest
from ui.widgets.painting import draw_box
from ui.widgets.rail import COLLAPSED_WIDTH, WIDTH, Rail

if TYPE_CHECKING:
    from ui.context.last_seen import Figure, LastSeen, Task

FRAME = 16  # milliseconds in which what was typed by then is seen, before anything large is begun
UNSEEN = 200  # milliseconds after which a window that was not painted is behind others
LOOK_EVERY, REST = 20, 0.4  # milliseconds; seconds without a key after which a line is let go of
PATIENCE = 5.0  # seconds for which somebody who types without a pause is waited for
FIGURES = 5  # boxes before it is known what is in them
_ROW, _WHEN = 36, 72  # px at 100 %
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass
class Wish:
    """What was asked for before the desktop could do it."""

    line: str = ""
    search: str = ""
    page: str = ""
    record: tuple[str, str] | None = None


class Opened(Protocol):
    """A desktop that has been built and is not shown yet."""

    window: QWidget

    def ready(self) -> bool:
        """Whether its first page has something to show."""
        ...

    def fulfil(self, wish: Wish) -> None:
        """Go on with what was begun."""
        ...


class _Painted(QWidget):
    """Painted words: a widget for each of them would take longer to make than to read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.seen: LastSeen | None = None

    def _words(
        self, painter: QPainter, rect: QRect, text: str, role: Role, tone: str, *, right: bool = False
    ) -> int:
        """Draw ``text`` into ``rect``; the width it took, px."""
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.color(_token(tone)))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _RIGHT if right else _LEFT, shown)
        return metrics.horizontalAdvance(shown)


class _Figures(_Painted):
    """The row of key figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedHeight(theme.px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        figures = self.seen.figures if self.seen is not None else ()
        for number in range(len(figures) or FIGURES):
            box = self.box(number)
            draw_box(painter, box, px(8), theme.color("bg.panel"), theme.color("border"))
            if figures:
                self._paint(painter, box.adjusted(px(16), px(10), -px(16), -px(10)), figures[number])

    def box(self, number: int) -> QRect:
        """Where a figure stands; the first, the year's money, has twice the room, as on Today."""
        gap = self._theme.px(12)
        count = len(self.seen.figures) if self.seen is not None else FIGURES
        width = (self.width() - gap * count) // (count + 1)
        if not number:
            return QRect(0, 0, 2 * width + gap, self.height())
        return QRect((number + 1) * (width + gap), 0, width, self.height())

    def _paint(self, painter: QPainter, box: QRect, one: "Figure") -> None:
        px, line = self._theme.px, box.height() // 4
        self._words(painter, box.adjusted(0, 0, 0, -3 * line), one.label, Role.META, "text.2")
        middle = box.adjusted(0, line, 0, -line)
        used = self._words(painter, middle, one.figure, Role.FIGURE, "text.1")
        self._words(painter, middle.adjusted(used + px(6), px(4), 0, 0), one.unit, Role.META, "text.2")
        self._words(painter, box.adjusted(0, 3 * line, 0, 0), one.below, Role.META, one.tone)


class _Tasks(_Painted):
    """What is to be done, a line each; a click asks for one."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._same_day, self._chosen = True, -1

    def show_seen(self, seen: "LastSeen", *, same_day: bool) -> None:
        """What is to be done; where it is of another day, with the day itself instead of “today”."""
        self.seen, self._same_day = seen, same_day
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{seen.heading} {seen.count}")
        self.setAccessibleDescription("\n".join(f"{one.when} {one.title} {one.detail}" for one in seen.tasks))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        draw_box(painter, self.rect(), px(8), theme.color("bg.panel"), theme.color("border"))
        if self.seen is None:
            return
        head = QRect(px(16), px(12), self.width() - px(32), px(24))
        used = self._words(painter, head, self.seen.heading, Role.CARD_TITLE, "text.1")
        self._words(painter, head.adjusted(used + px(8), 0, 0, 0), self.seen.count, Role.META, "text.3")
        for number, one in enumerate(self.seen.tasks):
            row = self._row(number)
            if row.bottom() > self.height() - px(8):
                break
            self._paint_row(painter, row, one, chosen=number == self._chosen)

    def _paint_row(self, painter: QPainter, row: QRect, one: "Task", *, chosen: bool) -> None:
        theme, px = self._theme, self._theme.px
        if chosen:
            draw_box(painter, row.adjusted(0, 0, 0, -1), px(4), theme.color("accent.soft"))
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, theme.color("line"))
        inner = row.adjusted(px(4), 0, -px(4), 0)
        when, tone = (one.when, one.tone) if self._same_day else (one.day, "text.2")
        self._words(painter, inner, when, Role.BODY, tone)
        inner.setLeft(inner.left() + px(_WHEN + 8))
        if one.badge and self._same_day:
            taken = self._words(painter, inner, one.badge, Role.META, "text.3", right=True)
            inner.setRight(inner.right() - taken - px(12))
        used = self._words(painter, inner, one.title, Role.BODY, "text.1")
        inner.setLeft(inner.left() + used + px(8))
        self._words(painter, inner, one.detail, Role.META, "text.2")

    def _row(self, number: int) -> QRect:
        px = self._theme.px
        return QRect(px(16), px(44) + number * px(_ROW), self.width() - px(32), px(_ROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        for number, one in enumerate(self.seen.tasks if self.seen is not None else ()):
            if self._row(number).contains(place):
                self._chosen = number
                self.asked.emit(one.kind, one.id)
                self.update()


class Doorstep(QWidget):
    """Rail, search, the line of quick capture with the keyboard on it; figures and tasks as they were."""

    drawn = Signal()
    """It is on the screen, or nobody looks: what is loaded from now on holds nothing up. Once."""

    def __init__(self, theme: Theme, looks: ProfileSettings) -> None:
        super().__init__()
        self._theme, self._looks, self.wish, self._last_key = theme, looks, Wish(), 0.0
        self._rail: Rail | None = None
        tr = theme.words.tr
        self.setWindowTitle(tr("ui.product"))
        self.search, self.line = LineEdit(theme), LineEdit(theme)
        for field, example in ((self.search, "ui.search.example"), (self.line, "ui.today.line")):
            field.setPlaceholderText(tr(example))
            field.setAccessibleName(tr(example))
            field.textEdited.connect(self._typed)
        self.title = Label("", Role.PAGE_TITLE)
        self.figures, self.tasks = _Figures(theme), _Tasks(theme)
        self.tasks.asked.connect(lambda kind, id: self._ask(record=(kind, id)))
        self._row = QHBoxLayout(self)
        self._side = theme.px(COLLAPSED_WIDTH if looks.rail_folded else WIDTH)
        self._row.setContentsMargins(self._side, 0, 0, 0)
        self._row.setSpacing(0)
        nest(self._row, self._page(), 1)
        self._keys()
        place = QByteArray.fromBase64(looks.place.encode())
        if place.isEmpty() or not self.restoreGeometry(place):
            stand_first(self)
        self.line.setFocus()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._drawn)
        self._wait.start(UNSEEN)

    def _drawn(self) -> None:
        QTimer.singleShot(FRAME, self, self._show_rail)  # what was typed meanwhile is seen before
        self.drawn.emit()

    def _show_rail(self) -> None:
        self.rail.show()

    @property
    def rail(self) -> Rail:
        """The rail; made when the line is on the screen, which somebody may be waiting for."""
        if self._rail is None:
            self._rail = self._make_rail()
            self._rail.set_collapsed(self._looks.rail_folded)
            self._row.setContentsMargins(0, 0, 0, 0)
            self._row.insertWidget(0, self._rail)
        return self._rail

    def _make_rail(self) -> Rail:
        rail = make_rail(self._theme)
        rail.set_current(PAGES[0])
        rail.selected.connect(lambda page: self._ask(page=page))
        return rail

    def _page(self) -> QVBoxLayout:
        px = self._theme.px
        page = QVBoxLayout()
        page.setContentsMargins(px(20), px(10), px(20), px(16))
        page.setSpacing(px(12))
        top = QHBoxLayout()
        self.search.setFixedSize(px(440), px(32))
        top.addWidget(self.search)
        top.addStretch(1)
        top.addWidget(Label(self._theme.words.tr("ui.start.opening"), Role.META, "text.2"))
        nest(page, top)
        page.addSpacing(px(10))
        page.addWidget(self.title)
        self.line.setFixedHeight(px(40))
        page.addWidget(self.line)
        page.addWidget(self.figures)
        page.addWidget(self.tasks, 1)
        return page

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+K": self.search.setFocus,
            "Ctrl+N": self.line.setFocus,
        }
        for number, page in enumerate(PAGES[:9], start=1):
            keys[f"Ctrl+{number}"] = partial(self._ask, page=page)
        for keyed, run in keys.items():
            QShortcut(QKeySequence(keyed), self).activated.connect(run)

    def show_seen(self, seen: "LastSeen", today: date) -> None:
        """Fill it as it was."""
        same_day = seen.day == today.isoformat()
        self.title.setText(
            seen.title if same_day else self._theme.words.tr("ui.doorstep.as_of", day=seen.title)
        )
        for place, count in seen.counts.items():
            if place in ICONS:
                self.rail.set_count(place, count)
        self.rail.set_person(*seen.person)
        self.figures.seen = seen
        self.figures.setAccessibleName(
            "  ".join(f"{one.label} {one.figure}{one.unit}" for one in seen.figures)
        )
        self.figures.update()
        self.tasks.show_seen(seen, same_day=same_day)

    def _typed(self) -> None:
        self._last_key = time.monotonic()

    def _ask(self, *, page: str = "", record: tuple[str, str] | None = None) -> None:
        """Remember the last thing asked for, and show that it was understood."""
        self.wish.page, self.wish.record = page, record
        self.rail.set_current(page or PAGES[0])

    def at_rest(self) -> bool:
        """Whether nobody is in the middle of a word."""
        composing = self.line.guard.composing or self.search.guard.composing
        return not composing and time.monotonic() - self._last_key >= REST

    def wished(self) -> Wish:
        """Everything that was asked for here."""
        self.wish.line, self.wish.search = self.line.text(), self.search.text()
        return self.wish

    def leave(self) -> None:
        """Something else takes its place."""
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """With a line begun it stays the moment until the desktop is there, which keeps it."""
        event.setAccepted(not self.line.text().strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._wait.isActive():
            self._wait.start(0)  # when everything in it is painted, too
        painter, px, theme = QPainter(self), self._theme.px, self._theme
        painter.fillRect(self.rect(), theme.color("bg.app"))
        painter.fillRect(0, 0, self._side, self.height(), theme.color("bg.rail"))
        painter.fillRect(
            QRect(QPoint(self._side, px(51)), self.rect().bottomRight()).adjusted(
                0, 0, 0, px(52) - self.height()
            ),
            theme.color("border"),
        )


class Handover(QObject):
    """Shows the desktop in the place of the doorstep, once it has something to show and nobody is typing."""

    def __init__(self, doorstep: Doorstep, desktop: Opened, parent: QObject) -> None:
        super().__init__(parent)
        self._doorstep, self._desktop = doorstep, desktop
        self._until = time.monotonic() + PATIENCE
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """The program ends."""
        self._timer.stop()

    def _look(self) -> None:
        late = time.monotonic() > self._until and not self._doorstep.line.guard.composing
        if (self._desktop.ready() and self._doorstep.at_rest()) or late:
            self.stop()
            self._hand_over()

    def _hand_over(self) -> None:
        doorstep, window = self._doorstep, self._desktop.window
        window.restoreGeometry(doorstep.saveGeometry())
        window.show()
        wish = doorstep.wished()
        doorstep.leave()
        self._desktop.fulfil(wish)


def _token(name: str) -> Token:
    """The colour of this name; that of plain text where an older version kept another."""
    return next((token for token in TOKENS if token == name), "text.1")
