"""Alerts by their light: one card each, a line for every record, with why, and what puts it off."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from app.model.registry import KINDS
from app.services.alerts import Alert
from app.services.late_updates import Deduction
from ui.components.record_menu import opening_menu, record_menu
from ui.context.context import Context
from ui.theme.type_scale import Role
from ui.widgets.button import IconButton
from ui.widgets.card import Card
from ui.widgets.label import ElidedLabel, Label
from ui.widgets.marks import Light
from ui.widgets.menu import Menu
from ui.widgets.opening_row import OpeningRow

FEW = 12
UNIT_WIDTH = 120


class AlertRow(OpeningRow):
    """One alert; a click or Enter opens its record."""

    put_off = Signal()

    def __init__(self, ctx: Context, alert: Alert) -> None:
        super().__init__(ctx.theme)
        self._ctx, self.alert = ctx, alert
        px, why = ctx.theme.px, ctx.formats.reason(alert.why)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{alert.title} {why}".strip())
        if alert.opens[0]:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(4), px(3), px(4), px(3))
        row.setSpacing(px(12))
        level = ctx.tr("ui.light.red" if alert.level == "red" else "ui.light.yellow")
        light = Light(ctx.theme, "red" if alert.level == "red" else "yellow", level)
        # As wide for one word as for the other: names stand below each other.
        words = [
            ctx.theme.metrics().horizontalAdvance(ctx.tr(f"ui.light.{one}")) for one in ("red", "yellow")
        ]
        light.setFixedWidth(px(18) + max(words))
        row.addWidget(light)
        title = ElidedLabel(alert.title or ctx.tr("ui.alerts.this_laptop"))
        said = ElidedLabel(self._said(why), Role.BODY, "text.2")
        unit = ElidedLabel(alert.unit, Role.META, "text.3")
        unit.setFixedWidth(px(UNIT_WIDTH))
        for widget, stretch in ((title, 4), (said, 6)):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(widget, stretch)
        row.addWidget(unit)
        self.later = IconButton(ctx.theme, "clock", ctx.tr("ui.alerts.put_off"), box=24)
        self.later.clicked.connect(self.put_off)
        row.addWidget(self.later)
        self.later.setVisible(alert.put_off is None)  # in the row: by itself it would be a window

    def menu(self) -> Menu:
        """Open its record, put the light off, and what the record is for."""
        ctx, (kind, id) = self._ctx, self.alert.opens
        row = ctx.desk.store.get(kind, id) if kind in KINDS else None
        if row is not None:
            return record_menu(ctx, self, row, open=self.opened.emit, last=self._add_putting_off)
        menu = opening_menu(ctx, self)
        self._add_putting_off(menu)
        return menu

    def _add_putting_off(self, menu: Menu) -> None:
        ctx, off = self._ctx, self.alert.put_off is not None
        why_not = ctx.tr("ui.alerts.already_off")
        menu.add(
            ctx.tr("ui.alerts.put_off"), self.put_off.emit, icon="clock", enabled=not off, why_not=why_not
        )

    def _said(self, why: str) -> str:
        row = self.alert.put_off
        if row is None:
            return why
        told = {"until": self._ctx.formats.short_day(row["until"]), "by": row["created_by"] or ""}
        return self._ctx.tr("ui.alerts.put_off_until", why=why, reason=row["reason"], **told)


@dataclass(slots=True)
class LitGroup:
    """The alerts of one light, and how many of them are red."""

    alerts: list[Alert] = field(default_factory=list)
    red: int = 0

    def add(self, one: Alert) -> None:
        self.alerts.append(one)
        self.red += one.level == "red"


class AlertCard(Card):
    """Every record on which one light is lit, a few at first."""

    put_off = Signal(object)
    """Put off this ``Alert``."""
    more_asked = Signal(str)
    """Show all of this light."""

    def __init__(self, ctx: Context, light: str) -> None:
        super().__init__(ctx.theme, ctx.tr(f"alert.{light}"))
        self._ctx = ctx
        self.header.link_clicked.connect(lambda: self.more_asked.emit(light))
        self.body.setSpacing(ctx.theme.px(2))
        self.rows: list[AlertRow] = []
        self.note = Label("", Role.META, "text.2", wrap=True)
        self.note.hide()
        self.body.addWidget(self.note)  # stays below the rows

    def show_note(self, words: str) -> None:
        """One sentence below the rows; none where there is nothing to say."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def show_alerts(self, group: LitGroup, *, whole: bool) -> None:
        """Make the rows of what is new; the others stay, and keep the keyboard."""
        tr, alerts = self._ctx.tr, group.alerts
        self.header.set_count(tr("ui.alerts.count", red=group.red, yellow=len(alerts) - group.red))
        more = len(alerts) > FEW and not whole
        self.header.set_link(tr("ui.alerts.all", count=len(alerts)) if more else "")
        before, self.rows = self.rows, []
        for alert in alerts if whole else alerts[:FEW]:
            row = next((one for one in before if one.alert == alert), None)
            if row is not None:
                before.remove(row)
            self.rows.append(row or self._row(alert))
        for row in before:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, row in enumerate(self.rows, 1):  # below the header
            if self.body.indexOf(row) != place:
                self.body.insertWidget(place, row)

    def _row(self, alert: Alert) -> AlertRow:
        row = AlertRow(self._ctx, alert)
        if alert.opens[0]:
            row.opened.connect(lambda: self._ctx.record_asked.emit(*alert.opens))
        row.put_off.connect(lambda: self.put_off.emit(alert))
        return row


def deduction_words(ctx: Context, found: Sequence[Deduction]) -> str:
    """What the units that update late stand to lose."""
    said = []
    for one in found[:FEW]:
        unit = one.unit or ctx.tr("ui.alerts.deduction.nobody")
        for key, count, points in (
            ("missed", one.missed, one.points),
            ("coming", one.pending, one.coming),
        ):
            if count:
                told = {"unit": unit, "count": count, "points": f"{points.normalize():f}"}
                said.append(ctx.tr(f"ui.alerts.deduction.{key}", **told))
    if len(found) > FEW:
        said.append(ctx.tr("ui.alerts.deduction.more", count=len(found) - FEW))
    return ctx.tr("ui.alerts.deductions", units=ctx.formats.listed(said)) if said else ""
