"""What hangs on a project at headquarters, with what the batch at hand makes of it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.model.registry import KINDS
from app.model.values import python_values
from app.rules.requirements import Values, hanging_on
from sync.hq.records import Key
from sync.hq.tables import RECORD
from sync.protocol.arriving import Unread
from sync.protocol.judge import Held


class Hanging:
    """Looks up the live records that hang on a project, for one batch."""

    def __init__(self, connection: Connection, tenant: int) -> None:
        self._connection, self._tenant = connection, tenant
        self._coming: list[Unread] = []

    def expect(self, operations: Iterable[Unread]) -> None:
        """Let what the batch makes further on count too: a change sent again keeps its earlier place."""
        self._coming = [one for one in operations if one.action == "create"]

    def values(
        self, kind: str, project: str, unit: str, working: Mapping[Key, Held], *, coming: bool = True
    ) -> dict[str, Values]:
        """The live records of ``kind`` that hang on the project, by id, this batch's included.

        What is no record in this version's eyes is left out. ``coming``: also what the batch is yet to make.
        """
        docs = self._docs(kind, project, unit)
        field = hanging_on(kind)
        for (its_kind, its_id), held in working.items():
            if its_kind == kind:
                docs.pop(its_id, None)
                if not held.deleted and held.doc.get(field) == project:
                    docs[its_id] = held.doc
        for one in self._coming if coming else ():
            if one.kind != kind or (kind, one.id) in working:
                continue
            after = {name: pair[1] for name, pair in one.fields.items()}
            if after.get(field) == project:
                docs[one.id] = after
        found = {id: values_of(kind, doc) for id, doc in docs.items()}
        return {id: values for id, values in found.items() if values is not None}

    def _docs(self, kind: str, project: str, unit: str) -> dict[str, Any]:
        query = select(RECORD.c.id, RECORD.c.doc).where(
            RECORD.c.tenant == self._tenant,
            RECORD.c.kind == kind,
            RECORD.c.unit == unit,
            RECORD.c.deleted.is_(False),
            RECORD.c.doc.contains(f'"{hanging_on(kind)}":"{project}"', autoescape=True),
        )
        return {row.id: msgspec.json.decode(row.doc) for row in self._connection.execute(query)}


def values_of(kind: str, doc: Mapping[str, Any]) -> Values | None:
    """A document in Python values; None for what a laptop sends that is no record."""
    try:
        return python_values(KINDS[kind], doc)
    except (ValueError, TypeError, ArithmeticError):
        return None
