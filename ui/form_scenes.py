"""Pictures of what goes into other offices' forms and comes from their files."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

import resources
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage

FORMS = Path(resources.__file__).parent / "samples" / "forms"
FormScene = Callable[[MainWindow], QWidget]


def fill(window: MainWindow) -> QWidget:
    """The city's monthly form, dropped on the list of projects."""
    page = window.open_page("projects")
    assert isinstance(page, ListPage)
    ids = window.ctx.desk.store.ids("project", filters=page.source.scope.filters)
    window.desk_actions.fill_form(next(iter(sorted(FORMS.glob("*.xlsx")))), "project", ids)
    return window


FORM_SCENES: tuple[tuple[str, FormScene], ...] = (("fill", fill),)
