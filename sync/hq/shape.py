"""Which shape the database has, told without the library that changes it: a server has no use for it."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from sync.hq.database import Database
from sync.hq.errors import MigrationNeeded, NewerDatabase

SCRIPTS = Path(__file__).parent / "migrations"

# Alembic's own mark in the database.
_MARK = table("alembic_version", column("version_num"))


def shipped() -> tuple[str, ...]:
    """The migrations of this version, oldest first; their files are called ``r0001_what_it_does.py``."""
    return tuple(sorted(path.stem[1:5] for path in (SCRIPTS / "versions").glob("r*.py")))


def newest() -> str:
    """The migration that this version's shape ends with."""
    return shipped()[-1]


def shape(connection: Connection) -> str | None:
    """The last migration that the database has had; None where it is empty.

    Raises:
        NewerDatabase: a later version wrote it.
    """
    if not inspect(connection).has_table(_MARK.name):
        return None
    current: str | None = connection.execute(select(_MARK.c.version_num)).scalar()
    if current is not None and current not in shipped():
        raise NewerDatabase(revision=current)
    return current


def require_current(database: Database) -> None:
    """See that the database has this version's shape.

    Raises:
        MigrationNeeded, NewerDatabase.
    """
    with database.read() as connection:
        if shape(connection) != newest():
            raise MigrationNeeded
