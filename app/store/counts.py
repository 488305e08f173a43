"""How much waits on this laptop: what the status chip shows after every change."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.files import is_to_be_sent
from app.store.named import meta
from app.store.tables import FILE, OUTBOX

_CARD = KINDS["conflict"].table.c
_N = func.count().label("n")
_BY_STATE = Prepared(select(OUTBOX.c.state, _N).group_by(OUTBOX.c.state))
_OPEN_CARDS = Prepared(select(_N).where(_CARD.status == "open", _CARD.deleted.is_(False)))
_FILES = Prepared(select(_N).select_from(FILE).where(is_to_be_sent()))


@dataclass(frozen=True, slots=True)
class Counts:
    """What the status chip shows. ``last_sync`` is the end of the last run that reached headquarters."""

    pending: int
    refused: int
    conflicts: int
    files_waiting: int
    last_sync: datetime | None


def read_counts(connection: Connection) -> Counts:
    """How much waits now."""
    states = {row.state: row.n for row in _BY_STATE.all(connection)}
    last = meta(connection, "last_sync")
    return Counts(
        pending=states.get("pending", 0),
        refused=states.get("refused", 0),
        conflicts=_OPEN_CARDS.one(connection).n,
        files_waiting=_FILES.one(connection).n,
        last_sync=datetime.fromisoformat(last) if last else None,
    )
