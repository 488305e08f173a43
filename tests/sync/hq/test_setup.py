"""Making and opening a headquarters, and the shape of its database."""

import random
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sync.hq import setup
from sync.hq.blobs import FolderBlobs
from sync.hq.database import Database
from sync.hq.errors import (
    AlreadyInitialised,
    DatabaseUnreachable,
    MigrationNeeded,
    NewerDatabase,
    NotInitialised,
)
from sync.hq.migrate import migrate, scripts
from sync.hq.shape import newest, require_current, shipped
from sync.hq.store import read_tenant
from sync.hq.tables import METADATA
from tests.sync.hq.office import Office


def test_migrations_lead_to_the_declared_tables(office: Office) -> None:
    with office.store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        assert compare_metadata(context, METADATA) == []
    assert migrate(office.store.database) is False


def test_the_migrations_are_told_by_their_files_alone() -> None:
    known = scripts()
    assert known.get_current_head() == newest()
    assert [one.revision for one in known.walk_revisions()] == list(reversed(shipped()))


def test_every_key_begins_with_the_tenant() -> None:
    for table in METADATA.sorted_tables:
        keys = [column.name for column in table.primary_key.columns]
        assert keys[0] == ("id" if table.name == "tenant" else "tenant"), table.name
        for index in table.indexes:
            assert next(column.name for column in index.columns) == "tenant", index.name


def test_a_folder_remembers_its_headquarters(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "hq"
    with pytest.raises(AlreadyInitialised):
        setup.initialise(folder, name="又", now=office.now, randomness=office.randomness)
    reopened = setup.open_store(folder)
    with reopened.read() as connection:
        assert read_tenant(connection, reopened.tenant).name == "测试招商局"
    reopened.close()
    if sys.platform != "win32":
        assert (folder / "hq.json").stat().st_mode & 0o077 == 0


def test_two_headquarters_share_a_database_and_see_nothing_of_each_other(
    database: str, tmp_path: Path
) -> None:
    url = database or f"sqlite:///{tmp_path / 'shared.sqlite'}"
    stores = [
        setup.initialise(tmp_path / name, name=name, database=url, now=1, randomness=random.Random(name))
        for name in ("甲局", "乙局")
    ]
    assert [store.tenant for store in stores] == [1, 2]
    for store, name in zip(stores, ("甲局", "乙局"), strict=True):
        with store.read() as connection:
            assert read_tenant(connection, store.tenant).name == name
        store.close()


def test_what_is_not_ready_is_told(lite: Office, tmp_path: Path) -> None:
    with pytest.raises(NotInitialised):
        setup.open_store(tmp_path / "nothing")
    folder = tmp_path / "hq"
    with lite.store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase):
        setup.open_store(folder)
    with pytest.raises(NewerDatabase):
        migrate(lite.store.database)
    with lite.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(MigrationNeeded):
        setup.open_store(folder)


def test_a_database_that_is_away_is_told() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnreachable):
        require_current(database)
    database.close()


def test_a_store_in_memory(tmp_path: Path) -> None:
    store = setup.memory_store("演练", FolderBlobs(tmp_path), now=1, randomness=random.Random(0))
    with store.read() as connection:
        assert read_tenant(connection, store.tenant).name == "演练"
    store.close()


def test_sqlite_runs_with_what_loses_nothing(lite: Office) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "wal_autocheckpoint": 4000}
    with lite.store.write() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    assert found == wanted
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)
