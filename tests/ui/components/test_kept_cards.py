"""A line more in a card of a page: what is painted for it, and where."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.desktops import Desktop
from ui.components.kept_cards import KeptLines
from ui.components.record_cards import Columns
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.scrolled import Scrolled

WIDTH, HEIGHT = 1000, 700


class Watched(Label):
    """A label that notes where it was when it was painted."""

    def __init__(self, text: str) -> None:
        super().__init__(text, Role.BODY)
        self.painted_at: list[int] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted_at.append(self.mapTo(self.window(), self.rect().topLeft()).y())
        super().paintEvent(event)


class Growing(Card):
    """A card of lines."""

    def __init__(self, ctx: Context, lines: list[str]) -> None:
        super().__init__(ctx.theme, "清单")
        self.lines = KeptLines(ctx, 2)
        self.made: dict[str, Watched] = {}
        self.body.addWidget(self.lines)
        self.show_lines(lines)

    def show_lines(self, lines: list[str]) -> None:
        self.lines.show_lines([(text, text, lambda text=text: self._make(text)) for text in lines])  # type: ignore[misc]

    def _make(self, text: str) -> Watched:
        self.made[text] = Watched(text)
        return self.made[text]


class Shown:
    """Three cards in a window: one that grows, one under it, one beside it."""

    def __init__(self, ctx: Context) -> None:
        self.grows = Growing(ctx, ["甲", "乙"])
        self.below, self.beside = Growing(ctx, ["下"]), Growing(ctx, ["旁"])
        columns = Columns(ctx)
        columns.set_columns([[self.grows, self.below], [self.beside]])
        content = QWidget()
        content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        column = QVBoxLayout(content)
        column.addWidget(columns)
        column.addStretch(1)
        self.window = QMainWindow()
        self.window.setCentralWidget(Scrolled(content))
        self.window.resize(WIDTH, HEIGHT)

    @property
    def watched(self) -> list[Watched]:
        return [label for card in (self.grows, self.below, self.beside) for label in card.made.values()]


@pytest.fixture
def page(qtbot: QtBot, desktop: Desktop) -> Shown:
    made = Shown(desktop.window.ctx)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitUntil(lambda: all(label.painted_at for label in made.watched))
    qtbot.wait(20)
    for label in made.watched:
        label.painted_at.clear()
    return made


def test_what_a_line_more_does_not_move_is_not_painted_again(qtbot: QtBot, page: Shown) -> None:
    page.grows.show_lines(["甲", "乙", "新"])
    qtbot.waitUntil(lambda: "新" in page.grows.made and bool(page.grows.made["新"].painted_at))
    qtbot.wait(20)
    assert page.beside.made["旁"].painted_at == []
    below = page.below.made["下"]
    assert below.painted_at[-1] == below.mapTo(page.window, below.rect().topLeft()).y()


@pytest.mark.parametrize(
    "lines", [["新", "甲", "乙"], ["甲"], ["乙", "甲"], ["甲", "乙", *"一二三四五六七八九十"]]
)
def test_what_is_on_the_screen_is_what_a_fresh_painting_shows(
    qtbot: QtBot, page: Shown, lines: list[str]
) -> None:
    page.grows.show_lines(lines)
    qtbot.waitUntil(lambda: _on_screen(page.window) == page.window.grab().toImage())
    page.window.resize(WIDTH - 150, HEIGHT)
    qtbot.waitUntil(lambda: _on_screen(page.window) == page.window.grab().toImage())


def _on_screen(window: QWidget) -> QImage:
    """What was painted so far, as the window system has it."""
    return (
        window.screen().grabWindow(window.winId()).toImage().convertToFormat(window.grab().toImage().format())
    )
