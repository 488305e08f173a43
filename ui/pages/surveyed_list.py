"""A list with a survey of itself: how whole, how far covered, what came of it."""

from dataclasses import replace

from app.model.changes import ChangeSet
from app.store.reading import Filter
from ui.components.scope import Scope
from ui.components.surveys.survey import Survey
from ui.context.context import Context
from ui.pages.list_page import ListPage
from ui.pages.rail_lists import ListSpec


class SurveyedList(ListPage):
    """The survey takes the place of the table and of its filters while its scope is chosen."""

    def __init__(self, ctx: Context, spec: ListSpec, key: str, survey: type[Survey], kinds: set[str]) -> None:
        self._key, self._surveying = key, False
        first, *rest = spec.scopes
        own = {first: spec.scopes[first], key: Scope(spec.scopes[first].filters)}
        scopes = own | {one: spec.scopes[one] for one in rest}
        super().__init__(ctx, replace(spec, scopes=scopes))
        self.survey = survey(ctx)
        self.survey.asked.connect(self._show_rows)
        self.layouts.stack.addWidget(self.survey)
        ctx.hub.subscribe(self, kinds, self._changed)

    def set_scope(self, key: str) -> None:
        """The rows, their survey, or deleted ones."""
        self._surveying = key == self._key
        for widget in (self.filters, self.layouts.switch):
            widget.setVisible(not self._surveying)
        self._fit()
        self.layouts.put_instead(self.survey if self._surveying else None)
        if self._surveying:
            self.survey.refresh()
            self.status_changed.emit()
        else:
            super().set_scope(key)

    def set_unit(self) -> None:
        super().set_unit()
        if self._surveying:
            self.survey.refresh()

    def _fit(self) -> None:
        """A survey takes the whole width; it speaks of many, the inspector of one."""
        super()._fit()
        if self._surveying:
            self.inspector.hide()

    def _show_rows(self, filters: list[Filter]) -> None:
        first = next(iter(self.spec.scopes))
        self.scopes.set_current(first)
        self.set_scope(first)
        self.filters.set_filters(filters)

    def _changed(self, changes: ChangeSet) -> None:
        super()._changed(changes)
        if self._surveying:
            self.survey.refresh()
