"""加入行程: plan visits to firms on a trip that is under way or to come."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.model.changes import ChangeSet
from app.model.row import Row
from app.services.trips import coming_trips, last_day, plan_visits
from ui.context.context import Context
from ui.widgets.menu import Menu

TRIP_KEYS = "Ctrl+T"
ADDABLE: Mapping[str, str] = {
    "company": "id",
    "project": "investor_id",
    "contact": "company_id",
    "target": "company_id",
}
"""Kinds that lead to a firm, and by which field."""
_SHOWN = 12


def companies_of(ctx: Context, kind: str, ids: Sequence[str]) -> list[str]:
    """The firms that records are about, each once, in their order."""
    rows = ctx.desk.store.rows(kind, list(ids))
    found = [row.id if ADDABLE[kind] == "id" else row[ADDABLE[kind]] for row in rows if not row.deleted]
    return list(dict.fromkeys(one for one in found if one))


def plan_on(ctx: Context, trip: Row, companies: Sequence[str]) -> None:
    """Plan visits on the first day, or today while the trip is under way; say how many."""
    today = ctx.today()
    on = today if trip["starts_on"] < today <= last_day(trip) else trip["starts_on"]

    def say(made: tuple[list[str], ChangeSet]) -> None:
        count = len(made[0])  # nothing to take back where all were there already
        text = ctx.tr("ui.trips.added", count=count) if count else ctx.tr("ui.trips.there")
        ctx.say(text, undo=bool(count))

    ctx.change(
        lambda: plan_visits(ctx.desk, trip.id, companies, on=on), changes=lambda made: made[1], done=say
    )


def trip_menu(ctx: Context, parent: QWidget, kind: str, ids: Sequence[str]) -> Menu:
    """The trips to choose from, and a new one."""
    companies = companies_of(ctx, kind, ids)
    menu = Menu(ctx.theme, parent)
    menu.setTitle(ctx.tr("ui.trips.add_to"))
    if not companies:
        menu.add(ctx.tr("ui.trips.no_firm"), lambda: None, enabled=False)
        return menu
    for trip in coming_trips(ctx.desk)[:_SHOWN]:
        text = ctx.tr(
            "ui.trips.choose", name=ctx.formats.title(trip), day=ctx.formats.short_day(trip["starts_on"])
        )
        menu.add(text, lambda trip=trip: plan_on(ctx, trip, companies), icon="luggage")  # type: ignore[misc]
    if menu.isEmpty():
        menu.add(ctx.tr("ui.trips.no_coming"), lambda: None, enabled=False)
    menu.addSeparator()
    menu.add(ctx.tr("ui.new.trips"), lambda: ctx.trip_asked.emit(companies), icon="plus")
    return menu


def add_trip_line(ctx: Context, menu: Menu, kind: str, ids: Sequence[str], hint: str = "") -> None:
    """The line of a menu behind which the trips are."""
    trips = trip_menu(ctx, menu, kind, ids)
    trips.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    action = menu.addMenu(trips)
    action.setText(f"{trips.title()}\t{hint}" if hint else trips.title())
    action.setIcon(ctx.theme.icon("luggage", "text.2"))
