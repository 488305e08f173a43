"""Small values the desktop keeps with its data: column widths, saved mappings, drafts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.store.tables import SETTING

Opener = Callable[[], AbstractContextManager[Connection]]


class Settings:
    """JSON values by name; not synced, not in history."""

    def __init__(self, reading: Opener, writing: Opener) -> None:
        self._reading = reading
        self._writing = writing

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under ``name``."""
        with self._reading() as connection:
            found = connection.execute(select(SETTING.c.value).where(SETTING.c.name == name)).first()
        return default if found is None else found.value

    def set(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        statement = insert(SETTING).values(name=name, value=value)
        with self._writing() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )

    def remove(self, name: str) -> None:
        """Forget the value kept under ``name``."""
        with self._writing() as connection:
            connection.execute(delete(SETTING).where(SETTING.c.name == name))

    def names(self, prefix: str) -> list[str]:
        """The names that begin with ``prefix``, in order."""
        with self._reading() as connection:
            query = select(SETTING.c.name).where(SETTING.c.name.startswith(prefix, autoescape=True))
            return list(connection.execute(query.order_by(SETTING.c.name)).scalars())
