"""What a client process has told a person is saved, written down where its own crash cannot take it back."""

import os
from pathlib import Path

import msgspec


class Saved(msgspec.Struct, frozen=True, omit_defaults=True, tag="saved"):
    """An edit whose save returned. ``value`` is unique to it; a deletion or restoration has none."""

    kind: str
    id: str
    action: str
    field: str = ""
    value: str = ""
    sha256: str = ""  # of an attachment's bytes


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A save or a sync that failed with a known error, and the sentences a person would see."""

    code: str
    sentences: tuple[str, ...]


class Bug(msgspec.Struct, frozen=True, tag="bug"):
    """Anything else that was raised."""

    text: str


Line = Saved | Refused | Bug


class Book:
    """The client's side: one line, one write, on a descriptor that no fault touches."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, line: Line) -> None:
        """Tell; returns when the kernel has it, so that a kill of this process cannot lose it."""
        os.write(self._descriptor, msgspec.json.encode(line) + b"\n")


def read(path: Path) -> list[Line]:
    """Every whole line; a process killed while it told may have left half of one."""
    return parsed(path.read_bytes()) if path.exists() else []


def parsed(text: bytes) -> list[Line]:
    """The whole lines of ``text``."""
    return [msgspec.json.decode(line, type=Line) for line in text.split(b"\n")[:-1]]


def saved(lines: list[Line]) -> list[Saved]:
    """Only what was acknowledged."""
    return [line for line in lines if isinstance(line, Saved)]


def bugs(lines: list[Line]) -> list[str]:
    """Only what must never be."""
    return [line.text for line in lines if isinstance(line, Bug)]
