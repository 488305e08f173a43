"""The list of trips, as a calendar, and counted."""

from PySide6.QtWidgets import QWidget

from app.model.changes import ChangeSet
from ui.components.outings_view import OutingsView
from ui.components.trip_calendar import TripCalendar
from ui.context.context import Context
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import CALENDAR, COUNTS, ListSpec

_COUNTED = {"visit", "trip", "squad", "project", "reception"}


class TripsPage(ListPage):
    """``calendar`` and ``counts`` take the place of the table and of its filters."""

    def __init__(self, ctx: Context, spec: ListSpec) -> None:
        self._view: QWidget | None = None
        super().__init__(ctx, spec)
        self.calendar, self.counts = TripCalendar(ctx), OutingsView(ctx)
        for view in (self.calendar, self.counts):
            self.layouts.stack.addWidget(view)
        ctx.hub.subscribe(self, _COUNTED, self._changed)

    def set_scope(self, key: str) -> None:
        """All, deleted ones, the calendar or the counts."""
        views: dict[str, QWidget] = {CALENDAR: self.calendar, COUNTS: self.counts}
        self._view = views.get(key)
        for widget in (self.filters, self.layouts.switch):
            widget.setVisible(self._view is None)
        self._fit()
        self.layouts.put_instead(self._view)
        if self._view is None:
            super().set_scope(key)
            return
        self._refresh()
        self._view.setFocus()
        self.status_changed.emit()

    def _fit(self) -> None:
        super()._fit()
        if self._view is not None:
            self.inspector.hide()
            self._fit_tools()

    def _fit_tools(self) -> None:
        super()._fit_tools()
        if self._view is not None:
            for tool in self.tools:
                tool.hide()

    def _changed(self, changes: ChangeSet) -> None:
        super()._changed(changes)
        self._refresh()

    def _refresh(self) -> None:
        if self._view is self.calendar:
            self.calendar.refresh()
        elif self._view is self.counts:
            self.counts.refresh()
