"""Files that cannot be opened each get their own error, and nothing on disk changes."""

import contextlib
import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import inspect

from app.services.indexing import ChineseIndexing
from app.store import errors, migrate
from app.store.database import PAGE, known_errors, writer
from app.store.raw import DATABASE_NAME, connect
from app.store.store import Store
from app.store.tables import METADATA
from app.store.upgrade import scripts
from tests.fakes.stores import KEY, SteppingClock, created, reopened


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
    store = created(folder)
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
        created(path.parent)
    assert fingerprint(tmp_path) == before


def test_making_is_begun_again_where_it_died_before_the_first_page(tmp_path: Path) -> None:
    store = created(empty_file(tmp_path).parent)
    store.close()
    assert attempt(store.path).integrity() == []


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


@dataclass(frozen=True)
class Folding:
    """A store's file before and after its log was folded into it, and that log."""

    before: bytes
    log: bytes
    after: bytes

    def interrupted(self, folder: Path, pages: int, *, torn: int = 0) -> Path:
        """The file as a process leaves it that died after ``pages`` pages and ``torn`` bytes of the next."""
        folder.mkdir()
        path = folder / DATABASE_NAME
        written = pages * PAGE + torn
        body = self.after[:written] + self.before[written:]
        path.write_bytes(body)
        path.with_name(f"{path.name}-wal").write_bytes(self.log)
        return path


@pytest.fixture
def folding(tmp_path: Path) -> Folding:
    store = created(tmp_path)
    add_companies(store)
    store = reopened(store)
    before = store.path.read_bytes()
    add_companies(store)
    log = store.path.with_name(f"{store.path.name}-wal").read_bytes()
    store.close()
    return Folding(before, log, store.path.read_bytes())


def add_companies(store: Store) -> None:
    with store.write(actor="周敏", label="x") as work:
        for number in range(100):
            work.create("company", {"name": f"公司{number}", "note": "长" * 300})


@pytest.mark.parametrize("torn", [0, 2048])
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9, 1])
def test_a_store_whose_folding_was_interrupted_opens_whole(
    folding: Folding, tmp_path: Path, share: float, torn: int
) -> None:
    pages = int(len(folding.after) / PAGE * share)
    path = folding.interrupted(tmp_path / "cut", pages, torn=torn)
    store = attempt(path)
    assert len(store.ids("company")) == 200
    store.close()
    again = attempt(path)
    assert again.integrity() == []
    again.close()


@pytest.mark.parametrize("pages", [0, 1])
def test_a_wrong_key_is_still_told_from_an_interrupted_folding(
    folding: Folding, tmp_path: Path, pages: int
) -> None:
    path = folding.interrupted(tmp_path / "cut", pages)
    kept = path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()
    with pytest.raises(errors.WrongKey):
        attempt(path, bytes(32))
    assert (path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()) == kept


def test_half_a_folding_without_its_log_is_damage_and_no_wrong_key(folding: Folding, tmp_path: Path) -> None:
    path = folding.interrupted(tmp_path / "cut", 1)
    path.with_name(f"{path.name}-wal").unlink()
    with pytest.raises(errors.DamagedStore):
        attempt(path)


def test_a_full_disk_says_so_and_loses_only_the_last_change(tmp_path: Path) -> None:
    store = created(tmp_path)
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


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
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


def test_migrations_are_called_by_their_numbers() -> None:
    """So that opening a file need not load what runs them."""
    shipped = scripts(migrate.SCRIPTS)
    found = [script.revision for script in shipped.walk_revisions()]
    assert migrate.shipped_revisions() == found[::-1]
    assert migrate.shipped_revisions()[-1] == shipped.get_current_head()


def test_an_older_file_is_copied_before_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = finished(tmp_path)
    later = tmp_path / "scripts"
    (later / "versions").mkdir(parents=True)
    for source in (migrate.SCRIPTS / "versions").glob("*0*_*"):
        (later / "versions" / source.name).write_text(source.read_text("utf-8"), "utf-8")
    newest = migrate.shipped_revisions()[-1]
    (later / "versions" / "m9999_later.py").write_text(
        f'from alembic import op\nrevision = "9999"\ndown_revision = "{newest}"\n'
        'def upgrade():\n    op.execute("ALTER TABLE company ADD COLUMN later TEXT")\n'
    )
    monkeypatch.setattr(migrate, "SCRIPTS", later)
    store = attempt(path)
    assert store.ids("contact")
    store.close()
    copies = list((tmp_path / "backups").iterdir())
    assert len(copies) == 1
    raw = connect(copies[0], KEY)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,)
    assert raw.execute("SELECT count(*) FROM contact").fetchone() == (1,)
    raw.close()


def test_a_backup_copy_opens_with_the_same_key(tmp_path: Path) -> None:
    store = created(tmp_path)
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "恒力"})
    store.copy_to(tmp_path / "copy.db")
    copy = attempt(tmp_path / "copy.db")
    assert copy.content_hash() == store.content_hash()
    copy.close()
    store.close()


def test_a_copy_replaces_an_older_one_and_does_not_wait_for_who_is_saving(tmp_path: Path) -> None:
    store, target = created(tmp_path), tmp_path / "copy.db"
    target.write_bytes(b"an older copy")
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "恒力"})
    saved = store.content_hash()
    with store.write(actor="周敏", label="x") as work:
        work.create("company", {"name": "晶澳"})
        store.copy_to(target)
    copy = attempt(target)
    assert copy.content_hash() == saved != store.content_hash()
    copy.close()
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(errors.ReadOnlyStore), store._read() as connection:  # as before the copy
        connection.exec_driver_sql("DELETE FROM company")
    store.close()


def test_a_copy_that_cannot_be_written_says_where_and_leaves_the_older_one(tmp_path: Path) -> None:
    store = created(tmp_path / "profile")
    with pytest.raises(errors.ReadOnlyStore) as caught:
        store.copy_to(tmp_path / "no such folder" / "copy.db")
    assert "no such folder" in str(caught.value.params["path"])
    store.close()


def test_a_page_that_cannot_be_sealed_is_trouble_with_the_disk(tmp_path: Path) -> None:
    """Seen when the power of a disk was cut under a commit: SQLCipher reports it as out of memory."""
    with pytest.raises(errors.DiskTrouble), known_errors(tmp_path):
        raise MemoryError


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.ReadOnlyStore):
        created(tmp_path / "file" / "inside")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
