"""The second wall: PostgreSQL refuses rows out of scope even where a query forgets to ask for the scope.

Policies on every table that holds content (migration 0010) let a transaction that names units read these
alone. Transactions that name none, pushes and the administrator's, are not confined: the first wall,
``sync.hq.scopes``, stands in front of them. SQLite has no such thing.
"""

from sqlalchemy import Connection, func, select, text

from sync.hq.scopes import EVERYBODY, Scope


def confine(connection: Connection, visible: Scope, user_id: str) -> None:
    """Let the transaction read records of the units in ``visible`` alone, and the user's own operations.

    People who see every unit, masked or not, are not confined: policies know rows, not masks.
    """
    if connection.dialect.name != "postgresql" or visible.rest != "none":
        return
    units = ",".join(sorted(visible.full | {EVERYBODY}))
    local = (func.set_config("outpost.units", units, True), func.set_config("outpost.user", user_id, True))
    connection.execute(select(*local))


def stands(connection: Connection) -> bool:
    """Whether the wall holds for this login; it does not for superusers, whom PostgreSQL never confines."""
    if connection.dialect.name != "postgresql":
        return True
    query = text("SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar_one())
