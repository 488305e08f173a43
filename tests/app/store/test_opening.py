"""Files that cannot be opened each get their own error, and nothing on disk changes."""

import contextlib
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import inspect

from app.services.indexing import ChineseIndexing
from app.store import errors, migrate
from app.store.database import connect, writer
from app.store.store import Store
from app.store.tables import METADATA
from tests.fakes.stores import KEY, SteppingClock, new_store


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def attempt(path: Path, key: bytes = KEY) -> Store:
    parts = {"clock": SteppingClock(), "randomness": random.Random(1), "indexing": ChineseIndexing()}
    return Store.open(path, key, **parts)  # type: ignore[arg-type]


def finished(folder: Path) -> Path:
    store = new_store(folder)
    with store.write(actor="周敏", label="x") as work:
        work.create("contact", {"name": "金丝雀", "phones": ["+8613912345678"]})
    store.close()
    return store.path


def not_there(folder: Path) -> Path:
    return folder / "nowhere" / "outpost.db"


def text_file(folder: Path) -> Path:
    path = folder / "outpost.db"
    path.write_text("这不是数据库" * 500)
    return path


def plain_sqlite(folder: Path) -> Path:
    path = folder / "outpost.db"
    plain = sqlcipher.connect(str(path))
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    return path


def empty_file(folder: Path) -> Path:
    path = folder / "outpost.db"
    path.touch()
    return path


def newer(folder: Path) -> Path:
    path = finished(folder)
    raw = connect(path, KEY)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    return path


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (not_there, errors.StoreMissing),
        (text_file, errors.NotADatabase),
        (plain_sqlite, errors.NotADatabase),
        (empty_file, errors.NotADatabase),
        (newer, errors.NewerDatabase),
    ],
)
def test_a_wrong_file_is_named_and_left_alone(
    made: Callable[[Path], Path], error: type[errors.StoreError], tmp_path: Path
) -> None:
    path = made(tmp_path)
    before = fingerprint(tmp_path)
    with pytest.raises(error):
        attempt(path)
    assert fingerprint(tmp_path) == before


def test_a_wrong_key_is_refused_and_the_file_left_alone(tmp_path: Path) -> None:
    path = finished(tmp_path)
    before = fingerprint(tmp_path)
    with pytest.raises(errors.WrongKey):
        attempt(path, bytes(32))
    assert fingerprint(tmp_path) == before


def test_making_over_an_existing_store_is_refused(tmp_path: Path) -> None:
    path = finished(tmp_path)
    before = fingerprint(tmp_path)
    with pytest.raises(errors.StoreExists):
        new_store(path.parent)
    assert fingerprint(tmp_path) == before


def test_nothing_readable_is_on_disk(tmp_path: Path) -> None:
    path = finished(tmp_path)
    assert path.exists()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            for canary in ("金丝雀", "13912345678"):
                for encoding in ("utf-8", "utf-16-le", "gb18030"):
                    assert canary.encode(encoding) not in body, file


@pytest.mark.parametrize("seed", range(12))
def test_damage_is_reported_not_crashed(tmp_path: Path, seed: int) -> None:
    path = finished(tmp_path)
    body = bytearray(path.read_bytes())
    chance = random.Random(seed)
    for _ in range(3):
        body[chance.randrange(0, len(body))] ^= 1 + chance.randrange(255)
    path.write_bytes(body)
    try:
        store = attempt(path)
    except (errors.WrongKey, errors.DamagedStore):
        return
    with contextlib.closing(store), contextlib.suppress(errors.DamagedStore):
        assert store.integrity()


def test_a_full_disk_says_so_and_loses_only_the_last_change(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "小"})
    before = store.content_hash()
    with pytest.raises(errors.DiskFull), store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "大", "note": "长" * 100_000})
    assert store.content_hash() == before
    assert store.integrity() == []
    store.close()


def test_the_shipped_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    path = finished(tmp_path)
    engine = writer(path, KEY)
    found = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table.name)}
        declared = {c.name: (c.type.compile(engine.dialect), c.nullable) for c in table.columns}
        assert columns == declared, table.name
        indexes = {i["name"] for i in found.get_indexes(table.name)}
        assert {str(i.name) for i in table.indexes} <= indexes
    engine.dispose()


def test_an_older_file_is_copied_before_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = finished(tmp_path)
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    for name in ("m0001_first.py", "0001_first.sql"):
        source = migrate.SCRIPTS / "versions" / name
        (scripts / "versions" / name).write_text(source.read_text("utf-8"), "utf-8")
    (scripts / "versions" / "m0002_later.py").write_text(
        'from alembic import op\nrevision = "0002"\ndown_revision = "0001"\n'
        'def upgrade():\n    op.execute("ALTER TABLE company ADD COLUMN later TEXT")\n'
    )
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    store = attempt(path)
    assert store.ids("contact")
    store.close()
    copies = list((tmp_path / "backups").iterdir())
    assert len(copies) == 1
    raw = connect(copies[0], KEY)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert raw.execute("SELECT count(*) FROM contact").fetchone() == (1,)
    raw.close()


def test_a_backup_copy_opens_with_the_same_key(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "恒力"})
    store.copy_to(tmp_path / "copy.db")
    copy = attempt(tmp_path / "copy.db")
    assert copy.content_hash() == store.content_hash()
    copy.close()
    store.close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.ReadOnlyStore):
        new_store(tmp_path / "file" / "inside")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
