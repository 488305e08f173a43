"""预警: what is lit, by light, each with one sentence and a way to its record; put off with a reason."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.services.alerts import Alert, alerts
from app.services.late_updates import LIGHT, Deduction, deductions
from ui.components.alert_cards import AlertCard, deduction_words
from ui.components.page import Page, PageHeader, column_layout
from ui.context.context import Context
from ui.dialogs.snooze_dialog import SnoozeDialog
from ui.widgets.card import EmptyState
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

SHOWN = ("all", "red", "put_off")


class AlertsPage(Page):
    """Evaluated anew with every change, on the database thread."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "alerts")
        px = ctx.theme.px
        self.alerts: list[Alert] = []
        self._deductions: list[Deduction] = []
        self.cards: dict[str, AlertCard] = {}
        self._whole: set[str] = set()
        self._read = False
        self.header = PageHeader(ctx, ctx.tr("ui.page.alerts"))
        self.which = SegmentedControl(ctx.theme, [(key, ctx.tr(f"ui.alerts.show.{key}")) for key in SHOWN])
        self.which.changed.connect(lambda _key: self._show())
        self.header.right.addWidget(self.which)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20), px(12), px(20), px(16))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(px(12))
        nest(column, self._cards)
        column.addStretch(1)
        self._empty = EmptyState(ctx.theme, ctx.tr("ui.empty.alerts"))
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(Scrolled(content))
        self._stack.addWidget(self._empty)
        whole = column_layout(self)
        whole.addWidget(self.header)
        whole.addWidget(below, 1)
        ctx.hub.subscribe(self, (), lambda _changes: self.refresh())

    def arrive(self, tab: str = "") -> None:
        if tab in SHOWN:
            self.which.set_current(tab)
        self.setFocus()
        self.refresh()

    def current_tab(self) -> str:
        return self.which.current()

    def has_amounts(self) -> bool:
        return False

    def ready(self) -> bool:
        return self._read

    def status(self) -> Sequence[tuple[str, bool]]:
        lit = [one for one in self.alerts if one.put_off is None]
        red = sum(one.level == "red" for one in lit)
        put_off = len(self.alerts) - len(lit)
        return [
            (self.ctx.tr("ui.alerts.count", red=red, yellow=len(lit) - red), True),
            (self.ctx.tr("ui.alerts.put_off_count", count=put_off), False),
        ]

    def refresh(self) -> None:
        """Evaluate everything again."""
        ctx = self.ctx
        ctx.read(self._evaluated, self._take, key=("alerts", id(self)), owner=self)

    def _evaluated(self) -> tuple[list[Alert], list[Deduction]]:
        found = alerts(self.ctx.desk)
        return found, deductions(self.ctx.desk, found)

    def _take(self, found: tuple[list[Alert], list[Deduction]]) -> None:
        (self.alerts, self._deductions), self._read = found, True
        self._show()
        self.status_changed.emit()

    def shown(self) -> list[Alert]:
        """What the switch lets through."""
        which = self.which.current()
        if which == "put_off":
            return [one for one in self.alerts if one.put_off is not None]
        return [one for one in self.alerts if one.put_off is None and (which != "red" or one.level == "red")]

    def _show(self) -> None:
        """Make the cards of lights that are new; the others show what is another."""
        shown, by_light = self.shown(), dict[str, list[Alert]]()
        for one in shown:
            by_light.setdefault(one.light, []).append(one)
        for light in self.cards.keys() - by_light.keys():
            card = self.cards.pop(light)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = {light: self.cards.get(light) or self._card(light) for light in by_light}
        for place, (light, card) in enumerate(self.cards.items()):
            card.show_alerts(by_light[light], whole=light in self._whole)
            if self._cards.indexOf(card) != place:
                self._cards.insertWidget(place, card)
        if LIGHT in self.cards:
            self.cards[LIGHT].show_note(deduction_words(self.ctx, self._deductions))
        self.header.count.setText(str(len(shown)) if shown else "")
        self._stack.setCurrentIndex(0 if by_light else 1)

    def _card(self, light: str) -> AlertCard:
        card = AlertCard(self.ctx, light)
        card.put_off.connect(self.put_off)
        card.more_asked.connect(self._show_all)
        return card

    def _show_all(self, light: str) -> None:
        self._whole.add(light)
        self._show()

    def put_off(self, alert: Alert) -> SnoozeDialog:
        """Ask until when, and why."""
        dialog = SnoozeDialog(self.ctx, alert)
        self.ctx.dialog_asked.emit(dialog)
        return dialog
