"""Bringing the file to this version's shape: Alembic run from code, on a file that was copied first."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app.store import errors
from app.store.tables import METADATA

SCRIPTS = Path(__file__).parent / "migrations"
KEEP_COPIES = 3


def scripts() -> ScriptDirectory:
    """The migrations this version ships."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def revision_of(connection: Connection) -> str | None:
    """The migration the file stands at; None for an empty file."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, path: Path) -> bool:
    """Bring the file to the newest shape; return whether anything was done.

    A file that already holds records is first copied, encrypted, beside itself; three copies are kept.

    Raises:
        NewerDatabase: a later version wrote it.
    """
    shipped = scripts()
    head = shipped.get_current_head()
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        current = revision_of(connection)
        if current == head:
            return False
        refuse_newer(shipped, current, path)
        if current is not None:
            _copy(connection, path, current)
    with engine.begin() as connection:
        _upgrade(connection, shipped)
    return True


def refuse_newer(shipped: ScriptDirectory, current: str | None, path: Path) -> None:
    """See that this version knows the file's revision.

    Raises:
        NewerDatabase: it does not.
    """
    if current is not None and current not in {script.revision for script in shipped.walk_revisions()}:
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


def _upgrade(connection: Connection, shipped: ScriptDirectory) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    def steps(revision: object, _context: object) -> object:
        return shipped._upgrade_revs("head", revision)  # type: ignore[arg-type]

    with EnvironmentContext(config, shipped, fn=steps, as_sql=False, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=METADATA)
        environment.run_migrations()
