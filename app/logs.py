"""The log of a profile: rotating, and safe to send to anyone.

What may enter is decided here and not where something is logged: numbers, ids and codes. Any other text could
be a name or a phone number, so only its length is written; of an error only its class or code, of a traceback
only where it went through (trust.md S2).
"""

import contextlib
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.errors import OutpostError

LOG_NAME = "outpost.log"
MAX_BYTES = 1024 * 1024
KEPT_FILES = 3
OWN = ("app", "sync", "ui")
_DEEPEST = 5
# An identifier, a dotted or slashed code, a hash, an ISO moment. Eight digits on end may be a phone number.
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}")
_LETTER = re.compile(r"[A-Za-z]")
_LONG_NUMBER = re.compile(r"(?<![0-9a-f-])\d{8,}(?![0-9a-f-])")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@contextlib.contextmanager
def logging_to(folder: Path) -> Iterator[Path]:
    """Write the log into ``folder`` while the block runs; yield the file.

    A folder that cannot be written is no reason not to work: then nothing is logged.
    """
    path = folder / LOG_NAME
    root = logging.getLogger()
    own = [logging.getLogger(name) for name in OWN]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Rotating(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)
    except OSError:
        yield path
        return
    handler.setFormatter(SafeFormatter())
    levels = [logger.level for logger in own]
    root.addHandler(handler)
    for logger in own:
        logger.setLevel(logging.INFO)
    try:
        yield path
    finally:
        root.removeHandler(handler)
        handler.close()
        for logger, level in zip(own, levels, strict=True):
            logger.setLevel(level)


class _Rotating(RotatingFileHandler):
    """Goes on with the full file where it cannot be renamed: on Windows another process may hold it open."""

    def rotate(self, source: str, dest: str) -> None:
        with contextlib.suppress(OSError):
            super().rotate(source, dest)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not stop the work whose log it is, nor fill the terminal."""


class SafeFormatter(logging.Formatter):
    """One line for each record: moment, level, logger, text; of other people's code only that it spoke."""

    def format(self, record: logging.LogRecord) -> str:
        """See ``logging.Formatter``."""
        moment = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        head = f"{moment} {record.levelname} {record.name}:"
        if record.name.split(".")[0] not in OWN:
            return f"{head} (not one of our own)"
        text = f"{head} {_message(record)}"
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text

    def formatException(self, ei: ExcInfo) -> str:
        """See ``logging.Formatter``."""
        return safe_traceback(ei[1]) if ei[1] is not None else ""


def safe_traceback(error: BaseException) -> str:
    """Where an error came from, with the classes of it and its causes, without a word of their messages."""
    lines = []
    one: BaseException | None = error
    while one is not None:
        lines.append(safe(one))
        for frame in traceback.extract_tb(one.__traceback__):
            place = "/".join(Path(frame.filename).parts[-3:])
            lines.append(f"  {place}:{frame.lineno} {frame.name}")
        one = one.__cause__ or one.__context__
    return "\n".join(lines)


def safe(value: object, depth: int = 0) -> str:
    """``value`` as it may stand in the log."""
    match value:
        case None | bool() | int() | float():
            return _number(value)
        case OutpostError():
            return value.code
        case BaseException():
            return type(value).__name__
        case str():
            return _text(value)
        case Mapping() if depth < _DEEPEST:
            inner = (f"{safe(k, depth + 1)}={safe(v, depth + 1)}" for k, v in value.items())
            return "{" + " ".join(inner) + "}"
        case list() | tuple() | set() | frozenset() if depth < _DEEPEST:
            return "[" + " ".join(safe(one, depth + 1) for one in value) + "]"
        case Path():
            return _text(value.name)
    return f"<{type(value).__name__}>"


def _message(record: logging.LogRecord) -> str:
    """The record's own words (written by us, in the code) filled with what may stand in the log."""
    if not record.args:
        return str(record.msg) if isinstance(record.msg, str) else safe(record.msg)
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    template = re.sub(r"%[-#0-9. +]*[a-zA-Z]", "%s", str(record.msg))
    try:
        return template % tuple(safe(one) for one in arguments)
    except (TypeError, ValueError):
        return template


def _number(value: bool | float | None) -> str:
    """A whole number of eight digits or more may be a phone number."""
    text = str(value)
    return f"<{len(text)} digits>" if _LONG_NUMBER.fullmatch(text.lstrip("-")) else text


def _text(value: str) -> str:
    code = _CODE.fullmatch(value) and _LETTER.search(value) and not _LONG_NUMBER.search(value)
    return value if code or not value else f"<{len(value)} characters>"
