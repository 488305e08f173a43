"""Records between the file and their documents, with no stop at Python values on the way.

Sync moves records by the thousand and looks into hardly any field of them. What a field is in the file and
on the wire stays where it is defined (its column, ``app.model.values``): here both steps are taken at once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, MetaData, Table, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.types import TypeEngine

from app.model.columns import Scaled
from app.model.field import Field, Type
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.model.values import Document, from_wire, to_wire

Change = Callable[[Any], Any]
_DIALECT = sqlite.dialect()
_MOMENTS = 1000  # of each field: what was made together was made at one moment, and writing it out takes long
_HEAD = ("id", "rev", "deleted", "extra", "changed_at", "changed_by")  # the columns before the fields
_ALIKE = (Type.TEXT, Type.LONG_TEXT, Type.INTEGER, Type.CHOICE, Type.REFERENCE)


class Local(msgspec.Struct, frozen=True, gc=False):
    """A record on this laptop: ``doc`` as shown, ``base`` as headquarters has it while something waits.

    ``changed_at``: milliseconds since 1970.
    """

    id: str
    rev: int
    deleted: bool
    doc: Document
    base: Document | None = None
    base_deleted: bool = False
    changed_at: int | None = None
    changed_by: str | None = None

    @property
    def hq_doc(self) -> Document:
        """Headquarters' version as this laptop last had it; empty where it never had one."""
        return self.base if self.base is not None else (self.doc if self.rev else {})

    @property
    def hq_deleted(self) -> bool:
        """Whether headquarters held it deleted."""
        return self.base_deleted if self.base is not None else (self.deleted if self.rev else False)


class _Form(msgspec.Struct, frozen=True):
    """How the file keeps a kind: what reads and writes its rows bare, and what each field goes through."""

    select: Prepared
    upsert: Prepared
    fields: tuple[str, ...]
    known: frozenset[str]
    reading: tuple[tuple[str, Change], ...]
    writing: tuple[tuple[int, Change], ...]  # by the place among ``fields``


def read(
    connection: Connection, kind: str, ids: Iterable[str], bases: Mapping[str, tuple[Document, bool]]
) -> dict[str, Local]:
    """The records of ``ids`` that exist; ``bases``: what headquarters holds of some, and whether deleted."""
    form, found = _form(kind), {}
    for row in form.select.bare(connection, {"ids": list(ids)}):
        id, rev, deleted, extra, changed_at, changed_by, *values = row
        doc = {name: v for name, v in zip(form.fields, values, strict=True) if v is not None}
        for name, change in form.reading:
            if name in doc and (value := change(doc.pop(name))) is not None:
                doc[name] = value
        if extra is not None:
            doc |= msgspec.json.decode(extra)
        base, base_deleted = bases.get(id, (None, False))
        found[id] = Local(id, rev, bool(deleted), doc, base, base_deleted, changed_at, changed_by)
    return found


def write(connection: Connection, kind: str, records: Sequence[Local]) -> None:
    """Insert or replace records, each id once; of versions put aside nothing is written."""
    form = _form(kind)
    rows = []
    for one in records:
        doc = one.doc
        values: list[Any] = list(map(doc.get, form.fields))
        for at, change in form.writing:
            if (value := values[at]) is not None:
                values[at] = change(value)
        extra = None if doc.keys() <= form.known else _carried(doc, form.known)
        rows.append((one.id, one.rev, one.deleted, extra, one.changed_at, one.changed_by, *values))
    form.upsert.run_rows(connection, (*_HEAD, *form.fields), rows)


def _carried(doc: Document, known: Collection[str]) -> str:
    """What only a newer version knows, as JSON."""
    return msgspec.json.encode({name: value for name, value in doc.items() if name not in known}).decode()


@cache
def _form(kind: str) -> _Form:
    known = KINDS[kind]
    bare = Table(kind, MetaData(), *(Column(c.name, primary_key=c.primary_key) for c in known.table.columns))
    columns = [bare.c[name] for name in (*_HEAD, *known.fields)]
    wanted = select(*columns).where(bare.c.id.in_(bindparam("ids", expanding=True)))
    made = insert(bare)
    others = {c.name: made.excluded[c.name] for c in bare.columns if c.name != "id"}
    return _Form(
        select=Prepared(wanted),
        upsert=Prepared(made.on_conflict_do_update(index_elements=["id"], set_=others)),
        fields=(fields := tuple(known.fields)),
        known=frozenset(fields),
        reading=_changes(kind, _reading),
        writing=tuple((fields.index(name), change) for name, change in _changes(kind, _writing)),
    )


def _changes(kind: str, change: Callable[[Field, TypeEngine[Any]], Change]) -> tuple[tuple[str, Change], ...]:
    """What the values of a kind go through, by field; not those that the wire and the file write alike."""
    fields, columns = KINDS[kind].fields, KINDS[kind].table.c
    changed = (field for field in fields.values() if field.type not in _ALIKE)
    return tuple((field.name, change(field, columns[field.name].type)) for field in changed)


def _reading(field: Field, kept: TypeEngine[Any]) -> Change:
    process = kept.dialect_impl(_DIALECT).result_processor(_DIALECT, None)

    def read(value: Any) -> Any:
        return to_wire(field, process(value) if process else value)

    return lru_cache(_MOMENTS)(read) if field.type is Type.TIMESTAMP else read


def _writing(field: Field, kept: TypeEngine[Any]) -> Change:
    process = kept.dialect_impl(_DIALECT).bind_processor(_DIALECT)

    def write(value: Any) -> Any:
        return process(from_wire(field, value)) if process else from_wire(field, value)

    if field.type in (Type.DATE, Type.TIMESTAMP):
        return lru_cache(_MOMENTS)(write)
    return _scaling(kept.places, write) if isinstance(kept, Scaled) else write


def _scaling(places: int, otherwise: Change) -> Change:
    """Whole amounts, as nearly all are, by putting the zeros after them."""
    zeros = "0" * places

    def write(value: Any) -> Any:
        whole = type(value) is str and value.isascii() and value.isdigit()
        return int(value + zeros) if whole else otherwise(value)

    return write
