"""A survey of a list: cards that say how whole, how far or how many, each figure leading to its rows."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.amounts import Unit, exact_amount
from app.rules.rounding import percent
from app.store.reading import Filter
from ui.components.record_cards import Columns
from ui.components.record_menu import opening_menu
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.opening_row import OpeningRow
from ui.widgets.progress_strip import ProgressBar
from ui.widgets.scrolled import Scrolled


class Survey(Scrolled):
    """Reads on the database thread, shows cards in columns; ``asked`` wants these filters on the list."""

    asked = Signal(object)

    def __init__(self, ctx: Context) -> None:
        content = QWidget()
        super().__init__(content)
        self._ctx = ctx
        px = ctx.theme.px
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        self._columns = Columns(ctx)
        column.addWidget(self._columns)
        column.addStretch(1)

    def refresh(self) -> None:
        """Read again."""
        self._ctx.read(self.load, self._show, key=("survey", id(self)), owner=self)

    def load(self) -> Any:
        """What the cards show; on the database thread."""
        raise NotImplementedError

    def cards(self, loaded: Any) -> list[list[QWidget]]:
        """The cards, column by column."""
        raise NotImplementedError

    def ask(self, field: str, value: str | None) -> None:
        """The rows with this value, or without any."""
        self.asked.emit([Filter(field, "eq", value) if value else Filter(field, "empty")])

    def _show(self, loaded: Any) -> None:
        self._columns.set_columns(self.cards(loaded))


class ShareRow(OpeningRow):
    """A name, a bar, and “2/5  40.0%”; a click or Enter leads to the rows."""

    def __init__(self, ctx: Context, name: str, done: int, total: int) -> None:
        super().__init__(ctx.theme)
        self._ctx = ctx
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        px = ctx.theme.px
        words = f"{done}/{total}"
        share = share_words(Fraction(done, total) if total else None)
        self.setAccessibleName(f"{name} {words} {share}")
        line = QHBoxLayout(self)
        line.setContentsMargins(px(6), px(3), px(6), px(3))
        line.setSpacing(px(8))
        title = ElidedLabel(name)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(title, 1)
        bar = ProgressBar(ctx.theme)
        bar.setFixedWidth(px(72))
        bar.set_share(done / total if total else 0.0)
        line.addWidget(bar)
        for text, width in ((words, 48), (share, 56)):
            label = Label(text, Role.META, "text.2")
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setMinimumWidth(px(width))
            line.addWidget(label)

    def menu(self) -> Menu:
        """Show its rows, or copy what it says."""
        return opening_menu(self._ctx, self, icon="filter")


def share_words(share: Fraction | None) -> str:
    """“37.5%”; a share of nothing is “—”."""
    return percent(share, 1)


def wan_words(ctx: Context, amount: Decimal) -> str:
    """Sums of a few 万元, which 亿元 would round to nothing."""
    return ctx.tr("ui.amount.wan", figure=exact_amount(amount, Unit.WAN))


def figure_card(ctx: Context, title: str, figure: str, below: str) -> Card:
    """A key figure and what it counts."""
    card = Card(ctx.theme, title)
    card.body.addWidget(Label(figure, Role.FIGURE))
    card.body.addWidget(Label(below, Role.META, "text.2", wrap=True))
    return card


def fact_card(ctx: Context, title: str, facts: Sequence[tuple[str, str]]) -> Card:
    """Labels left, figures right."""
    card = Card(ctx.theme, title)
    card.body.setSpacing(ctx.theme.px(4))
    for label, figure in facts:
        line = QHBoxLayout()
        line.addWidget(ElidedLabel(label, Role.BODY, "text.2"), 1)
        line.addWidget(Label(figure, Role.BODY_BOLD))
        nest(card.body, line)
    return card
