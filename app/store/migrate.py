"""Bringing the file to this version's shape, on a copy's safety; nearly always there is nothing to do.

The migrations are run by Alembic (``app.store.upgrade``), which is loaded only when one has to run: opening a
file that is up to date must not wait for it. ``m0001_first.py`` is the migration ``0001``.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine

from app.store import errors

SCRIPTS = Path(__file__).parent / "migrations"
KEEP_COPIES = 3


def shipped_revisions() -> list[str]:
    """The migrations this version ships, oldest first."""
    return sorted(path.name[1:5] for path in (SCRIPTS / "versions").glob("m????_*.py"))


def revision_of(connection: Connection) -> str | None:
    """The migration the file stands at; None for an empty file."""
    tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if not connection.exec_driver_sql(tables).scalar_one():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def migrate(engine: Engine, path: Path) -> bool:
    """Bring the file to the newest shape; return whether anything was done.

    A file that already holds records is first copied, encrypted, beside itself; three copies are kept.

    Raises:
        NewerDatabase: a later version wrote it.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        current = revision_of(connection)
        if current == shipped_revisions()[-1]:
            return False
        refuse_newer(current, path)
        if current is not None:
            _copy(connection, path, current)
    from app.store.upgrade import upgrade

    with engine.begin() as connection:
        upgrade(connection, SCRIPTS)
    return True


def refuse_newer(current: str | None, path: Path) -> None:
    """See that this version knows the file's revision.

    Raises:
        NewerDatabase: it does not.
    """
    if current is not None and current not in shipped_revisions():
        raise errors.NewerDatabase(path=str(path), revision=current)


def _copy(connection: Connection, path: Path, current: str) -> None:
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"before-migration-from-{current}.db"
    target.unlink(missing_ok=True)
    connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
    copies = sorted(folder.glob("before-migration-from-*.db"), key=lambda p: p.stat().st_mtime)
    for old in copies[:-KEEP_COPIES]:
        old.unlink()
