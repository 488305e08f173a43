"""The list of projects, with the four lists 四张清单 as another way to look at them."""

from app.model.changes import ChangeSet
from app.store.changed import HANGING
from ui.components.four_lists import FourLists
from ui.context.context import Context
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import LISTS, ListSpec


class ProjectsPage(ListPage):
    """``lists`` takes the place of the table and of its filters while it is chosen."""

    def __init__(self, ctx: Context, spec: ListSpec) -> None:
        self._on_lists = False
        super().__init__(ctx, spec)
        self.lists = FourLists(ctx)
        self.layouts.stack.addWidget(self.lists)
        ctx.hub.subscribe(self, {"listing", "alert_snooze", "rulebook", *HANGING}, self._changed)

    def arrive(self, tab: str = "") -> None:
        """A layout that is asked for takes the place of the four lists."""
        if tab in self.layouts.known and self._on_lists:
            super().arrive(next(iter(self.spec.scopes)))
        super().arrive(tab)

    def set_scope(self, key: str) -> None:
        """All, deleted ones, or the four lists."""
        self._on_lists = key == LISTS
        for widget in (self.filters, self.layouts.switch):
            widget.setVisible(not self._on_lists)
        self.inspector.patient = self._on_lists
        self.layouts.put_instead(self.lists if self._on_lists else None)
        if self._on_lists:
            self.lists.refresh()
            self.status_changed.emit()
        else:
            super().set_scope(key)

    def _changed(self, changes: ChangeSet) -> None:
        if self._on_lists:  # which are in view, so they come first
            self.lists.refresh()
        super()._changed(changes)
