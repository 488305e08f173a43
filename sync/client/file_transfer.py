"""One file on its way up or down. Both ways resume where they were cut: at most one piece travels twice."""

from collections.abc import Callable, Iterator

from app.reasons import Reason
from app.store.errors import FileDamaged, FileMissing
from app.store.files import WaitingFile
from app.store.store import Store
from sync.client.errors import FileUnknown, MalformedAnswer, RequestRefused, WrongOffset
from sync.client.files_report import FilesReport
from sync.client.gateway import Gateway
from sync.client.partial_file import PartialFile

SEEKS = 3  # how often one upload may be sent back to another place before it waits for the next run


class Interrupted(Exception):
    """Something more urgent than files waits; the file goes on from here in the next run."""


class FileTransfer:
    """Moves files between ``store`` and headquarters, ``piece_bytes`` at a time, and counts them."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        report: FilesReport,
        *,
        piece_bytes: int,
        busy: Callable[[], bool],
    ) -> None:
        self._store, self._gateway, self._report = store, gateway, report
        self._piece_bytes, self._busy = piece_bytes, busy

    # --- up
    def upload(self, file: WaitingFile) -> None:
        """Send what headquarters does not have; set it aside with the reason where it is refused.

        Raises:
            SyncError: the link or headquarters failed. Interrupted.
        """
        files = self._store.files
        try:
            held = self._gateway.uploaded(file.sha256)
            for _ in range(SEEKS):
                held = self._send_from(file, held)
                if held >= file.size:
                    files.mark_sent(file.sha256)
                    self._report.uploaded += 1
                    return
        except FileUnknown:
            return  # its record is not there yet: the next run has sent it
        except RequestRefused as error:
            files.mark_refused(file.sha256, error.problem)
            self._report.refused += 1
        except (FileMissing, FileDamaged) as error:
            files.mark_refused(file.sha256, Reason(error.key, error.params))
            self._report.refused += 1

    def _send_from(self, file: WaitingFile, offset: int) -> int:
        """Send the pieces from ``offset`` on; returns how much headquarters holds then."""
        for piece in _pieces_from(self._store.files.read(file.sha256), offset, self._piece_bytes):
            self._give_way()
            try:
                held = self._gateway.upload(file.sha256, offset, piece, file.size)
            except WrongOffset as error:
                return error.offset
            self._report.bytes_up += len(piece)
            offset += len(piece)
            if held != offset:
                return held
        return offset

    # --- down
    def download(self, file: WaitingFile) -> None:
        """Fetch the rest of a file; what arrives is checked against its name.

        Raises:
            SyncError: the link or headquarters failed. DiskFull, ReadOnlyStore, DiskTrouble. Interrupted.
        """
        part = PartialFile(self._store.files, file.sha256)
        try:
            while part.received < file.size:
                self._give_way()
                wish = min(self._piece_bytes, file.size - part.received)
                piece = self._gateway.download(file.sha256, part.received, wish)
                if not piece or part.received + len(piece) > file.size:
                    raise MalformedAnswer(detail="a file of another size")
                part.append(piece)
                self._report.bytes_down += len(piece)
        except FileUnknown:
            self._report.absent += 1
            return
        except (RequestRefused, MalformedAnswer):
            part.discard()
            self._report.refused += 1
            return
        if part.finish():
            self._store.file_cache.opened(file.sha256, self._store.clock())
            self._report.downloaded += 1
        else:
            self._report.refused += 1  # not what its name says: fetched anew in the next run

    def _give_way(self) -> None:
        if self._busy():
            raise Interrupted


def _pieces_from(blocks: Iterator[bytes], offset: int, size: int) -> Iterator[bytes]:
    """The stream without its first ``offset`` bytes, in pieces of ``size``; an empty file is one piece."""
    held = bytearray()
    skip, empty = offset, offset == 0
    for block in blocks:
        held += block[skip:]
        skip = max(0, skip - len(block))
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
            empty = False
    if held or empty:
        yield bytes(held)
