"""Headquarters' store as the handlers see it: a database, one tenant in it, and the files beside it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from app.model.prepared import Prepared
from sync.hq.blobs import Blobs
from sync.hq.database import Database
from sync.hq.tables import TENANT
from sync.protocol.limits import MAX_FILE

DEFAULT_PACK = "default"
UNIT_BYTES = 100 * 1024**3


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much headquarters keeps, in bytes: of one file, and of all files of one unit."""

    file_bytes: int = MAX_FILE
    unit_bytes: int = UNIT_BYTES


@dataclass(frozen=True)
class HqStore:
    """Safe to share between threads; keeps no state of its own."""

    database: Database
    blobs: Blobs
    tenant: int
    limits: FileLimits = FileLimits()
    pack: str = DEFAULT_PACK

    def write(self) -> AbstractContextManager[Connection]:
        """One writing transaction (``Database.write``)."""
        return self.database.write()

    def read(self) -> AbstractContextManager[Connection]:
        """One reading transaction (``Database.read``)."""
        return self.database.read()

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()


@dataclass(frozen=True, slots=True)
class Tenant:
    """The row of one headquarters: its name, counter, epoch and the secret that signs cursors.

    ``horizon``: tombstones up to this revision may have been removed (``sync.hq.compaction``). ``pack``: the
    policy pack that the folder's settings name.
    """

    name: str
    rev: int
    epoch: str
    secret: str
    horizon: int = 0
    pack: str = ""


_TENANT = Prepared(
    select(TENANT.c.name, TENANT.c.rev, TENANT.c.epoch, TENANT.c.secret, TENANT.c.horizon).where(
        TENANT.c.id == bindparam("number")
    )
)


def read_tenant(connection: Connection, tenant: int) -> Tenant:
    """The tenant's row."""
    row = _TENANT.one(connection, {"number": tenant})
    return Tenant(row.name, row.rev, row.epoch, row.secret, row.horizon)
