"""A page of headquarters' rows, read into records; nothing is believed before it is checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.model.registry import KINDS
from app.model.values import Document, is_readable
from sync.client.errors import MalformedAnswer
from sync.protocol.messages import DELETED, LEFT_SCOPE, ROW_HEAD, KindRows

CARD = "conflict"

RecordKey = tuple[str, str]
"""A record's kind and id."""


class PageRow(msgspec.Struct, frozen=True, gc=False):
    """One record as headquarters has it now; ``left``: it left this laptop's scope and has no document."""

    kind: str
    id: str
    rev: int
    deleted: bool
    left: bool
    at: int
    by: str
    doc: Document

    @property
    def key(self) -> RecordKey:
        return self.kind, self.id


@dataclass(frozen=True)
class Page:
    """``rows`` are of kinds this version knows; ``parked`` are kept as they came, by kind and id."""

    rows: list[PageRow] = field(default_factory=list)
    parked: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_page(kinds: Sequence[KindRows]) -> Page:
    """The rows of a reply.

    A row of a known kind whose values this version cannot read is parked like one of an unknown kind: it
    must not hold up the others.

    Raises:
        MalformedAnswer: a row that is not a row.
    """
    page = Page()
    for part in kinds:
        for raw in part.rows:
            row = _row(part, raw)
            if part.kind not in KINDS or not is_readable(KINDS[row.kind], row.doc):
                page.parked.setdefault(part.kind, {})[row.id] = _as_came(row)
            else:
                page.rows.append(row)
    return page


def _row(part: KindRows, raw: list[Any]) -> PageRow:
    if len(raw) < ROW_HEAD:
        raise MalformedAnswer(detail="a row without its head")
    id, rev, flags, at, by, *values = raw
    # By type, not by isinstance: whole numbers come as nothing else, and a bool is none.
    sound = type(id) is str and type(rev) is type(flags) is type(at) is int and type(by) is str
    left = bool(sound and flags & LEFT_SCOPE)
    if not sound or (len(values) != len(part.fields) and not left):
        raise MalformedAnswer(detail="a row that does not fit its header")
    doc = {name: value for name, value in zip(part.fields, values, strict=False) if value is not None}
    return PageRow(part.kind, id, rev, bool(flags & DELETED), left, at, by, {} if left else doc)


def _as_came(row: PageRow) -> dict[str, Any]:
    head = {"rev": row.rev, "deleted": row.deleted, "left": row.left, "at": row.at, "by": row.by}
    return head | {"doc": row.doc}
