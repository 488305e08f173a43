"""Who has shown to have a file's bytes. Whoever knows a hash may write it into a record of their own; the
record opens the file only once its author has sent every byte, or may read them elsewhere (trust.md S4).

A proof belongs to one record and one hash: it moves with the record to another unit, and a record that is
pointed at another file needs a new one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, union_all

from sync.hq.scopes import Principal, scope
from sync.hq.tables import FILE_PROOF, OPERATION, RECORD

_ATTACHMENT = "attachment"
_NAMING = ("sha256", "thumbnail_sha256")  # the fields that name a file
_NOT_SAID = (None, None)


@dataclass(frozen=True, slots=True)
class Claim:
    """A record that names a file, as one person sees it. ``size`` is what the record says."""

    record: str
    unit: str
    size: int
    proven: bool
    visible: bool
    own: bool

    @property
    def opens(self) -> bool:
        """Whether the person may read the bytes for this record's sake."""
        return self.visible and self.proven

    @property
    def owed(self) -> bool:
        """Whether the person has still to show that they have the bytes."""
        return self.own and not self.proven


def claims(connection: Connection, tenant: int, principal: Principal, sha256: str) -> list[Claim]:
    """The records that open a file to ``principal``, and those they wrote and have yet to prove.

    The latter wherever they are by now: that a project went to another unit must not lose its photos.
    """
    joined = RECORD.outerjoin(FILE_PROOF, and_(_proof_of_record(), FILE_PROOF.c.sha256 == sha256))
    query = (
        select(RECORD.c.id, RECORD.c.unit, RECORD.c.doc, FILE_PROOF.c.size.label("proven"))
        .select_from(joined)
        .where(RECORD.c.tenant == tenant, RECORD.c.kind == _ATTACHMENT)
        .where(is_of_file(tenant, sha256))
    )
    rows = connection.execute(query).all()
    own = _written(connection, tenant, principal, sha256, [row.id for row in rows])
    visible = scope(principal)
    found = [_claim(row, sha256, visible.writes(row.unit), row.id in own) for row in rows]
    return [claim for claim in found if claim.owed or claim.opens]


def is_of_file(tenant: int, sha256: str) -> ColumnElement[bool]:
    """Whether a record's bytes or small picture are the file; asked one by one, each by its index."""
    other = RECORD.alias("of_file")
    parts = [
        select(other.c.id).where(other.c.tenant == tenant, column == sha256)
        for column in (other.c.sha256, other.c.thumbnail)
    ]
    return RECORD.c.id.in_(union_all(*parts))


def _claim(row: Row[*tuple[Any, ...]], sha256: str, visible: bool, own: bool) -> Claim:
    doc = msgspec.json.decode(row.doc)
    size = doc.get("size" if doc.get("sha256") == sha256 else "thumbnail_size", 0)
    return Claim(row.id, row.unit, int(size), row.proven is not None, visible, own)


def _proof_of_record() -> Any:
    return and_(
        FILE_PROOF.c.tenant == RECORD.c.tenant,
        FILE_PROOF.c.record_id == RECORD.c.id,
    )


def _written(
    connection: Connection, tenant: int, principal: Principal, sha256: str, records: Iterable[str]
) -> set[str]:
    """Those of ``records`` into which ``principal`` wrote the hash."""
    query = select(OPERATION.c.record_id, OPERATION.c.fields).where(
        OPERATION.c.tenant == tenant,
        OPERATION.c.kind == _ATTACHMENT,
        OPERATION.c.record_id.in_(list(records)),
        OPERATION.c.user_id == principal.user_id,
        OPERATION.c.status.in_(("applied", "merged")),
    )
    found = set()
    for row in connection.execute(query):
        fields = msgspec.json.decode(row.fields)
        if any(fields.get(name, _NOT_SAID)[1] == sha256 for name in _NAMING):
            found.add(row.record_id)
    return found


def prove(connection: Connection, tenant: int, sha256: str, records: Iterable[str], size: int) -> None:
    """Note that the authors of ``records`` have the file of ``size`` bytes."""
    known = select(FILE_PROOF.c.record_id).where(FILE_PROOF.c.tenant == tenant, FILE_PROOF.c.sha256 == sha256)
    fresh = sorted(set(records) - set(connection.execute(known).scalars()))
    rows = [{"tenant": tenant, "record_id": one, "sha256": sha256, "size": size} for one in fresh]
    if rows:
        connection.execute(insert(FILE_PROOF), rows)


def used(connection: Connection, tenant: int, unit: str) -> int:
    """Bytes of the files kept for a unit, each once, those of deleted records too: they can be restored."""
    files = (
        select(FILE_PROOF.c.sha256, func.max(FILE_PROOF.c.size).label("size"))
        .select_from(FILE_PROOF.join(RECORD, _proof_of_record()))
        .where(RECORD.c.tenant == tenant, RECORD.c.kind == _ATTACHMENT, RECORD.c.unit == unit)
        .group_by(FILE_PROOF.c.sha256)
        .subquery()
    )
    return int(connection.execute(select(func.coalesce(func.sum(files.c.size), 0))).scalar_one())


def trust_all(connection: Connection, tenant: int) -> None:
    """Take every record's word, for what comes from backups of versions that asked for no proof."""
    for sha256, record, size in _named(connection, tenant):
        prove(connection, tenant, sha256, [record], size)


def _named(connection: Connection, tenant: int) -> Iterator[tuple[str, str, int]]:
    query = select(RECORD.c.sha256, RECORD.c.id, RECORD.c.doc).where(
        RECORD.c.tenant == tenant, RECORD.c.kind == _ATTACHMENT, RECORD.c.sha256.is_not(None)
    )
    for row in connection.execute(query).all():
        yield row.sha256, row.id, int(msgspec.json.decode(row.doc).get("size", 0))
