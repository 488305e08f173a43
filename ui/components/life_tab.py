"""A tab of cards about a project's life."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.components.kept_cards import KeptCards
from ui.components.project_life import ProjectLife
from ui.components.record_cards import Columns
from ui.components.snapshot import Snapshot
from ui.context.context import Context

Cards = Callable[[Context, Snapshot, ProjectLife, KeptCards], list[list[QWidget]]]


class LifeTab(QWidget):
    """``cards`` gives the columns of cards for a snapshot, those that stay out of what is kept."""

    def __init__(self, ctx: Context, cards: Cards) -> None:
        super().__init__()
        self._ctx, self._cards = ctx, cards
        self.kept = KeptCards()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._columns = Columns(ctx)
        column.addWidget(self._columns)

    def show_life(self, snapshot: Snapshot) -> None:
        """Show a project's life; nothing for other records."""
        life = snapshot.life
        with self.kept.shown():
            self._columns.set_columns(
                self._cards(self._ctx, snapshot, life, self.kept) if life is not None else []
            )
