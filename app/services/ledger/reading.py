"""Reads a ledger file into a ``Workbook`` without trusting it (stack.md trap 9, trust.md S11).

The zip directory is checked first; the parsing happens in a child process that may use 512 MB and 20 s.
"""

import hashlib
import io
import multiprocessing
import sys
import time
import zipfile
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path, PurePath

import msgspec
import psutil

from app.services.ledger.errors import (
    DamagedLedger,
    EmptyLedger,
    EncryptedLedger,
    LedgerBomb,
    LedgerError,
    LedgerMissing,
    LedgerReaderFailed,
    LedgerTimeout,
    LedgerTooLarge,
    NotASpreadsheet,
)
from app.services.ledger.grid import Workbook
from app.services.ledger.parsing import Parsed, parsed

MAX_FILE = 50 << 20
MAX_ENTRIES = 2_000
MAX_UNPACKED = 512 << 20
MAX_RATIO = 200
RATIO_FREE = 4 << 20  # below this much unpacked text no ratio can hurt
MEMORY = 512 << 20
SECONDS = 20.0
_TEXT_TABLES = frozenset({".csv", ".tsv", ".txt"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_LOOK_EVERY = 0.05
_GRACE = 2.0  # seconds for a child that closed its pipe to end
_OUT_OF_MEMORY = 77  # exit code


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file that was read: its name without folders, its bytes and their SHA-256, and what is in it."""

    name: str
    sha256: str
    workbook: Workbook
    content: bytes = field(repr=False)


def read_ledger(path: Path, *, memory: int = MEMORY, seconds: float = SECONDS) -> Ledger:
    """Read the .xlsx, .xls, .ods or .csv at ``path``.

    Raises:
        LedgerError: one subclass for each thing that can be wrong; nothing was kept.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise LedgerTooLarge(name=path.name, limit=f"{MAX_FILE >> 20} MB")
        content = path.read_bytes()
    except OSError as error:
        raise LedgerMissing(name=path.name, reason=error.strerror or str(error)) from error
    return read_content(path.name, content, memory=memory, seconds=seconds)


def read_content(name: str, content: bytes, *, memory: int = MEMORY, seconds: float = SECONDS) -> Ledger:
    """Read a ledger that is already in memory; as ``read_ledger``."""
    text_table = _check(name, content)
    workbook = _in_child(name, content, text_table, memory, seconds)
    if not workbook.filled:
        raise EmptyLedger(name=name)
    return Ledger(name, hashlib.sha256(content).hexdigest(), workbook, content)


def _check(name: str, content: bytes) -> bool:
    """Refuse what need not even be parsed; answers whether it is a text table."""
    if not content:
        raise EmptyLedger(name=name)
    if content.startswith(_ZIP):
        _check_archive(name, content)
        return False
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise EncryptedLedger(name=name)
        return False
    if PurePath(name).suffix.lower() not in _TEXT_TABLES:
        raise NotASpreadsheet(name=name)
    return True


def _check_archive(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DamagedLedger(name=name, reason=str(error)) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise LedgerBomb(name=name)
    if unpacked > RATIO_FREE and unpacked / packed > MAX_RATIO:
        raise LedgerBomb(name=name)
    names = {entry.filename for entry in entries}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise NotASpreadsheet(name=name)


def _in_child(name: str, content: bytes, text_table: bool, memory: int, seconds: float) -> Workbook:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve_one, args=(theirs, text_table, memory, seconds), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send_bytes(content)
        answer = _answer(name, child, ours, memory, seconds)
    except (BrokenPipeError, ConnectionResetError, EOFError) as error:
        raise _died(name, child) from error
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()
    return _workbook(name, answer)


def _answer(name: str, child: SpawnProcess, ours: Connection, memory: int, seconds: float) -> Parsed:
    """Wait for the child's answer, with an eye on its memory and on the clock."""
    deadline = time.monotonic() + seconds
    while not ours.poll(_LOOK_EVERY):
        if _resident(child) > memory:
            raise LedgerBomb(name=name)
        if time.monotonic() > deadline:
            raise LedgerTimeout(name=name, seconds=round(seconds))
    return msgspec.msgpack.decode(ours.recv_bytes(), type=Parsed)


def _died(name: str, child: SpawnProcess) -> LedgerError:
    """Why there is no answer: the limits killed the child, or it failed by itself."""
    child.join(_GRACE)
    if child.exitcode is None or child.exitcode < 0 or child.exitcode == _OUT_OF_MEMORY:
        return LedgerBomb(name=name)
    return LedgerReaderFailed(name=name, exit_code=child.exitcode)


def _resident(child: SpawnProcess) -> int:
    try:
        return int(psutil.Process(child.pid).memory_info().rss)
    except psutil.Error:  # just ended: the pipe tells how
        return 0


def _workbook(name: str, answer: Parsed) -> Workbook:
    if answer.workbook is not None:
        return answer.workbook
    errors: dict[str, type[LedgerError]] = {
        "not_a_spreadsheet": NotASpreadsheet,
        "encrypted": EncryptedLedger,
        "too_large": LedgerTooLarge,
    }
    error = errors.get(answer.trouble, DamagedLedger)
    raise error(name=name, reason=answer.detail, limit=answer.detail)


def serve_one(pipe: Connection, text_table: bool, memory: int, seconds: float) -> None:
    """The child: takes one file's bytes from ``pipe`` and answers with a ``Parsed``."""
    _limit(memory, seconds)
    try:
        answer = parsed(pipe.recv_bytes(), text_table=text_table)
        message = msgspec.msgpack.encode(answer)
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the fast reader gave up on nonsense; it has no class
            raise
        message = msgspec.msgpack.encode(Parsed(trouble="damaged", detail=str(error)))
    pipe.send_bytes(message)


def _limit(memory: int, seconds: float) -> None:
    """The kernel's own limits, where there are any; elsewhere the parent's watch is all."""
    if sys.platform == "win32":
        return
    import resource

    # Data, not address space: the libraries' mappings cost nothing, and how many there are is not ours.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
