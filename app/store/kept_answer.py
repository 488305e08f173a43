"""Headquarters' answer as it came, kept until it is taken in: meanwhile the next operations are on their way.

What was answered is never sent again, wherever the laptop dies: the answer is in the file before anything
else is asked, and leaves it in the transaction that takes it in (docs/adr/0021).
"""

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.model.prepared import Prepared
from app.store.tables import ANSWER

_FORGET, _KEEP = Prepared(delete(ANSWER)), Prepared(insert(ANSWER))
_KEPT = Prepared(select(ANSWER.c.reply).where(ANSWER.c.cursor == bindparam("at")))


def keep(connection: Connection, cursor: str, reply: bytes) -> None:
    """Keep the answer to what was asked from the place ``cursor``, and no other."""
    _FORGET.run(connection)
    _KEEP.run(connection, {"cursor": cursor, "reply": reply})


def kept(connection: Connection, cursor: str) -> bytes | None:
    """The answer to what was asked from the place ``cursor``, where it was kept and not taken in."""
    found = _KEPT.one(connection, {"at": cursor})
    return None if found is None else bytes(found.reply)


def forget(connection: Connection) -> None:
    """The place moves on: what was asked from before is taken in, or overtaken."""
    _FORGET.run(connection)
