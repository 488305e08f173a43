"""Bringing the words of every record in step when the rule for words (``Indexing.entry``) has changed.

A store of years has hundreds of thousands of records: they are found by their old words until their turn
comes, some hundreds at a time, when there is nothing else to do. A record that gets new words moves to the
end of the index, so that those still to do are the ones up to where its end was when the change was seen.
"""

from sqlalchemy import Connection, bindparam, func, insert, select

from app.store import filing
from app.store.indexing import Indexing
from app.store.named import keep_meta, meta
from app.store.tables import SEARCH_DOC, UNINDEXED

WORDED_BY = "words"  # the name under which the store remembers the version of the rule
REWORDING = "words_until"  # "version:docid" while records are brought in step

_NEXT = (
    select(SEARCH_DOC.c.kind, SEARCH_DOC.c.id)
    .where(SEARCH_DOC.c.docid <= bindparam("until"))
    .order_by(SEARCH_DOC.c.docid)
    .limit(bindparam("most"))
)
_MARK = insert(UNINDEXED).prefix_with("OR IGNORE")


def is_worded_by(connection: Connection, indexing: Indexing) -> bool:
    """Whether all words are in step with this version's rule."""
    return meta(connection, WORDED_BY) == indexing.words_version


def begin(connection: Connection, indexing: Indexing) -> None:
    """File everything by this version's rule, which takes seconds; a store without records is in step."""
    filing.file_everything(connection, indexing)
    if _last(connection) == 0:
        keep_meta(connection, WORDED_BY, indexing.words_version)


def mark_some(connection: Connection, indexing: Indexing, most: int) -> bool:
    """Mark the next records for ``late_indexing``; False when all are in step, which is noted then."""
    version, _, until = meta(connection, REWORDING).partition(":")
    if version != indexing.words_version:
        until = str(_last(connection))
        keep_meta(connection, REWORDING, f"{indexing.words_version}:{until}")
    stale = connection.execute(_NEXT, {"until": int(until), "most": most}).all()
    if not stale:
        keep_meta(connection, WORDED_BY, indexing.words_version)
        return False
    connection.execute(_MARK, [{"kind": kind, "id": id} for kind, id in stale])
    return True


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(SEARCH_DOC.c.docid))).scalar() or 0
