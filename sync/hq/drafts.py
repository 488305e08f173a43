"""A record as it is about to be written: its document as text and what it adds to the digests.

Made where the record was judged, while it is at hand, and used where the whole batch is written.
"""

import msgspec

from app.model.values import record_sum, written, written_sum
from app.rules.masking import masked
from sync.hq.records import Key
from sync.protocol.judge import Held


class Draft(msgspec.Struct, frozen=True, gc=False):
    """``doc``: the document of ``held`` as JSON; ``whole`` and ``masked``: its sums, bare and masked."""

    held: Held
    doc: str
    whole: int
    masked: int


def draft(key: Key, held: Held) -> Draft:
    """The draft of a record."""
    kind, id = key
    doc, seen = written(held.doc), masked(kind, held.doc)
    whole = written_sum(kind, id, doc)
    return Draft(held, doc.decode(), whole, whole if seen is held.doc else record_sum(kind, id, seen))
