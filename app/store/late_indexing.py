"""Records that sync brought or took away are marked as they land and brought into the indexes afterwards.

Finding the words and readings of a record takes three times as long as writing it, and a first sync brings
ten thousand. The mark is set in the transaction that writes the record and goes in the one that indexes it,
so that a crash between them forgets nothing; whoever searches looks for marks first.

Words are found while nothing is locked. They are written in transactions that grow while nobody else writes,
for each costs time of its own, and end as soon as somebody would like to: saving does not notice them.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, text

from app.model.prepared import Prepared
from app.model.registry import KINDS, Kind
from app.store import errors, filing, rewording, rows
from app.store.indexing import Entry, Indexing
from app.store.settings import Opener
from app.store.span import Span
from app.store.tables import UNINDEXED
from app.store.turns import Turns

log = logging.getLogger(__name__)

AT_ONCE = 500  # records that are indexed before somebody else on the database thread has a turn
REWORDED = 100  # records that get new words before that: their old ones have to go, which takes longer
FEW, MOST = 200, 2000  # records of one transaction: beside others, and after a while without them
SLICE, LOOK_EVERY = 100, 0.02  # records, and seconds, after which it is looked whether somebody waits

_UNMARK = Prepared(
    text("DELETE FROM unindexed WHERE kind = :of_kind AND id IN (SELECT value FROM json_each(:ids))")
)
_MARKED = Prepared(select(UNINDEXED).order_by(UNINDEXED.c.kind, UNINDEXED.c.id).limit(bindparam("most")))
_STILL_MARKED = Prepared(
    select(UNINDEXED.c.id).where(
        UNINDEXED.c.kind == bindparam("of_kind"), UNINDEXED.c.id.in_(bindparam("ids", expanding=True))
    )
)
_ALL = -1


class LateIndexing:
    """The indexes of one store and what they still lack."""

    def __init__(
        self, reading: Opener, writing: Opener, indexing: Indexing, turns: Turns | None = None
    ) -> None:
        """``turns``: of those who write, where there is more than one."""
        self._turns = turns or Turns()
        self._reading = reading
        self._writing = writing
        self.indexing = indexing
        self._alone = threading.Lock()  # two that find the same words would be no faster
        self._span = Span(SLICE, LOOK_EVERY)
        self._batch = FEW
        self._worded = False  # as far as is known

    def some(self, most: int = AT_ONCE) -> bool:
        """Index some of what sync brought, then of what an older version's rule put into words, when there is
        nothing else to do; False when nothing is left.
        """
        return self._index(most) == most or self._reword(min(most, REWORDED))

    @contextmanager
    def complete(self) -> Iterator[Connection]:
        """Read with every record in the indexes, for searches: none may miss a record that was there."""
        self._index(_ALL)
        with self._reading() as connection:
            yield connection

    @contextmanager
    def nearly_complete(self) -> Iterator[Connection]:
        """The same for the order of lists: on a full disk a list is shown although its order is not right."""
        try:
            self._index(_ALL)
        except (errors.DiskFull, errors.ReadOnlyStore) as error:
            log.info("cannot index what came: %s", error)
        with self._reading() as connection:
            yield connection

    def _reword(self, most: int) -> bool:
        """Whether there were records whose words are those of an older rule: some of them are in step now."""
        if not self._worded:
            with self._reading() as connection:
                self._worded = rewording.is_worded_by(connection, self.indexing)
        if self._worded:
            return False
        with self._writing() as connection:
            more = rewording.mark_some(connection, self.indexing, most)
        self._index(most)
        return more

    def _index(self, most: int) -> int:
        """Index the first of what is marked by now; returns how many that is. What comes meanwhile waits."""
        with self._reading() as connection:
            if _MARKED.one(connection, {"most": 1}) is None:
                return 0
        with self._alone:
            with self._reading() as connection:
                marked = _MARKED.bare(connection, {"most": most})
            for kind, group in groupby(marked, key=lambda one: str(one[0])):
                ids = [str(id) for _, id in group]
                while ids:
                    size = self._batch
                    self._index_batch(KINDS[kind], ids[:size])
                    ids = ids[size:]
        return len(marked)

    def _index_batch(self, kind: Kind, ids: Sequence[str]) -> None:
        """Find the words of some records, then write them: in one transaction, unless somebody waits."""
        named = {"of_kind": kind.name, "ids": ids}
        with self._reading() as connection:
            left = [
                str(id) for (id,) in _STILL_MARKED.bare(connection, named)
            ]  # somebody may have been faster
            known = rows.load_indexed(connection, kind, left, self.indexing)
        read = _Read(self.indexing, kind, known)
        while left:
            with self._writing() as connection:
                while left:
                    size = self._span.rows
                    self._write(connection, kind, left[:size], read)
                    left = left[size:]
                    if self._turns.are_wanted():
                        break
        self._batch = FEW if self._turns.are_crowded() else min(2 * self._batch, MOST)

    def _write(self, connection: Connection, kind: Kind, ids: Sequence[str], read: "_Read") -> None:
        began = time.perf_counter()
        held = list(rows.load_indexed(connection, kind, ids, self.indexing).values())
        rows.index_anew(connection, kind, ids, held, read)
        filing.unfile(connection, kind.name, ids)
        filing.file_rows(connection, kind, held, {}, read)
        _UNMARK.run(connection, {"of_kind": kind.name, "ids": msgspec.json.encode(ids).decode()})
        self._span.took(time.perf_counter() - began, len(ids))


class _Read:
    """An ``Indexing`` that has found the words of some records of a kind already.

    Of a record that changed since it finds them anew.
    """

    def __init__(self, indexing: Indexing, kind: Kind, known: Mapping[str, rows.Columns]) -> None:
        self.indexing = indexing
        self._known = known
        self.filed = indexing.filed
        self.keys_version, self.words_version = indexing.keys_version, indexing.words_version
        live = {id: row for id, row in known.items() if not row["deleted"]}
        searched, filed = rows.is_searched(kind), kind.name in indexing.filed
        self._entries = {id: indexing.entry(kind, row) for id, row in live.items()} if searched else {}
        self._keys = {id: indexing.keys(kind, row) for id, row in live.items()} if filed else {}

    def entry(self, kind: Kind, values: Mapping[str, Any]) -> Entry:
        """See ``Indexing``."""
        id = values["id"]
        return self._entries[id] if self._known.get(id) == values else self.indexing.entry(kind, values)

    def keys(self, kind: Kind, values: Mapping[str, Any]) -> frozenset[str]:
        """See ``Indexing``."""
        id = values["id"]
        return self._keys[id] if self._known.get(id) == values else self.indexing.keys(kind, values)

    def match(self, text: str) -> str:
        """See ``Indexing``."""
        return self.indexing.match(text)

    def sort_key(self, text: str) -> str:
        """See ``Indexing``."""
        return self.indexing.sort_key(text)

    def place_key(self, text: str) -> str:
        """See ``Indexing``."""
        return self.indexing.place_key(text)

    def ready(self) -> None:
        """See ``Indexing``."""
