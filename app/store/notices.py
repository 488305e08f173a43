"""What the person at this laptop must be told once, whatever screen is open when it happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.reasons import Reason
from app.store.tables import NOTICE

WRITES_LOST = "writes_lost"  # params: ``lost``, how many saved changes the disk did not keep
WENT_BACK = "went_back"  # params: ``waiting``, how many changes were not sent yet and are kept


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to be told; ``reason`` is its text."""

    seq: int
    code: str
    at: datetime
    params: Mapping[str, Any]
    seen: bool

    @property
    def reason(self) -> Reason:
        """What to tell, in no language yet."""
        return Reason(f"notice.{self.code}", self.params)


def add(connection: Connection, code: str, at: datetime, params: Mapping[str, Any]) -> None:
    """Keep something to be told."""
    connection.execute(insert(NOTICE).values(code=code, at=at, params=dict(params), seen=False))


def read(connection: Connection, *, seen: bool) -> list[Notice]:
    """What is to be told, newest first; with what was told already where ``seen``."""
    query = select(NOTICE).order_by(NOTICE.c.seq.desc())
    rows = connection.execute(query if seen else query.where(NOTICE.c.seen.is_(False)))
    return [Notice(row.seq, row.code, row.at, row.params, row.seen) for row in rows]


def dismiss(connection: Connection, seq: int) -> None:
    """The person has read it."""
    connection.execute(update(NOTICE).where(NOTICE.c.seq == seq).values(seen=True))
