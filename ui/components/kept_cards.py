"""The parts of a view that stay while what they tell stays: only the others are made anew."""

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context.context import Context

T = TypeVar("T")


class KeptCards:
    """Cards, or whole columns of them, by name.

    All that a card is made of is told with it: records, days, words. Where that is equal to what it was made
    of before, the card is the same one, with whatever the person was doing in it.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Any]] = {}
        self._shown: set[str] = set()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """What is not asked for in the block is let go: its view takes it out."""
        self._shown.clear()
        yield
        self._kept = {name: kept for name, kept in self._kept.items() if name in self._shown}

    def card(self, name: str, told: object, make: Callable[[], T]) -> T:
        """The card made of ``told``."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != told:
            kept = self._kept[name] = told, make()
        self._shown.add(name)
        found: T = kept[1]
        return found

    def forget(self) -> None:
        """Make everything anew: another record, unit of amounts, day, or other rules."""
        self._kept.clear()


class CardColumn(QWidget):
    """Cards, or lines of one, under each other; those that stay are not laid out again."""

    def __init__(self, ctx: Context, spacing: int = 12) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # it grew: what is there is not painted again
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(ctx.theme.px(spacing))
        self._column.addStretch(1)
        self._cards: list[QWidget] = []

    def hold(self, cards: Sequence[QWidget], staying: Set[QWidget] = frozenset()) -> None:
        """Hold these, in this order; ``staying``: what other columns beside it hold now."""
        if list(cards) == self._cards:
            return
        self._drop({*self._cards} - {*cards}, staying)
        for at, card in enumerate(cards):
            if self._cards[at : at + 1] != [card]:
                if card in self._cards:
                    self._cards.remove(card)
                self._column.insertWidget(at, card)
                self._cards.insert(at, card)

    def let_go(self, staying: Set[QWidget]) -> None:
        """Hold none of its cards any more."""
        self._drop({*self._cards}, staying)

    def _drop(self, cards: set[QWidget], staying: Set[QWidget]) -> None:
        for card in cards:
            self._cards.remove(card)
            self._column.removeWidget(card)
            if card not in staying:  # else another column takes it
                card.hide()
                card.deleteLater()


Line = tuple[str, object, Callable[[], QWidget]]
"""Its name, what it is made of, and what makes it."""


class KeptLines(CardColumn):
    """The lines of a card, each made anew only where what it tells has changed."""

    def __init__(self, ctx: Context, spacing: int) -> None:
        super().__init__(ctx, spacing)
        self._kept = KeptCards()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, in this order."""
        with self._kept.shown():
            self.hold([self._kept.card(*line) for line in lines])
