"""What is kept of attachments on this laptop: which were opened, asked for and taken along, what may go.

Rules: bytes that headquarters has not acknowledged are never dropped, nor is what was taken along; small
pictures stay. Of the rest the least recently opened go first once the files take more than their share.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.model.columns import EPOCH
from app.model.registry import KINDS
from app.store.files import Files
from app.store.settings import Opener
from app.store.tables import FILE, TAKEN

SHARE = "files.share"  # the setting: bytes that files may take on this laptop
DEFAULT_SHARE = 2 * 1024**3
OWN_KEPT = timedelta(days=30)  # own files go last so long: headquarters may be restored from a backup


@dataclass(frozen=True, slots=True)
class Kept:
    """What the laptop knows of one file. ``state``: waiting, sent, refused, absent; ``wanted``: asked for."""

    state: str
    reason: dict[str, Any] | None
    wanted: bool


class FileCache:
    """The bookkeeping of one store's files."""

    def __init__(self, files: Files, reading: Opener, writing: Opener) -> None:
        self._files, self._reading, self._writing = files, reading, writing

    def known(self, hashes: Iterable[str]) -> dict[str, Kept]:
        """What is known of these files; those never met here are left out."""
        query = select(FILE).where(FILE.c.sha256.in_(set(hashes)))
        with self._reading() as connection:
            return {row.sha256: Kept(row.state, row.reason, row.wanted) for row in connection.execute(query)}

    def refused(self) -> list[tuple[str, int, dict[str, Any] | None]]:
        """The files headquarters would not take: hash, size, reason; smallest first."""
        query = select(FILE).where(FILE.c.state == "refused").order_by(FILE.c.size, FILE.c.sha256)
        with self._reading() as connection:
            return [(row.sha256, row.size, row.reason) for row in connection.execute(query)]

    def retry(self, sha256: str) -> None:
        """Send a refused file again with the next sync."""
        again = update(FILE).where(FILE.c.sha256 == sha256, FILE.c.state == "refused")
        with self._writing() as connection:
            connection.execute(again.values(state="waiting", reason=None))

    def send_own_again(self) -> int:
        """Ask headquarters about every file added here: it came back from a backup; returns how many."""
        again = update(FILE).where(FILE.c.state == "sent", FILE.c.own.is_(True)).values(state="waiting")
        with self._writing() as connection:
            return connection.execute(again).rowcount

    def want(self, sha256: str, size: int) -> None:
        """Fetch a file with the next sync."""
        fresh = insert(FILE).values(sha256=sha256, size=size, state="absent", wanted=True)
        with self._writing() as connection:
            connection.execute(fresh.on_conflict_do_update(index_elements=["sha256"], set_={"wanted": True}))

    def wanted(self) -> set[str]:
        """The hashes of the files that were asked for and are not here."""
        query = select(FILE.c.sha256).where(FILE.c.wanted.is_(True))
        with self._reading() as connection:
            asked = list(connection.execute(query).scalars())
        return {sha256 for sha256 in asked if not self._files.has(sha256)}

    def opened(self, sha256: str, now: datetime) -> None:
        """Somebody looked at the file: it goes later than others."""
        seen = {"opened_at": (now - EPOCH) // timedelta(milliseconds=1), "wanted": False}
        with self._writing() as connection:
            connection.execute(update(FILE).where(FILE.c.sha256 == sha256).values(seen))

    # --- taken along
    def take(self, kind: str, id: str) -> None:
        """Keep what hangs on a record here, now and later."""
        statement = insert(TAKEN).values(kind=kind, id=id).on_conflict_do_nothing()
        with self._writing() as connection:
            connection.execute(statement)

    def leave(self, kind: str, id: str) -> None:
        """No longer keep it here; nothing is dropped yet."""
        with self._writing() as connection:
            connection.execute(delete(TAKEN).where(TAKEN.c.kind == kind, TAKEN.c.id == id))

    def taken(self) -> list[tuple[str, str]]:
        """The (kind, id) of the records taken along."""
        query = select(TAKEN.c.kind, TAKEN.c.id).order_by(TAKEN.c.kind, TAKEN.c.id)
        with self._reading() as connection:
            return [(kind, id) for kind, id in connection.execute(query)]

    # --- making room
    def used(self) -> int:
        """Bytes of the files that are here."""
        query = select(func.coalesce(func.sum(FILE.c.size), 0)).where(FILE.c.state != "absent")
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def drop(self, sha256: str) -> bool:
        """Remove the local copy of a file that headquarters has; False where it must stay."""
        return self._drop([sha256]) == [sha256]

    def trim(self, share: int, keep: Collection[str], now: datetime) -> list[str]:
        """Drop the least recently opened files until the rest takes at most ``share`` bytes."""
        over = self.used() - share
        if over <= 0:
            return []
        going: list[str] = []
        for row in self._droppable(now):
            if over > 0 and row.sha256 not in keep:
                going.append(row.sha256)
                over -= row.size
        return self._drop(going)

    def _droppable(self, now: datetime) -> Sequence[Any]:
        young = (now - OWN_KEPT - EPOCH) // timedelta(milliseconds=1)
        small = KINDS["attachment"].table.c.thumbnail_sha256
        last = FILE.c.own.is_(True) & (FILE.c.added_at > young)
        query = (
            select(FILE.c.sha256, FILE.c.size)
            .where(FILE.c.state == "sent", FILE.c.sha256.not_in(select(small).where(small.is_not(None))))
            .order_by(last, FILE.c.opened_at, FILE.c.sha256)
        )
        with self._reading() as connection:
            return connection.execute(query).all()

    def _drop(self, hashes: Iterable[str]) -> list[str]:
        """One transaction each: nobody adds the same bytes again between the look and the removal."""
        gone = []
        for sha256 in hashes:
            with self._writing() as connection:
                state = connection.execute(select(FILE.c.state).where(FILE.c.sha256 == sha256)).scalar()
                if state == "sent" and self._files.remove(sha256):
                    absent = update(FILE).where(FILE.c.sha256 == sha256)
                    connection.execute(absent.values(state="absent", wanted=False))
                    gone.append(sha256)
        return gone
