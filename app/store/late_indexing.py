"""Records that sync brought or took away are marked as they land and brought into the indexes afterwards.

Finding the words and readings of a record takes three times as long as writing it, and a first sync brings
ten thousand. The mark is set in the transaction that writes the record and goes in the one that indexes it,
so that a crash between them forgets nothing; whoever searches looks for marks first.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

import msgspec
from sqlalchemy import Connection, bindparam, select, text

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store import errors, filing, rows
from app.store.indexing import Indexing
from app.store.settings import Opener
from app.store.tables import UNINDEXED

log = logging.getLogger(__name__)

AT_ONCE = 500  # records of one transaction, so that saving at the keyboard never waits long
WAITED_FOR = 2500  # while somebody waits for the answer of a search: fewer commits take a quarter less time

_UNMARK = Prepared(
    text("DELETE FROM unindexed WHERE kind = :of_kind AND id IN (SELECT value FROM json_each(:ids))")
)
_MARKED = Prepared(select(UNINDEXED).order_by(UNINDEXED.c.kind, UNINDEXED.c.id).limit(bindparam("most")))


class LateIndexing:
    """The indexes of one store and what they still lack."""

    def __init__(self, reading: Opener, writing: Opener, indexing: Indexing) -> None:
        self._reading = reading
        self._writing = writing
        self._indexing = indexing

    def some(self, most: int = AT_ONCE) -> bool:
        """Index some of what sync brought, when there is nothing else to do; False when nothing is left."""
        with self._reading() as connection:
            behind = _is_marked(connection)
        if not behind:
            return False
        with self._writing() as connection:
            return self._catch_up(connection, most) == most

    @contextmanager
    def complete(self) -> Iterator[Connection]:
        """Read with every record in the indexes, for searches: none may miss a record that is there.

        The last ones are indexed in the transaction that reads, so that none comes in between.
        """
        while self.some(WAITED_FOR):
            pass
        with self._reading() as connection:
            behind = _is_marked(connection)
            if not behind:
                yield connection
        if behind:
            with self._writing() as connection:
                while self._catch_up(connection, WAITED_FOR):
                    pass
                yield connection

    @contextmanager
    def nearly_complete(self) -> Iterator[Connection]:
        """The same for the order of lists: on a full disk a list is shown although its order is not right."""
        try:
            while self.some(WAITED_FOR):
                pass
        except (errors.DiskFull, errors.ReadOnlyStore) as error:
            log.info("cannot index what came: %s", error)
        with self._reading() as connection:
            yield connection

    def _catch_up(self, connection: Connection, most: int) -> int:
        """Index the first of the marked records; returns how many there were."""
        marked = _MARKED.all(connection, {"most": most})
        for name, group in groupby(marked, key=lambda one: str(one.kind)):
            kind, ids = KINDS[name], [one.id for one in group]
            held = list(rows.load(connection, kind, ids).values())
            rows.index_anew(connection, kind, ids, held, self._indexing)
            filing.unfile(connection, name, ids)
            filing.file_rows(connection, kind, held, {}, self._indexing)
            _UNMARK.run(connection, {"of_kind": name, "ids": msgspec.json.encode(ids).decode()})
        return len(marked)


def _is_marked(connection: Connection) -> bool:
    return _MARKED.one(connection, {"most": 1}) is not None
