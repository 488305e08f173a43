"""Saved views of lists that a unit shares; a person's own stay on the laptop (``app.services.views``)."""

from typing import Any

from app.model.columns import Declared, data, text
from app.model.field import Merge
from app.model.record import Record


class View(Record):
    """视图: what a list shows, under a name: filters, order, columns, layout. It lies in its maker's unit.

    ``page`` is the list's own name; ``content`` as ``app.services.views.content_of`` makes it, so that an
    older version leaves out of it what it does not know.
    """

    __tablename__ = "view"
    schema = 3

    name: Declared[str | None] = text(60, required=True, column=1, merge=Merge.LATEST)
    page: Declared[str | None] = text(30, required=True, column=2)
    content: Declared[Any] = data()
