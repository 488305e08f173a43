"""The bytes of attachments, in a queue of their own beside the records (sync.md, Attachments).

Small pictures travel first, both ways; originals come when they are asked for or were taken along. One
file's trouble never stops another, and nothing here holds up the records: the queue gives way between two
pieces as soon as there is something newer to say.
"""

from collections.abc import Callable, Iterable

import msgspec

from app.model.row import Row
from app.services.carrying import carried_files, make_room, share
from app.store.errors import DiskFull, DiskTrouble, ReadOnlyStore
from app.store.files import WaitingFile
from app.store.store import Store
from sync.client.errors import MalformedAnswer, ServerFault, SyncError, Timeout
from sync.client.file_transfer import FileTransfer, Interrupted
from sync.client.files_report import FilesReport
from sync.client.gateway import Gateway
from sync.client.place import EPOCH, HELLO
from sync.protocol.limits import FILE_CHUNK, MAX_THUMBNAIL
from sync.protocol.messages import Hello

ROWS_AT_ONCE = 100
LEAST_PIECE = 32 * 1024
FAILURES = 10  # files in a row that headquarters fails at before the run is given up
_KNOWN = (SyncError, DiskFull, DiskTrouble, ReadOnlyStore)
FILES_EPOCH, PIECE = "files_epoch", "files_piece"


def sync_files(
    store: Store, gateway: Gateway, *, everything: bool = False, busy: Callable[[], bool] = lambda: False
) -> FilesReport:
    """Send the files that wait, then fetch what is missing here: small pictures, what was asked for or taken
    along; with ``everything`` all originals, as far as they fit into the laptop's share.

    ``busy`` is asked before every piece; True ends the run (``interrupted``).
    """
    run = _Run(store, gateway, busy)
    try:
        run.all(everything)
    except Interrupted:
        run.report.interrupted = True
    except _KNOWN as error:
        run.report.error = error
        run.note_trouble(error)
    run.report.dropped = make_room(store)
    return run.report


def fetch_file(store: Store, gateway: Gateway, sha256: str, size: int) -> FilesReport:
    """Fetch one file now."""
    run = _Run(store, gateway, lambda: False)
    try:
        run.transfer.download(WaitingFile(sha256, size))
    except _KNOWN as error:
        run.report.error = error
    return run.report


def missing_files(store: Store) -> list[WaitingFile]:
    """The originals that live attachments name and this laptop does not have, smallest first."""
    return _missing(store, lambda row: (row["sha256"], row["size"]))


def missing_thumbnails(store: Store) -> list[WaitingFile]:
    """The small pictures this laptop does not have; what claims to be one and is large is none."""
    found = _missing(store, lambda row: (row["thumbnail_sha256"], row["thumbnail_size"]))
    return [file for file in found if file.size <= MAX_THUMBNAIL]


def _missing(store: Store, named: Callable[[Row], tuple[str | None, int | None]]) -> list[WaitingFile]:
    found: dict[str, WaitingFile] = {}
    ids = store.ids("attachment")
    for start in range(0, len(ids), ROWS_AT_ONCE):
        for row in store.rows("attachment", ids[start : start + ROWS_AT_ONCE]):
            sha256, size = named(row)
            if sha256 and sha256 not in found and not store.files.has(sha256):
                found[sha256] = WaitingFile(sha256, size or 0)
    return sorted(found.values(), key=lambda file: (file.size, file.sha256))


class _Run:
    """One run of the queue."""

    def __init__(self, store: Store, gateway: Gateway, busy: Callable[[], bool]) -> None:
        self.report = FilesReport()
        self._store = store
        self._failures = 0
        self._largest, self._piece = _piece_bytes(store)
        self.transfer = FileTransfer(store, gateway, self.report, piece_bytes=self._piece, busy=busy)

    def all(self, everything: bool) -> None:
        self._ask_again_after_a_restore()
        self._each(self._store.files.waiting(), self.transfer.upload)
        self._each(missing_thumbnails(self._store), self.transfer.download)
        self._each(self._asked_for(everything), self.transfer.download)
        if self._piece < self._largest:
            self._remember_piece(self._piece * 2)

    def note_trouble(self, error: Exception) -> None:
        """A piece that did not get through in time: smaller ones from now on."""
        if isinstance(error, Timeout):
            self._remember_piece(self._piece // 2)

    def _each(self, files: Iterable[WaitingFile], move: Callable[[WaitingFile], None]) -> None:
        for file in files:
            try:
                move(file)
            except (ServerFault, MalformedAnswer) as error:
                self.report.error = error
                self._failures += 1
                if self._failures >= FAILURES:
                    raise
            else:
                self._failures = 0

    def _asked_for(self, everything: bool) -> list[WaitingFile]:
        store = self._store
        carried, wanted = carried_files(store), store.file_cache.wanted()
        missing = missing_files(store)
        asked = [file for file in missing if file.sha256 in carried or file.sha256 in wanted]
        if not everything:
            return asked
        room = share(store) - store.file_cache.used() - sum(file.size for file in asked)
        chosen = {file.sha256 for file in asked}
        for file in missing:
            if file.sha256 not in chosen and file.size <= room:
                asked.append(file)
                room -= file.size
        return asked

    def _ask_again_after_a_restore(self) -> None:
        """Headquarters came back from a backup: it may have lost files it had acknowledged."""
        with self._store.replica() as replica:
            epoch, known = replica.get(EPOCH), replica.get(FILES_EPOCH)
            if epoch != known:
                replica.set(FILES_EPOCH, epoch)
        if known and epoch != known:
            self._store.file_cache.send_own_again()

    def _remember_piece(self, size: int) -> None:
        with self._store.replica() as replica:
            replica.set(PIECE, str(min(max(size, LEAST_PIECE), self._largest)))


def _piece_bytes(store: Store) -> tuple[int, int]:
    """The largest piece headquarters takes, and the one that has got through lately."""
    with store.replica() as replica:
        text, lately = replica.get(HELLO), replica.get(PIECE)
    largest = msgspec.json.decode(text, type=Hello).chunk if text else FILE_CHUNK
    return largest, min(int(lately or largest), largest)
