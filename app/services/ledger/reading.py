"""Reads a ledger file into a ``Workbook`` without trusting it (stack.md trap 9, trust.md S11).

The zip directory is checked first; the parsing happens in a child process that may use 512 MB and 20 s.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath

import msgspec

from app.services.ledger.child import MEMORY, SECONDS, in_child
from app.services.ledger.errors import (
    DamagedLedger,
    EmptyLedger,
    EncryptedLedger,
    LedgerBomb,
    LedgerError,
    LedgerMissing,
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
_TEXT_TABLES = frozenset({".csv", ".tsv", ".txt"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


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
    task = parse_text_table if text_table else parse_spreadsheet
    answer = in_child(task, content, name=name, memory=memory, seconds=seconds)
    workbook = _workbook(name, msgspec.msgpack.decode(answer, type=Parsed))
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


def parse_text_table(content: bytes) -> bytes:
    """In the child: the ``Parsed`` of a file whose name promises a text table."""
    return _parse(content, text_table=True)


def parse_spreadsheet(content: bytes) -> bytes:
    """In the child: the ``Parsed`` of any other file."""
    return _parse(content, text_table=False)


def _parse(content: bytes, *, text_table: bool) -> bytes:
    try:
        return msgspec.msgpack.encode(parsed(content, text_table=text_table))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the fast reader gave up on nonsense; it has no class
            raise
        return msgspec.msgpack.encode(Parsed(trouble="damaged", detail=str(error)))
