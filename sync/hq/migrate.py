"""Bringing the database to this version's shape: Alembic run from code, in one transaction."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sync.hq.database import Database
from sync.hq.errors import MigrationNeeded, NewerDatabase

SCRIPTS = Path(__file__).parent / "migrations"


def shipped() -> ScriptDirectory:
    """The migrations of this version."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> bool:
    """Bring the database to the newest shape; return whether anything was done.

    Raises:
        NewerDatabase: a later version wrote it; it stays as it is.
    """
    scripts = shipped()
    with database.write() as connection:
        if _revision(connection, scripts) == scripts.get_current_head():
            return False
        _upgrade(connection, scripts)
    return True


def require_current(database: Database) -> None:
    """See that the database has this version's shape.

    Raises:
        MigrationNeeded, NewerDatabase.
    """
    scripts = shipped()
    with database.read() as connection:
        if _revision(connection, scripts) != scripts.get_current_head():
            raise MigrationNeeded


def _revision(connection: Connection, scripts: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(revision=current)
    return current


def _upgrade(connection: Connection, scripts: ScriptDirectory) -> None:
    def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
        return list(scripts._upgrade_revs("head", revision))

    with EnvironmentContext(_config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()
