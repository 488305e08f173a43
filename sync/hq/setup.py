"""A headquarters on disk: its data folder, what is written in it, and opening it."""

from pathlib import Path

import msgspec
from sqlalchemy import func, insert, select

from app.model.identity import Randomness
from sync.hq import audit
from sync.hq.blobs import Blobs, FolderBlobs, copy_all
from sync.hq.database import Database
from sync.hq.errors import AlreadyInitialised, NotInitialised
from sync.hq.exchange import new_epoch
from sync.hq.shape import require_current
from sync.hq.store import DEFAULT_PACK, UNIT_BYTES, FileLimits, HqStore
from sync.hq.tables import TENANT
from sync.protocol.limits import MAX_FILE

_SETTINGS = "hq.json"
_DATABASE = "hq.sqlite"
_BLOBS = "blobs"


class HqSettings(msgspec.Struct, frozen=True):
    """What a data folder remembers: the database's URL (empty: the file in it), the tenant's number, where
    files are kept (empty: the folder, else ``sync.hq.bucket``) and how many bytes of them, and the name of
    the policy pack that moves between stages are judged by."""

    database: str = ""
    tenant: int = 1
    blobs: str = ""
    file_bytes: int = MAX_FILE
    unit_bytes: int = UNIT_BYTES
    pack: str = DEFAULT_PACK

    @property
    def limits(self) -> FileLimits:
        """How much is kept."""
        return FileLimits(self.file_bytes, self.unit_bytes)


def is_initialised(data: Path) -> bool:
    """Whether the folder holds a headquarters."""
    return (data / _SETTINGS).exists()


def initialise(
    data: Path, *, name: str, database: str = "", blobs: str = "", now: int, randomness: Randomness
) -> HqStore:
    """Make a new headquarters called ``name`` in the folder ``data``.

    ``database`` is a PostgreSQL URL; by default an SQLite file in the folder. A database that serves another
    headquarters gets one more tenant. ``blobs`` is the address of a bucket; by default files lie in ``data``.

    Raises:
        AlreadyInitialised, NewerDatabase, DatabaseUnreachable, StorageFull, BadFilesPlace, FilesUnreachable.
    """
    if is_initialised(data):
        raise AlreadyInitialised(path=str(data))
    reachable(blobs_of(data, HqSettings(blobs=blobs)))
    (data / _BLOBS).mkdir(parents=True, exist_ok=True)
    opened = Database(database or _file_url(data))
    _migrate(opened)
    tenant = create_tenant(opened, name, now=now, randomness=randomness)
    settings = HqSettings(database, tenant, blobs)
    write_settings(data, settings)
    return HqStore(opened, blobs_of(data, settings), tenant)


def create_tenant(database: Database, name: str, *, now: int, randomness: Randomness) -> int:
    """A new tenant in a database of the current shape; returns its number."""
    with database.write() as connection:
        number: int = connection.execute(select(func.coalesce(func.max(TENANT.c.id), 0) + 1)).scalar_one()
        secret = f"{randomness.getrandbits(256):064x}"
        values = {"id": number, "name": name, "epoch": new_epoch(randomness), "secret": secret}
        connection.execute(insert(TENANT).values(values))
        audit.append(connection, number, now, [audit.Event("init")])
    return number


def memory_store(name: str, blobs: Blobs, *, now: int, randomness: Randomness) -> HqStore:
    """A headquarters that lives in this process's memory, for simulations."""
    database = Database("sqlite://")
    _migrate(database)
    tenant = create_tenant(database, name, now=now, randomness=randomness)
    return HqStore(database, blobs, tenant)


def _migrate(database: Database) -> None:
    from sync.hq.migrate import migrate  # its library is loaded only where it is used

    migrate(database)


def open_store(data: Path) -> HqStore:
    """The headquarters in the folder ``data``.

    Raises:
        NotInitialised, MigrationNeeded, NewerDatabase, DatabaseUnreachable.
    """
    settings = read_settings(data)
    database = open_database(data, settings)
    try:
        require_current(database)
    except BaseException:
        database.close()
        raise
    return HqStore(database, blobs_of(data, settings), settings.tenant, settings.limits, settings.pack)


def open_database(data: Path, settings: HqSettings) -> Database:
    """The folder's database, whatever its shape."""
    return Database(settings.database or _file_url(data))


def read_settings(data: Path) -> HqSettings:
    """What the folder remembers.

    Raises:
        NotInitialised.
    """
    if not is_initialised(data):
        raise NotInitialised(path=str(data))
    return msgspec.json.decode((data / _SETTINGS).read_bytes(), type=HqSettings)


def write_settings(data: Path, settings: HqSettings) -> None:
    """Remember; only the owner may read it, because the URL may hold a password."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / _SETTINGS
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
    draft.replace(path)


def blobs_of(data: Path, settings: HqSettings) -> Blobs:
    """Where the tenant's files are kept, not asked yet whether it is there.

    Raises:
        BadFilesPlace: what the settings say is no address.
    """
    folder = FolderBlobs(data / _BLOBS / str(settings.tenant))
    if not settings.blobs:
        return folder
    from sync.hq.bucket import BucketBlobs, parse_bucket  # its library is loaded only where it is used

    return BucketBlobs(parse_bucket(settings.blobs), f"{settings.tenant}/", folder.staging)


def keep_files(data: Path, settings: HqSettings) -> int:
    """Keep files as ``settings`` say from the next start on; returns how many were copied to their new place.

    Nothing is removed from the old one. Stop the server first: what it keeps meanwhile would stay behind.

    Raises:
        NotInitialised, BadFilesPlace, FilesUnreachable, StorageFull: the settings are as they were.
    """
    before = read_settings(data)
    copied = 0
    if settings.blobs != before.blobs:
        copied = copy_all(blobs_of(data, before), reachable(blobs_of(data, settings)))
    write_settings(data, settings)
    return copied


def reachable(blobs: Blobs) -> Blobs:
    """The same, once it has answered.

    Raises:
        FilesUnreachable.
    """
    blobs.check()
    return blobs


def _file_url(data: Path) -> str:
    return f"sqlite:///{(data / _DATABASE).absolute()}"
