"""What the first exchange would otherwise do while a laptop waits, done before anybody is served."""

import sys

from app.model.prepared import Prepared
from sync.hq.package_keys import public_keys
from sync.hq.store import HqStore, read_tenant


def warm(store: HqStore) -> None:
    """Compile the statements that are known by now and derive the keys that every laptop is told.

    Nothing is written. PostgreSQL is asked through SQLAlchemy, which compiles for each connection's database.

    Raises:
        DatabaseUnreachable.
    """
    with store.read() as connection:
        public_keys(read_tenant(connection, store.tenant).secret)
    if store.database.is_sqlite:
        for statement in _known():
            statement.ready()


def _known() -> list[Prepared]:
    """Every statement of headquarters' modules that are loaded."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("sync.hq.")]
    return [value for module in loaded for value in vars(module).values() if isinstance(value, Prepared)]
