"""Bringing the database to this version's shape: Alembic run from code, in one transaction."""

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sync.hq.database import Database
from sync.hq.shape import SCRIPTS, newest, shape


def scripts() -> ScriptDirectory:
    """The migrations of this version, as Alembic knows them."""
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
    with database.write() as connection:
        if shape(connection) == newest():
            return False
        _upgrade(connection)
    return True


def _upgrade(connection: Connection) -> None:
    known = scripts()

    def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
        return list(known._upgrade_revs("head", revision))

    with EnvironmentContext(_config(), known, fn=steps) as environment:
        environment.configure(connection=connection, transactional_ddl=False)
        environment.run_migrations()
