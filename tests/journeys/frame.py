"""What a journey is, what its hands do and count, and the table of how it went."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.services.desk import Desk
from ui.main_window import MainWindow

PATIENCE = 60.0  # seconds
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many keys, clicks and lines of text; ``ms``: each named answer of the machine."""

    keys: int
    clicks: int
    lines: int = 0
    ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Journey:
    """One row: its number in journeys.md, what it is, its budget, and the hands' way through it.

    ``walk`` asserts that what was wanted came about.
    """

    number: str
    name: str
    budget: Budget
    walk: Callable[["Hands"], None]


class NotAnswered(AssertionError):
    """The screen did not show what was waited for."""


def _pause(milliseconds: int) -> None:
    """Let the window go on as it does by itself.

    Not ``QTest.qWait``: it keeps the interpreter to itself, and threads wait 5 ms at each of their steps.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Hands:
    """A person at the keyboard and the mouse of one window: everything they do is counted."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self.window, self.desk = window, desk
        self.keys = self.clicks = self.lines = 0
        self.answers: dict[str, list[float]] = {}
        self._acted = time.perf_counter()

    # ---- acting
    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """One key, with what is held down."""
        self.keys += 1
        self._act()
        QTest.keyClick(self.focus, key, modifier)

    def letter(self, letter: str) -> None:
        """One key of a letter or digit."""
        self.keys += 1
        self._act()
        QTest.keyClicks(self.focus, letter)

    def line(self, text: str, name: str = "") -> None:
        """A line of words as the input method hands them over, one after the other; ``name`` times each."""
        self.lines += 1
        for char in text:
            self._act()
            event = QInputMethodEvent()
            event.setCommitString(char)
            QApplication.sendEvent(self.focus, event)
            if name:
                self._note(name)

    def paste(self, text: str) -> None:
        """Ctrl+V of what was copied elsewhere."""
        mime = QMimeData()
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)
        self.press(Qt.Key.Key_V, CTRL)

    def click(self, widget: QWidget) -> None:
        """One click of the left button."""
        self.clicks += 1
        self._act()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drop(self, file: Path) -> None:
        """A file dragged from elsewhere onto the window: counted as a click."""
        self.clicks += 1
        self._act()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        spot, buttons = QPointF(self.window.rect().center()), Qt.MouseButton.LeftButton
        event = QDropEvent(spot, Qt.DropAction.CopyAction, mime, buttons, NONE)
        self.window.dropEvent(event)

    def open(self, name: str) -> None:
        """One click on an entry of the rail."""
        words = self.window.ctx.tr(f"ui.page.{name}")
        (entry,) = (one for one in self.window.rail.findChildren(QAbstractButton) if _named(one) == words)
        self.click(entry)

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        return QApplication.focusWidget() or self.window

    # ---- waiting
    def until(self, true: Callable[[], bool], name: str = "") -> None:
        """Wait for the screen; ``name`` notes how long it took since the last act."""
        end = time.perf_counter() + PATIENCE
        while not true():
            if time.perf_counter() > end:
                raise NotAnswered(name or "nothing happened")
            _pause(1)
        if name:
            self._note(name)

    def rest(self) -> None:
        """Let everything that is under way come to its end; nobody waits for it."""
        self.until(self._idle)
        _pause(20)
        self.until(self._idle)

    def _idle(self) -> bool:
        return not (self.window.ctx.database.busy or self.window.ctx.hub.settling)

    def timed(self, name: str, work: Callable[[], object]) -> None:
        """Note how long a piece of work takes by itself."""
        self._act()
        work()
        self._note(name)

    def _act(self) -> None:
        self._acted = time.perf_counter()

    def _note(self, name: str) -> None:
        self.answers.setdefault(name, []).append((time.perf_counter() - self._acted) * 1000)


def _named(entry: QAbstractButton) -> str:
    """What an entry of the rail is called, without the count beside it."""
    return entry.accessibleName().rstrip("0123456789 ")


@dataclass(frozen=True, slots=True)
class Result:
    """How a journey went; ``trouble`` where it did not come to its end."""

    journey: Journey
    keys: int
    clicks: int
    lines: int
    ms: dict[str, float]
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Whether it came to its end within its budget."""
        budget = self.journey.budget
        counted = self.keys <= budget.keys and self.clicks <= budget.clicks and self.lines <= budget.lines
        return not self.trouble and counted and not self.slow

    @property
    def slow(self) -> tuple[str, ...]:
        """The answers that took too long, or were never measured."""
        limits = self.journey.budget.ms.items()
        return tuple(name for name, limit in limits if self.ms.get(name, float("inf")) > limit)


def walked(journey: Journey, window: MainWindow, desk: Desk) -> Result:
    """Make one journey; of each answer the value that 95 of 100 do not exceed counts."""
    hands, trouble = Hands(window, desk), ""
    hands.rest()
    try:
        journey.walk(hands)
    except AssertionError as error:
        trouble = str(error) or "what was wanted did not come about"
    ms = {name: _worst_of_twenty(times) for name, times in hands.answers.items()}
    return Result(journey, hands.keys, hands.clicks, hands.lines, ms, trouble)


def table(results: Sequence[Result]) -> str:
    """One row for each journey: what it took, what it may take, whether it is within."""
    rows = [("", "journey", "keys", "clicks", "lines", "ms", "budget", "ok")]
    for one in results:
        budget = one.journey.budget
        may = f"{budget.keys} keys, {budget.clicks} clicks, {budget.lines} lines"
        ms = ", ".join(
            f"{name} {one.ms.get(name, float('nan')):.1f} ≤ {limit:g}" for name, limit in budget.ms.items()
        )
        ok = "ok" if one.ok else f"NO: {one.trouble or ', '.join(one.slow) or 'too many steps'}"
        rows.append(
            (
                one.journey.number,
                one.journey.name,
                str(one.keys),
                str(one.clicks),
                str(one.lines),
                ms,
                may,
                ok,
            )
        )
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(_padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _worst_of_twenty(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _width(text: str) -> int:
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in text)


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - _width(text))
