"""Running the migrations: Alembic, from code and without a configuration file."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.store.tables import METADATA


def scripts(folder: Path) -> ScriptDirectory:
    """The migrations in ``folder``."""
    return ScriptDirectory.from_config(_config(folder))


def upgrade(connection: Connection, folder: Path) -> None:
    """Run every migration in ``folder`` that the file has not had yet."""
    shipped = scripts(folder)

    def steps(revision: object, _context: object) -> object:
        return shipped._upgrade_revs("head", revision)  # type: ignore[arg-type]

    settings = EnvironmentContext(_config(folder), shipped, fn=steps, as_sql=False, destination_rev="head")
    with settings as environment:
        environment.configure(connection=connection, target_metadata=METADATA)
        environment.run_migrations()


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config
