"""Values between Python, the wire and the digest; the wire knows only JSON (decimals and dates as text)."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import msgspec

from app.model.columns import plain
from app.model.field import Field, Type
from app.model.registry import KINDS, Kind

Document = dict[str, Any]  # a record's fields in wire values; empty ones are absent


def _plain_text(value: Decimal) -> str:
    return format(plain(value), "f")


def _read_plain(value: str) -> Decimal:
    return plain(Decimal(value))


def _moment_text(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# The types whose values the wire writes in another way than Python: how they are written, and read.
_WRITE: Mapping[Type, Callable[[Any], str]] = {
    Type.MONEY: _plain_text,
    Type.LAND: _plain_text,
    Type.DATE: date.isoformat,
    Type.TIMESTAMP: _moment_text,
}
_READ: Mapping[Type, Callable[[str], Any]] = {
    Type.MONEY: _read_plain,
    Type.LAND: _read_plain,
    Type.DATE: date.fromisoformat,
    Type.TIMESTAMP: datetime.fromisoformat,
}


def to_wire(field: Field, value: Any) -> Any:
    """The JSON value of ``value``; ``None`` and empty lists become ``None``."""
    if value is None or value == []:
        return None
    write = _WRITE.get(field.type)
    return value if write is None else write(value)


def from_wire(field: Field, value: Any) -> Any:
    """The Python value of a JSON value.

    Raises:
        ValueError, ArithmeticError, TypeError: not a value of the field's type.
    """
    if value is None:
        return None
    read = _READ.get(field.type)
    return value if read is None else read(value)


def document(kind: Kind, values: Mapping[str, Any]) -> Document:
    """A record's Python values as a document: known fields only, empty ones left out."""
    plain, written = _wire_fields(kind.name)
    doc = {name: value for name in plain if (value := values.get(name)) is not None and value != []}
    for name, field in written:
        if name in doc:
            doc[name] = to_wire(field, doc[name])
    return doc


@cache
def _wire_fields(kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, Field], ...]]:
    """All names, in order, and the fields whose values the wire writes in another way than Python."""
    fields = KINDS[kind].fields
    return tuple(fields), tuple((name, field) for name, field in fields.items() if field.type in _WRITE)


def python_values(kind: Kind, doc: Mapping[str, Any]) -> dict[str, Any]:
    """A document as Python values, one for every field of the kind (``None`` where absent)."""
    plain, written = _wire_fields(kind.name)
    values = dict(zip(plain, map(doc.get, plain), strict=True))
    for name, field in written:
        if (value := values[name]) is not None:
            values[name] = from_wire(field, value)
    return values


def is_readable(kind: Kind, doc: Mapping[str, Any]) -> bool:
    """Whether ``python_values`` can read a document."""
    try:
        for name, read in _trials(kind.name):
            if (value := doc.get(name)) is not None:
                read(value)
    except (ValueError, ArithmeticError, TypeError):
        return False
    return True


@cache
def _trials(kind: str) -> tuple[tuple[str, Callable[[Any], object]], ...]:
    """What fails where the value of a field cannot be read, for the fields where that may be."""
    return tuple((name, _TRIALS[field.type]) for name, field in _wire_fields(kind)[1])


def _try_figure(value: Any) -> None:
    if not (type(value) is str and value.isascii() and value.isdigit()):
        _read_plain(value)


# Days are few and records made together were made at one moment: most have just been read.
_TRIALS: Mapping[Type, Callable[[Any], object]] = {
    Type.MONEY: _try_figure,
    Type.LAND: _try_figure,
    Type.DATE: lru_cache(1000)(date.fromisoformat),
    Type.TIMESTAMP: lru_cache(1000)(datetime.fromisoformat),
}


def record_sum(kind: str, record_id: str, doc: Mapping[str, Any]) -> int:
    """64 bits that stand for one record's content; sums of them compare two stores whatever their order."""
    return written_sum(kind, record_id, written(doc))


def written(doc: Mapping[str, Any]) -> bytes:
    """A document as the JSON that digests go by: its names in order."""
    return msgspec.json.encode(doc, order="sorted")


def written_sum(kind: str, record_id: str, doc: bytes) -> int:
    """``record_sum`` of a document as it was ``written``."""
    body = msgspec.json.encode((kind, record_id, msgspec.Raw(doc)))
    return int.from_bytes(hashlib.sha256(body).digest()[:8], "big")


def digest_sum(sums: Iterable[int]) -> int:
    """The digest of many records: their sums added modulo 2^64."""
    return sum(sums) % (1 << 64)


def digests_check(digests: Mapping[str, tuple[int, int]]) -> str:
    """16 hexadecimal digits over every kind's (count, sum): what the two ends compare after a sync."""
    body = ";".join(f"{kind}:{count}:{total}" for kind, (count, total) in sorted(digests.items()) if count)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def kind_of(name: str) -> Kind | None:
    """The kind called ``name``, or None where this version does not know it."""
    return KINDS.get(name)
