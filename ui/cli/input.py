"""Reading what commands are given in files or on standard input: UTF-8 text and JSON, or a refusal."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ui.cli.errors import InputUnreadable, NotAnObject, NotJson, NotUtf8, RepeatedName

STANDARD_INPUT = "-"
_BOM = b"\xef\xbb\xbf"


def read_bytes(path: str) -> bytes:
    """Everything in the file, or in standard input for ``-``.

    Raises:
        InputUnreadable: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputUnreadable(path=path) from error


def read_lines(path: str) -> Iterator[bytes]:
    """The lines of the file or of standard input, each as soon as it is there.

    Raises:
        InputUnreadable: it cannot be read.
    """
    try:
        if path == STANDARD_INPUT:
            yield from _lines(sys.stdin.buffer)
        else:
            with Path(path).open("rb") as file:
                yield from _lines(file)
    except (OSError, ValueError) as error:
        raise InputUnreadable(path=path) from error


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline():
        yield line


def read_passphrase(path: str) -> str:
    """The first line of a file as a passphrase.

    Raises:
        InputUnreadable, NotUtf8: as they say.
    """
    lines = text_of(read_bytes(path), path).splitlines()
    return lines[0] if lines else ""


def text_of(data: bytes, path: str) -> str:
    """``data`` as text; a byte order mark at its beginning is dropped.

    Raises:
        NotUtf8: it is none.
    """
    try:
        return data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(path=path, position=error.start + 1) from error


def read_object(data: bytes, path: str) -> dict[str, Any]:
    """``data`` as one JSON object. Numbers with a fraction come as they were typed: amounts are never floats.

    Raises:
        NotUtf8, NotJson, NotAnObject, RepeatedName: as they say.
    """
    text = text_of(data, path)
    try:
        found = json.loads(
            text, parse_float=str, parse_constant=_refused_constant, object_pairs_hook=_unrepeated
        )
    except json.JSONDecodeError as error:
        raise NotJson(path=path, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:  # thousands of digits or brackets, NaN
        raise NotJson(path=path, line=1, column=1) from error
    if not isinstance(found, dict):
        raise NotAnObject(path=path)
    return found


def _refused_constant(name: str) -> Any:
    raise ValueError(name)


def _unrepeated(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedName(field=name, name=name)
        found[name] = value
    return found
