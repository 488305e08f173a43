"""Hanging files on records: bytes encrypted beside the store, metadata as a record like any other."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.model.changes import ChangeSet
from app.rules.file_names import is_runnable, safe_file_name
from app.rules.text import clean_text, one_line
from app.services.desk import Desk
from app.services.errors import FileNotShown, FileTooLarge, FileUnreadable
from app.services.opened_files import OpenedFiles
from app.services.photo_notes import noted
from app.services.records import add_record, required_row
from app.services.thumbnails import LARGEST_SOURCE, MEDIA_TYPES, thumbnail

MAX_BYTES = 200 * 1024 * 1024
PIECE = 1024 * 1024


def attach_file(
    desk: Desk, kind: str, id: str, source: Path, *, name: str = "", note: str = "", keep_place: bool = False
) -> tuple[str, ChangeSet]:
    """Attach a copy of ``source`` to a record; return the attachment's id. The file itself is not touched.

    ``keep_place``: the place that a picture tells stays in the copy (``app.services.photo_notes``).

    Raises:
        FileUnreadable, FileTooLarge, RecordNotFound, DiskFull: as they say; nothing is kept then.
    """
    required_row(desk, kind, id)
    _check_size(source)
    told = name or source.name
    return attach_bytes(desk, kind, id, _pieces(source), name=told, note=note, keep_place=keep_place)


def attach_bytes(
    desk: Desk,
    kind: str,
    id: str,
    pieces: Iterator[bytes],
    *,
    name: str,
    note: str = "",
    keep_place: bool = False,
) -> tuple[str, ChangeSet]:
    """Attach a stream of bytes under ``name``."""
    values = {
        "parent_kind": kind,
        "parent_id": id,
        **kept_file(desk, pieces, name=name, note=note, keep_place=keep_place),
    }
    with desk.store.write(actor=desk.actor, label="create.attachment") as work:
        attachment = add_record(desk, work, "attachment", values)
    return attachment, work.changes


def kept_file(
    desk: Desk, pieces: Iterator[bytes], *, name: str, note: str = "", keep_place: bool = False
) -> dict[str, Any]:
    """Keep bytes in the store and return the values of their attachment, all but what it hangs on.

    Bytes that never become an attachment are never sent. ``keep_place``: as ``attach_file`` has it.
    """
    files = desk.store.files
    pieces, told = noted(pieces, keep_place=keep_place)
    sha256, size = files.put(pieces)
    shown = one_line(clean_text(name).text)[:255] or sha256[:12]
    media_type = mimetypes.guess_type(shown)[0] or "application/octet-stream"
    small = b""
    if media_type in MEDIA_TYPES and size <= LARGEST_SOURCE:
        small = thumbnail(b"".join(files.read(sha256))) or b""
    thumbnail_sha256, thumbnail_size = files.put([small]) if small else (None, None)
    return {
        "name": shown,
        "sha256": sha256,
        "size": size,
        "media_type": media_type,
        "note": note or None,
        "thumbnail_sha256": thumbnail_sha256,
        "thumbnail_size": thumbnail_size,
        **told,
    }


def kept_copy(desk: Desk, source: Path, *, note: str = "", keep_place: bool = False) -> dict[str, Any]:
    """``kept_file`` of a copy of ``source``.

    Raises:
        FileUnreadable, FileTooLarge, DiskFull: as they say; nothing is kept then.
    """
    _check_size(source)
    return kept_file(desk, _pieces(source), name=source.name, note=note, keep_place=keep_place)


def save_attachment(desk: Desk, id: str, target: Path) -> int:
    """Write an attachment's bytes to ``target``; return how many.

    Raises:
        RecordNotFound, FileMissing, FileDamaged, FileUnreadable: as they say.
    """
    row = required_row(desk, "attachment", id)
    written = 0
    try:
        with target.open("wb") as out:
            for piece in desk.store.files.read(row["sha256"]):
                written += out.write(piece)
    except OSError as error:
        raise FileUnreadable(path=str(target)) from error
    desk.store.file_cache.opened(row["sha256"], desk.store.clock())
    return written


def open_copy(desk: Desk, id: str, opened: OpenedFiles) -> Path:
    """A copy of an attachment for another program to show; read-only, because changes to it go with it.

    Raises:
        FileNotShown: a system would run it, not show it. RecordNotFound, FileMissing, FileDamaged,
        FileUnreadable: as they say.
    """
    name = required_row(desk, "attachment", id)["name"] or ""
    if is_runnable(name):
        raise FileNotShown(name=safe_file_name(name))
    target = opened.place(safe_file_name(name))
    save_attachment(desk, id, target)
    target.chmod(0o400)
    return target


def _check_size(source: Path) -> None:
    try:
        size = source.stat().st_size
    except OSError as error:
        raise FileUnreadable(path=str(source)) from error
    if size > MAX_BYTES:
        raise FileTooLarge(path=str(source), limit=MAX_BYTES // (1024 * 1024))


def _pieces(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece
    except OSError as error:
        raise FileUnreadable(path=str(source)) from error
