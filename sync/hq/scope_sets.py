"""The scopes that cursors were written for, kept by their mark, so that a cursor can stay short."""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from app.model.prepared import Prepared
from sync.hq.scopes import Scope, decoded
from sync.hq.tables import SCOPE_SET

_REMEMBER_SQLITE = Prepared(sqlite.insert(SCOPE_SET).on_conflict_do_nothing())
_REMEMBER_POSTGRESQL = Prepared(postgresql.insert(SCOPE_SET).on_conflict_do_nothing())


def remember(connection: Connection, tenant: int, scopes: Iterable[Scope]) -> None:
    """Keep ``scopes`` under their marks; they may be there already."""
    statement = _REMEMBER_POSTGRESQL if connection.dialect.name == "postgresql" else _REMEMBER_SQLITE
    rows = [{"tenant": tenant, "mark": one.mark, "body": one.encoded().decode()} for one in scopes]
    statement.run_many(connection, rows)


def recall(connection: Connection, tenant: int, mark: str) -> Scope | None:
    """The scope of this mark, or None where there is none."""
    query = select(SCOPE_SET.c.body).where(SCOPE_SET.c.tenant == tenant, SCOPE_SET.c.mark == mark)
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else decoded(body.encode())
