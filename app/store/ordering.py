"""What lists are sorted by: columns as SQLite orders them, texts as they are said."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, case, select

from app.model.field import Format, Type
from app.model.registry import Kind
from app.store import errors
from app.store.indexing import Indexing
from app.store.tables import SEARCH_DOC


def text_key(kind: Kind, name: str, indexing: Indexing) -> Callable[[str], str]:
    """What a text is sorted by; made once for each text."""
    place = kind.fields[name].format is Format.PLACE
    return cache(indexing.place_key if place else indexing.sort_key)


def by_pinyin(kind: Kind, name: str) -> bool:
    """Whether a column is sorted by how it is said, which SQLite does not know (the title's is kept)."""
    return name in kind.fields and kind.fields[name].type is Type.TEXT


def sortable(kind: Kind, name: str) -> ColumnElement[Any]:
    """What stands for the column in the order of a list.

    Raises:
        UnknownField: the kind has no such column.
    """
    if name not in kind.table.c:
        raise errors.UnknownField(field=name, kind=kind.name, name=name, known=", ".join(kind.fields))
    column: ColumnElement[Any] = kind.table.c[name]
    field = kind.fields.get(name)
    if name == kind.title_field:
        return title_key(kind.name, kind.table.c.id)
    if field is not None and field.type is Type.REFERENCE:
        return title_key(field.target, column)
    if field is not None and field.choices:
        return case({choice: n for n, choice in enumerate(field.choices)}, value=column)
    return column


def title_key(kind: str, id: ColumnElement[Any]) -> ColumnElement[Any]:
    """What the record of this id is sorted by."""
    doc = SEARCH_DOC.c
    return select(doc.sort_key).where(doc.kind == kind, doc.id == id).scalar_subquery()
