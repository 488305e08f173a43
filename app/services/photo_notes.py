"""What a camera wrote into a picture: day, hour, camera, place; and the same picture without its place.

A place is taken out by keeping only what the picture is made of and writing a new, short note with day,
camera and which way is up: nothing that could hide a place elsewhere (XMP, IPTC, maker's notes, a second
picture or a film behind the first) goes along. The pixels stay bit for bit. Nothing here ever asks where the
laptop is.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from app.rules.coordinates import Coordinates
from app.rules.text import clean_text, one_line
from app.services.thumbnails import DAMAGE, LARGEST_SOURCE, MOST_PIXELS

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

NONE, KEPT, REMOVED, UNREAD = "none", "kept", "removed", "unread"
_MAKE, _MODEL, _UP, _SHOT, _GPS = 0x010F, 0x0110, 0x0112, 0x8769, 0x8825
_TAKEN = (0x9003, 0x9004)  # when it was taken, when it was made digital; not 0x0132, which editors write
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)")
_FIRST_YEAR = 1990  # a clock that was never set begins anywhere before
_JPEG, _PNG, _WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"WEBP"
_OTHERS = re.compile(rb"....ftyp|II\*\0|MM\0\*", re.DOTALL)  # HEIC and films, TIFF: not read here
_XMP_PLACE = b"GPSLatitude"
# Tags of a place, and of what it was taken of; how such a table is pointed at, in both orders of bytes.
_PLACING = {1, 2, 3, 4, *range(0x13, 0x17), 0x1C}
_POINTERS = (b"\x25\x88\x04\x00\x01\x00\x00\x00", b"\x88\x25\x00\x04\x00\x00\x00\x01")
_DAMAGE = (*DAMAGE, struct.error, Warning)
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = {*(b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs")} | {
    *(b"acTL", b"fcTL", b"fdAT")
}
_WEBP_DROPPED = {b"EXIF", b"XMP "}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04  # flags of VP8X


@dataclass(frozen=True, slots=True)
class PhotoNotes:
    """``taken_at``: the hour (14:05:20) by the camera's clock; ``holds_place``: there is a place, or what
    cannot be read may be one.
    """

    taken_on: date | None = None
    taken_at: str = ""
    camera: str = ""
    coordinates: Coordinates | None = None
    holds_place: bool = False


def noted(pieces: Iterator[bytes], *, keep_place: bool) -> tuple[Iterator[bytes], dict[str, Any]]:
    """The file as it is to be stored, and the values that an attachment gets of it; empty of no picture.

    ``keep_place``: its place stays in it; else it is taken out wherever the picture can be read.
    """
    first = next(pieces, b"")
    if _OTHERS.match(first):
        return chain([first], pieces), {"place_told": UNREAD}
    if not is_picture(first):
        return chain([first], pieces), {}
    content, size = [first], len(first)
    for piece in pieces:
        content.append(piece)
        size += len(piece)
        if size > LARGEST_SOURCE:
            return chain(content, pieces), {"place_told": UNREAD}
    whole = b"".join(content)
    stored, told, found = settled(whole, keep_place=keep_place)
    return iter([stored]), _values(found, told)


def is_picture(start: bytes) -> bool:
    """Whether a file that begins so is one that can be read here."""
    return start.startswith((_JPEG, _PNG)) or start[8:12] == _WEBP


def settled(content: bytes, *, keep_place: bool) -> tuple[bytes, str, PhotoNotes]:
    """(the picture as it is to be stored, what became of its place, what its camera wrote)."""
    found = read_notes(content)
    if found is None:
        return content, UNREAD, PhotoNotes()
    if not found.holds_place:
        return content, NONE, found
    if keep_place:
        return content, KEPT if found.coordinates else UNREAD, found
    bare = without_place(content, found)
    if bare is None:
        return content, UNREAD, found
    return bare, REMOVED, replace(found, coordinates=None)


def read_notes(content: bytes) -> PhotoNotes | None:
    """What the camera wrote; None of a picture that cannot be opened."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            return _notes(opened, content)
    except (*_DAMAGE, Image.DecompressionBombError):
        return None


def without_place(content: bytes, found: PhotoNotes) -> bytes | None:
    """The same pixels with day, camera and which way is up, and no more; None where that cannot be done."""
    write = _jpeg if content.startswith(_JPEG) else _png if content.startswith(_PNG) else _webp
    try:
        bare = write(content, _new_note(content, found))
    except _DAMAGE:
        return None
    again = read_notes(bare)
    return bare if again is not None and not again.holds_place else None


def _values(found: PhotoNotes, told: str) -> dict[str, Any]:
    """As they are typed: drafts keep them as JSON."""
    values = {
        "taken_on": found.taken_on.isoformat() if found.taken_on else None,
        "taken_time": found.taken_at[:5],
        "camera": found.camera,
        "coordinates": found.coordinates.stored if found.coordinates else None,
        "place_told": told,
    }
    return {name: value for name, value in values.items() if value}


def _notes(opened: "Image", content: bytes) -> PhotoNotes:
    """Whatever cannot be read may be a place."""
    day, hour, camera = None, "", ""
    try:
        exif = opened.getexif()
        camera = _camera(exif)
        day, hour = _taken(exif)
        told = exif.get_ifd(_GPS)
        place = _place(told)
    except _DAMAGE:
        return PhotoNotes(day, hour, camera, holds_place=True)
    unread = not told and any(pointer in content for pointer in _POINTERS)
    holds = bool(told.keys() & _PLACING) or unread or _XMP_PLACE in content
    return PhotoNotes(day, hour, camera, place, holds)


def _taken(exif: "Exif") -> tuple[date | None, str]:
    shot = exif.get_ifd(_SHOT)
    for tag in _TAKEN:
        found = _MOMENT.match(str(shot.get(tag, "")))
        with suppress(ValueError):
            if found and (day := date(*map(int, found.group(1, 2, 3)))).year >= _FIRST_YEAR:
                return day, found[4]
    return None, ""


def _camera(exif: "Exif") -> str:
    make, model = (one_line(clean_text(str(exif.get(tag) or "")).text).strip() for tag in (_MAKE, _MODEL))
    told = model if model.casefold().startswith(make.casefold()) else f"{make} {model}"
    return told.strip()[:100].strip()


def _place(told: dict[int, Any]) -> Coordinates | None:
    if not {1, 2, 3, 4} <= told.keys():
        return None
    latitude, longitude = _degrees(told[2]), _degrees(told[4])
    south, west = str(told[1]).upper().startswith("S"), str(told[3]).upper().startswith("W")
    found = Coordinates(-latitude if south else latitude, -longitude if west else longitude)
    return found if found.sound else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(one) for one in (*parts, 0, 0)[:3])
    return degrees + minutes / 60 + seconds / 3600


def _new_note(content: bytes, found: PhotoNotes) -> bytes:
    """What may stay of the note, as JPEG has it: ``Exif\\0\\0`` and a TIFF."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
        up = opened.getexif().get(_UP)
    note = Image.Exif()
    if up in range(2, 9):
        note[_UP] = up
    if found.camera.isascii() and found.camera:
        note[_MODEL] = found.camera
    if found.taken_on is not None:
        note.get_ifd(_SHOT)[_TAKEN[0]] = f"{found.taken_on:%Y:%m:%d} {found.taken_at}"
    return note.tobytes()


def _jpeg(content: bytes, note: bytes) -> bytes:
    out = [content[:2], b"\xff\xe1", struct.pack(">H", len(note) + 2), note]
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError(at)
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        segment = content[at:end]
        if _stays(marker, segment[4:]):
            out.append(segment)
        at = end
        if marker == 0xDA:  # the picture itself, up to the next marker that is none of its own
            found = _MARKER.search(content, at)
            end = found.start() if found else len(content)
            out.append(content[at:end])
            at = end
    return b"".join([*out, b"\xff\xd9"])


def _stays(marker: int, body: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF or marker == 0xFE:
        colours = marker == 0xE2 and body.startswith(b"ICC_PROFILE")
        return colours or (marker == 0xE0 and body.startswith(b"JFIF")) or marker == 0xEE
    return True


def _png(content: bytes, note: bytes) -> bytes:
    out, at, kind = [content[:8]], 8, b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise ValueError(at)
        if kind[:1].isupper() or kind in _PNG_KEPT:
            out.append(content[at:end])
        if kind == b"IHDR":
            body = b"eXIf" + note[6:]
            out.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        at = end
    return b"".join(out)


def _webp(content: bytes, note: bytes) -> bytes:
    out, at = [], 12
    end = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    extended = False
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + size + size % 2]
        if kind == b"VP8X":
            extended = True
            flags = (chunk[8] | _HAS_EXIF) & ~_HAS_XMP
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind not in _WEBP_DROPPED:
            out.append(chunk)
        at += 8 + size + size % 2
    if extended:
        body = note[6:]
        out.append(struct.pack("<4sI", b"EXIF", len(body)) + body + b"\0" * (len(body) % 2))
    whole = b"WEBP" + b"".join(out)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole
