"""The scopes that cursors were written for, kept by their mark, so that a cursor can stay short."""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.hq.scopes import Scope, decoded
from sync.hq.tables import SCOPE_SET


def remember(connection: Connection, tenant: int, scopes: Iterable[Scope]) -> None:
    """Keep ``scopes`` under their marks; they may be there already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"tenant": tenant, "mark": one.mark, "body": one.encoded().decode()} for one in scopes]
    connection.execute(dialect.insert(SCOPE_SET).values(rows).on_conflict_do_nothing())


def recall(connection: Connection, tenant: int, mark: str) -> Scope | None:
    """The scope of this mark, or None where there is none."""
    query = select(SCOPE_SET.c.body).where(SCOPE_SET.c.tenant == tenant, SCOPE_SET.c.mark == mark)
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else decoded(body.encode())
