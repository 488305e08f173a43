"""The bytes of attachments, in a queue of their own beside the records (sync.md, Attachments).

Both ways resume where they were cut: at most one piece travels twice. One file's trouble never stops another,
and nothing here holds up the records.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from app.reasons import Reason
from app.store.errors import FileDamaged, FileMissing
from app.store.files import WaitingFile
from app.store.store import Store
from sync.client.engine import HELLO
from sync.client.errors import FileUnknown, MalformedAnswer, RequestRefused, SyncError, WrongOffset
from sync.client.gateway import Gateway
from sync.client.partial_file import PartialFile
from sync.protocol.limits import FILE_CHUNK
from sync.protocol.messages import Hello

ROWS_AT_ONCE = 100
SEEKS = 3  # how often one upload may be sent back to another place before it waits for the next run


@dataclass
class FilesReport:
    """What one run moved. ``absent``: files headquarters does not have yet; ``error`` stopped the run."""

    uploaded: int = 0
    downloaded: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    refused: int = 0
    absent: int = 0
    error: SyncError | None = None

    @property
    def error_code(self) -> str:
        """``""`` when the run went through."""
        return self.error.code if self.error else ""


def sync_files(store: Store, gateway: Gateway) -> FilesReport:
    """Send the files that wait, then fetch those that are missing here; smallest first."""
    report = FilesReport()
    piece_bytes = _piece_bytes(store)
    try:
        for waiting in store.files.waiting():
            _upload(store, gateway, waiting, piece_bytes, report)
        for missing in missing_files(store):
            _download(store, gateway, missing, piece_bytes, report)
    except SyncError as error:
        report.error = error
    return report


def missing_files(store: Store) -> list[WaitingFile]:
    """The files that live attachments name and this laptop does not have, smallest first."""
    found: dict[str, WaitingFile] = {}
    ids = store.ids("attachment")
    for start in range(0, len(ids), ROWS_AT_ONCE):
        for row in store.rows("attachment", ids[start : start + ROWS_AT_ONCE]):
            sha256, size = row["sha256"] or "", row["size"] or 0
            if sha256 and sha256 not in found and not store.files.has(sha256):
                found[sha256] = WaitingFile(sha256, size)
    return sorted(found.values(), key=lambda file: (file.size, file.sha256))


def _piece_bytes(store: Store) -> int:
    with store.replica() as replica:
        text = replica.get(HELLO)
    return msgspec.json.decode(text, type=Hello).chunk if text else FILE_CHUNK


# --- up ------------------------------------------------------------------------------------------------


def _upload(store: Store, gateway: Gateway, file: WaitingFile, piece_bytes: int, report: FilesReport) -> None:
    try:
        held = gateway.uploaded(file.sha256)
        for _ in range(SEEKS):
            held = _send_from(store, gateway, file, held, piece_bytes, report)
            if held >= file.size:
                store.files.mark_sent(file.sha256)
                report.uploaded += 1
                return
    except FileUnknown:
        return  # its record is not there yet: the next run has sent it
    except RequestRefused as error:
        store.files.mark_refused(file.sha256, error.problem)
        report.refused += 1
    except (FileMissing, FileDamaged) as error:
        store.files.mark_refused(file.sha256, Reason(error.key, error.params))
        report.refused += 1


def _send_from(
    store: Store, gateway: Gateway, file: WaitingFile, offset: int, piece_bytes: int, report: FilesReport
) -> int:
    """Send the pieces from ``offset`` on; returns how much headquarters holds then."""
    for piece in _pieces_from(store.files.read(file.sha256), offset, piece_bytes):
        try:
            held = gateway.upload(file.sha256, offset, piece, file.size)
        except WrongOffset as error:
            return error.offset
        report.bytes_up += len(piece)
        offset += len(piece)
        if held != offset:
            return held
    return offset


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


# --- down ----------------------------------------------------------------------------------------------


def _download(
    store: Store, gateway: Gateway, file: WaitingFile, piece_bytes: int, report: FilesReport
) -> None:
    part = PartialFile(store.files, file.sha256)
    try:
        while part.received < file.size:
            piece = gateway.download(file.sha256, part.received, min(piece_bytes, file.size - part.received))
            if not piece or part.received + len(piece) > file.size:
                raise MalformedAnswer(detail="a file of another size")
            part.append(piece)
            report.bytes_down += len(piece)
    except FileUnknown:
        report.absent += 1
        return
    except (RequestRefused, MalformedAnswer):
        part.discard()
        report.refused += 1
        return
    if part.finish():
        report.downloaded += 1
    else:
        report.refused += 1  # not what its name says: fetched anew in the next run
