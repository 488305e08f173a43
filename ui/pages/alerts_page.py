"""预警: what is lit, by light, each with one sentence and a way to its record; put off with a reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.services.alerts import Alert, alerts
from app.services.late_updates import LIGHT, Deduction, deductions
from ui.components.alert_cards import AlertCard, LitGroup, deduction_words
from ui.components.page import Page, PageHeader, column_layout
from ui.context.context import Context
from ui.dialogs.snooze_dialog import SnoozeDialog
from ui.widgets.card import EmptyState
from ui.widgets.nesting import nest
from ui.widgets.scrolled import Scrolled
from ui.widgets.switches import SegmentedControl

SHOWN = ("all", "red", "put_off")


class Told(NamedTuple):
    """Everything that is lit, and under each answer of the switch the groups by light, first things first."""

    alerts: list[Alert]
    deductions: list[Deduction]
    groups: dict[str, dict[str, LitGroup]]


def told_of(found: list[Alert], late: list[Deduction]) -> Told:
    """There are thousands: one look at each, on the database thread."""
    every, red, put_off = (defaultdict[str, LitGroup](LitGroup) for _ in SHOWN)
    for one in found:
        if one.put_off is not None:
            put_off[one.light].add(one)
            continue
        every[one.light].add(one)
        if one.level == "red":
            red[one.light].add(one)
    groups = {which: dict(group) for which, group in zip(SHOWN, (every, red, put_off), strict=True)}
    return Told(found, late, groups)


class AlertsPage(Page):
    """Evaluated anew with every change, on the database thread."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "alerts")
        px = ctx.theme.px
        self._told = told_of([], [])
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

    @property
    def alerts(self) -> list[Alert]:
        """Everything that is lit, put off or not."""
        return self._told.alerts

    def status(self) -> Sequence[tuple[str, bool]]:
        lit, red, put_off = (_count(self._told.groups[which]) for which in SHOWN)
        return [
            (self.ctx.tr("ui.alerts.count", red=red, yellow=lit - red), True),
            (self.ctx.tr("ui.alerts.put_off_count", count=put_off), False),
        ]

    def refresh(self) -> None:
        """Evaluate everything again."""
        ctx = self.ctx
        ctx.read(self._evaluated, self._take, key=("alerts", id(self)), owner=self)

    def _evaluated(self) -> Told:
        found = alerts(self.ctx.desk)
        return told_of(found, deductions(self.ctx.desk, found))

    def _take(self, told: Told) -> None:
        self._told, self._read = told, True
        self._show()
        self.status_changed.emit()

    def shown(self) -> list[Alert]:
        """What the switch lets through, by light."""
        return [one for group in self._shown_groups().values() for one in group.alerts]

    def _shown_groups(self) -> dict[str, LitGroup]:
        return self._told.groups[self.which.current()]

    def _show(self) -> None:
        """Make the cards of lights that are new; the others show what is another."""
        by_light = self._shown_groups()
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
            self.cards[LIGHT].show_note(deduction_words(self.ctx, self._told.deductions))
        self.header.count.setText(str(_count(by_light) or ""))
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


def _count(groups: Mapping[str, LitGroup]) -> int:
    return sum(len(group.alerts) for group in groups.values())
