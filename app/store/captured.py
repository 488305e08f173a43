"""One operation in the outbox, as it was captured: what it says stays bytes until somebody looks."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, starmap
from typing import Any

import msgspec
from sqlalchemy import Connection, LargeBinary, Select, cast, select

from app.model.prepared import Prepared
from app.store.tables import OUTBOX

Fields = dict[str, tuple[Any, Any]]
"""Name → (before, after) in wire values."""

_AROUND = 120  # bytes of an operation as JSON without what it says, about
_FIELDS = msgspec.json.Decoder(Fields)


class Captured(msgspec.Struct, frozen=True, gc=False):
    """``stored`` is what it says as JSON, just as it was written and as it goes over the wire."""

    seq: int
    op_id: str
    kind: str
    id: str
    action: str
    base_rev: int
    at: int
    stored: bytes
    state: str
    hq_rev: int = 0  # the revision it got when headquarters took it; 0: it has not

    @property
    def fields(self) -> Fields:
        """What it says."""
        return _FIELDS.decode(self.stored)

    def saying(self, fields: Fields) -> "Captured":
        """The same operation with other fields."""
        return msgspec.structs.replace(self, stored=msgspec.json.encode(fields))


_C = OUTBOX.c
_HEAD = (_C.seq, _C.op_id, _C.kind, _C.id, _C.action, _C.base_rev, _C.at)
_COLUMNS = (*_HEAD, cast(_C.fields, LargeBinary).label("stored"), _C.state, _C.hq_rev)
SELECT: Select[Any] = select(*_COLUMNS)
"""Every operation there ever was; narrow it down and hand the rows to ``captured``."""


def read(connection: Connection, narrowed: Prepared, values: Mapping[str, Any]) -> list[Captured]:
    """The operations that ``narrowed``, made of ``SELECT`` without other columns, finds."""
    return list(starmap(Captured, narrowed.bare(connection, values)))


def each(connection: Connection, narrowed: Prepared, values: Mapping[str, Any]) -> Iterator[Captured]:
    """The same one after the other: what nobody asks for is not read from the file."""
    return starmap(Captured, narrowed.each_bare(connection, values))


def within(oldest: Iterable[Captured], most: int, size: int) -> list[Captured]:
    """The first of ``oldest``, at least one, within both limits (bytes of their fields as JSON)."""
    taken: list[Captured] = []
    for one in islice(oldest, most):
        size -= len(one.stored) + _AROUND
        if taken and size < 0:
            break
        taken.append(one)
    return taken


def captured(row: Any) -> Captured:
    """A row of ``SELECT`` as an operation; what comes after in the row is not looked at."""
    return Captured(*row[: len(_COLUMNS)])
