"""考核: everybody against their targets and the clock, ranks with movement, each point down to its rule."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from app.rules.targets import Owner
from app.services.scores.board import Board, Line, entries, marks, what_if
from app.services.scores.ledger import Entry
from ui.components.board_rows import BoardRows
from ui.components.board_source import PUBLISH_KEYS, PublishButton, SourceBar, Told, told
from ui.components.bulletin_cards import BulletinCard, published_rows
from ui.components.indicator_card import IndicatorCard
from ui.components.kept_cards import CardColumn, KeptCards
from ui.components.page import Page, PageHeader, Surface, column_layout, tab_strip
from ui.components.record_menu import add_copy_line
from ui.components.score_cards import (
    LedgerCard,
    MissingCard,
    RatesCard,
    TargetsCard,
    checked_or_none,
    next_places,
)
from ui.components.search_actions import EARLIER, PUBLISH
from ui.components.table_menu import copy_words
from ui.context.context import Context
from ui.dialogs.bulletins_dialog import BulletinsDialog
from ui.pages.appraisal_tab import AppraisalTab
from ui.pages.goals_tab import GoalsTab
from ui.pages.leads_tab import LeadsTab
from ui.pages.merit_tab import MeritTab
from ui.pages.rewards_tab import RewardsTab
from ui.pages.score_tab import ScoreTab
from ui.pages.terms_tab import TermsTab
from ui.theme.type_scale import Role
from ui.widgets.card import EmptyState, SectionHeader
from ui.widgets.inspector import clear_layout
from ui.widgets.label import Label
from ui.widgets.menu import Menu
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.standings import Standings
from ui.widgets.switches import SegmentedControl, Tab, TabBar

OWNERS = (Owner.UNIT, Owner.PERSON, Owner.LEADER)
PERIODS = ("year", "half")
BOARD, GOALS, LEADS, MERIT, APPRAISAL, TERMS, REWARDS = TABS = (
    *("board", "goals", "leads", "merit", "appraisal", "terms", "rewards"),
)
_TABS: Mapping[str, Callable[[Context], ScoreTab]] = {
    GOALS: GoalsTab,
    LEADS: LeadsTab,
    MERIT: MeritTab,
    APPRAISAL: AppraisalTab,
    TERMS: TermsTab,
    REWARDS: RewardsTab,
}


class ScoresPage(Page):
    """Read anew with every change, on the database thread."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "scores")
        self.found: Board | None = None
        self.told: Told | None = None
        self._owner = ""
        self._ranking = ""
        self._orders: Mapping[str, str] | None = None
        self.rankings: SegmentedControl
        self._rows = BoardRows(ctx)
        self.missing: MissingCard | None = None
        self.indicators: IndicatorCard | None = None
        self.ledger: LedgerCard | None = None
        self._kept = KeptCards()
        self._tab = BOARD
        self._made: dict[str, ScoreTab] = {}
        self._header()
        self._body()
        ctx.hub.subscribe(self, (), lambda _changes: self.refresh())

    # ---- building
    def _header(self) -> None:
        ctx = self.ctx
        self.header = PageHeader(ctx, ctx.tr("ui.page.scores"))
        owners = [(one.value, ctx.tr(f"choice.goal.owner.{one.value}")) for one in OWNERS]
        self.whose = SegmentedControl(ctx.theme, owners)
        self.period = SegmentedControl(
            ctx.theme, [(one, ctx.tr(f"choice.goal.period.{one}")) for one in PERIODS]
        )
        for switch in (self.whose, self.period):
            switch.changed.connect(lambda _key: self.refresh())
            self.header.right.addWidget(switch)
        self.publish_button = PublishButton(ctx, self.period.current)
        self.header.right.addWidget(self.publish_button)
        QShortcut(QKeySequence(PUBLISH_KEYS), self).activated.connect(self.publish_button.publish)

    def _body(self) -> None:
        ctx, px = self.ctx, self.ctx.theme.px
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = Surface(ctx)
        column = QVBoxLayout(left)
        column.setContentsMargins(px(8), px(8), 0, 0)
        column.setSpacing(px(8))
        self._rankings = QHBoxLayout()
        self._rankings.setContentsMargins(px(12), 0, px(12), 0)
        nest(column, self._rankings)
        self.heads = Label("", Role.META, "text.3")
        self.heads.setContentsMargins(px(12), 0, 0, 0)
        column.addWidget(self.heads)
        self.standings = Standings(ctx.theme)
        self.standings.chosen.connect(self.show_owner)
        self.standings.menu_of = self.menu
        column.addWidget(Scrolled(self.standings), 1)
        row.addWidget(left, 11)
        content = QWidget()
        right = QVBoxLayout(content)
        right.setContentsMargins(px(12), px(12), px(20), px(16))
        self._cards = CardColumn(ctx)
        right.addWidget(self._cards)
        right.addStretch(1)
        row.addWidget(Scrolled(content), 9)
        self.source = SourceBar(ctx)
        filled = QWidget()
        whole_board = column_layout(filled)
        whole_board.addWidget(self.source)
        whole_board.addWidget(both, 1)
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(filled)
        self._stack.addWidget(EmptyState(ctx.theme, ctx.tr("ui.empty.scores")))
        whole = column_layout(self)
        whole.addWidget(self.header)
        whole.addWidget(self._strip())
        self._parts = QStackedWidget()
        self._parts.addWidget(below)
        whole.addWidget(self._parts, 1)

    def _strip(self) -> Surface:
        ctx = self.ctx
        self.tabs = TabBar(ctx.theme, [Tab(name, ctx.tr(f"ui.scores.tab.{name}")) for name in TABS])
        self.tabs.changed.connect(self.show_tab)
        return tab_strip(ctx, self.tabs)

    # ---- page
    def arrive(self, tab: str = "") -> None:
        """``tab``: one of the tabs; the sort of owner, or one owner's name, on the board; ``PUBLISH`` to
        stand on the button that does, ``EARLIER`` for what was published before.
        """
        if tab in (*TABS, PUBLISH, EARLIER):
            self._tab = tab if tab in TABS else BOARD
        elif tab:
            self._tab = BOARD
            if tab in {one.value for one in OWNERS}:
                self.whose.set_current(tab)
            else:
                self._owner = tab
        self.setFocus()
        self.show_tab(self._tab)
        if tab == PUBLISH:
            self.publish_button.setFocus()
        elif tab == EARLIER:
            self.ctx.dialog_asked.emit(BulletinsDialog(self.ctx))

    def show_tab(self, name: str) -> None:
        """Go to a tab and read it again."""
        self._tab = name
        self.tabs.set_current(name)
        for widget in (self.whose, self.period, self.header.count):
            widget.setVisible(name == BOARD)
        self.publish_button.offer(name == BOARD)
        part = self.part
        if part is not None:
            self._parts.setCurrentWidget(part)
            self._begin()
        else:
            self._parts.setCurrentIndex(0)
        self.refresh()
        self.status_changed.emit()

    def _begin(self) -> None:
        """The keyboard into the lines of a tab once they are there; not taken from elsewhere."""
        if self.part is not None and self.hasFocus():
            self.part.begin()

    @property
    def part(self) -> ScoreTab | None:
        """The tab in view; None on the board. Made when first opened."""
        if self._tab == BOARD:
            return None
        if self._tab not in self._made:
            made = self._made[self._tab] = _TABS[self._tab](self.ctx)
            made.shown.connect(self._begin)
            self._parts.addWidget(made)
        return self._made[self._tab]

    def current_tab(self) -> str:
        return self.whose.current() if self._tab == BOARD else self._tab

    @property
    def new_kind(self) -> str:
        return self.part.new_kind if self.part is not None else ""

    def make_new(self) -> bool:
        if self.part is None:
            return False
        self.part.add()
        return True

    def ready(self) -> bool:
        return self.found is not None if self.part is None else self.part.loaded

    def set_unit(self) -> None:
        for part in self._made.values():
            part.set_unit()
        self.refresh()

    def status(self) -> Sequence[tuple[str, bool]]:
        if self._tab != BOARD or self.found is None:
            return ()
        window, tr = self.found.window, self.ctx.tr
        days = {"first": window.first.isoformat(), "last": window.last.isoformat()}
        pack = self.found.pack.name.said(self.ctx.words.language)
        return [(tr("ui.scores.window", **days), True), (tr("ui.scores.by_pack", pack=pack), False)]

    def refresh(self) -> None:
        """Read the tab in view again."""
        if self.part is not None:
            self.part.refresh()
            return
        ctx, owner, kind = self.ctx, Owner(self.whose.current()), self.period.current()
        ctx.read(
            lambda: told(ctx.desk, owner, kind),
            self._take,
            key=("scores", id(self)),
            owner=self,
        )

    # ---- showing
    def _take(self, found: Told) -> None:
        self.told, self.found = found, found.board
        ids = found.orders(self.ctx)
        if self._ranking not in ids:
            self._ranking = next(iter(ids), "")
        self.source.show_source(found)
        self.publish_button.show_last(found.bulletin)
        self.publish_button.offer(self._tab == BOARD)
        self._show_rankings()
        self._show_standings()
        names = [row.key for row in self.standings.rows]
        self._stack.setCurrentIndex(0 if names else 1)
        self.header.count.setText(str(len(names)) if names else "")
        if names:
            own = next((name for name in names if name in found.own), names[0])
            self.show_owner(self._owner if self._owner in names else names[0] if found.whole else own)
        self.status_changed.emit()

    def _show_rankings(self) -> None:
        ctx = self.ctx
        assert self.told is not None
        orders = self.told.orders(ctx)
        if orders == self._orders:
            self.rankings.set_current(self._ranking)
            return
        clear_layout(self._rankings)
        self._orders = orders
        switch = SegmentedControl(ctx.theme, list(orders.items()))
        switch.set_current(self._ranking)
        switch.changed.connect(self.rank_by)
        self.rankings = switch
        self._rankings.addWidget(switch)
        switch.setVisible(bool(orders))  # not before it has its place: it would be a window of its own
        self._rankings.addStretch(1)
        self.heads.setText(ctx.tr("ui.scores.heads" if orders else "ui.scores.heads.live"))

    def rank_by(self, id: str) -> None:
        """Order the board by another ranking."""
        self._ranking = id
        self._show_standings()
        self.standings.set_current(self._owner)

    def _show_standings(self) -> None:
        told = self.told
        assert told is not None
        if (published := told.published) is not None:
            listed = published.order(self._ranking)
            self.standings.set_rows(published_rows(self.ctx, published, listed, told.marked))
            return
        self.standings.set_rows(self._rows.rows(told, self._ranking))

    def menu(self, name: str) -> Menu:
        """Of a row of the board: its targets, and copying it or the whole board."""
        ctx, rows = self.ctx, self.standings.rows
        menu = Menu(ctx.theme, self.standings)
        menu.add(ctx.tr("ui.scores.tab.goals"), partial(self.show_tab, GOALS), icon="target")
        menu.addSeparator()
        told = {one.key: "\t".join((one.rank, one.name, one.figure, one.note)) for one in rows}
        if name in told:
            add_copy_line(ctx, menu, told[name])
        whole = ctx.theme.words.tr("widgets.table.copy_all")
        menu.add(whole, partial(copy_words, ctx, "\n".join(told.values())), icon="layers")
        return menu

    def show_owner(self, name: str) -> None:
        """Open one owner at the right."""
        found = self.found
        assert found is not None
        self._owner = name
        self.standings.set_current(name)
        ctx = self.ctx
        if self.told is not None and name not in self.told.own:
            self._show_cards(found, name, ())
            return
        ctx.read(
            lambda: entries(ctx.desk, found, name),
            lambda lines: self._show_cards(found, name, lines),
            key=("score-ledger", id(self)),
            owner=self,
        )

    def _show_cards(self, found: Board, name: str, lines: Sequence[Entry]) -> None:
        told = self.told
        if told is None or found is not self.found:
            return
        with self._kept.shown():
            cards: list[QWidget] = []
            if told.published is not None and told.bulletin is not None:
                bulletin, published = told.bulletin, told.published
                make = partial(BulletinCard, self.ctx, bulletin, published, name)
                cards.append(self._kept.card("bulletin", (bulletin, published, name), make))
            line = found.line(name) if name in told.own else None
            self.missing = self.indicators = self.ledger = None
            if line is not None:
                cards += self._own_cards(told, found, line, lines)
            self._cards.hold(cards)

    def _own_cards(self, told: Told, found: Board, line: Line, lines: Sequence[Entry]) -> list[QWidget]:
        """What is told of one's own; a card that says the same stays, with what was typed into it."""
        ctx, name, kept = self.ctx, line.owner, self._kept.card
        by = (name, found.pack.id, found.pack.version, ctx.formats.unit_name)
        cards: list[QWidget] = []
        if not told.whole:
            words = ctx.tr("ui.scores.live.named", name=name)
            cards.append(kept("named", by, lambda: SectionHeader(ctx.theme, words)))
        of = (*by, line.points, line.targets, line.quotas, line.unscored)
        cards.append(kept("targets", of, lambda: TargetsCard(ctx, line)))
        if told.whole and (composite := marks(found, name)):
            self.indicators = kept(
                "indicators", (*by, composite), lambda: IndicatorCard(ctx, found, composite)
            )
            cards.append(self.indicators)
        rates = (*by, dict(line.figures), dict(line.rates))
        cards.append(kept("rates", rates, lambda: RatesCard(ctx, found, line)))
        if told.whole:
            self.missing = self._missing_card(found, (*by, line.points))
            cards.append(self.missing)
        self.ledger = kept("ledger", (*by, list(lines)), lambda: LedgerCard(ctx, found, lines))
        return [*cards, self.ledger]

    def _missing_card(self, found: Board, by: tuple[object, ...]) -> MissingCard:
        places = next_places(self.ctx, found, self._owner)
        card = self._kept.card("missing", (*by, places), lambda: self._new_missing(found, places))
        card.answer.setText("")  # it was of the figures before
        return card

    def _new_missing(self, found: Board, places: Sequence[tuple[str, str]]) -> MissingCard:
        card = MissingCard(self.ctx, found, places)
        card.asked.connect(self.reckon)
        return card

    def reckon(self, raw: Mapping[str, Any]) -> None:
        """What one more project would change; nothing is kept."""
        ctx, found, card = self.ctx, self.found, self.missing
        assert found is not None and card is not None
        values = checked_or_none(ctx, raw)
        if values is not None:
            card.show_answer(what_if(found, self._owner, values, found.window.last))
