"""The named values a store keeps about itself: whose it is, what it last heard, which rules it goes by."""

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from app.model.prepared import Prepared
from app.store.tables import META

_NAMED = Prepared(select(META.c.value).where(META.c.name == bindparam("of_name")))


def keeping(table: Table, key: str) -> Prepared:
    """The statement that writes a row of ``table``, replacing one of the same ``key``."""
    statement = insert(table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name != key}
    return Prepared(statement.on_conflict_do_update(index_elements=[key], set_=others))


_KEEP = keeping(META, "name")


def meta(connection: Connection, name: str, default: str = "") -> str:
    """One named value the store keeps about itself."""
    row = _NAMED.one(connection, {"of_name": name})
    return str(row.value) if row and row.value else default


def keep_meta(connection: Connection, name: str, value: str) -> None:
    """Note one; it takes the place of what was noted before."""
    _KEEP.run(connection, {"name": name, "value": value})
