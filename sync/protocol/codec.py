"""Messages to bytes and back: JSON by msgspec, zstd when it repays, gzip understood.

Nothing here trusts its input: sizes are bounded before memory is taken, whatever a header claims.
"""

import math
import zlib
from typing import Any, TypeVar

import msgspec
import zstandard

from app.errors import OutpostError
from sync.protocol.limits import (
    COMPRESS_FROM,
    MAX_BODY,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_OPS,
    MAX_REPLY,
    SMALL_BODY,
    ZSTD_LEVEL,
    ZSTD_SMALL_LEVEL,
)
from sync.protocol.messages import Fields, Reply, Request

M = TypeVar("M")
T = TypeVar("T")

_SOUND = frozenset({str, bool, type(None)})  # nearly every value there is

ACCEPTED_ENCODINGS = ("zstd", "gzip", "identity")


class MalformedMessage(OutpostError):
    """Not a message of this protocol. ``detail`` is technical and for logs; it holds no values."""

    code = "malformed_message"


class MessageTooLarge(OutpostError):
    """More bytes, operations or nesting than ``limit``."""

    code = "message_too_large"


class UnknownEncoding(OutpostError):
    """A content encoding that is neither zstd nor gzip."""

    code = "unknown_encoding"


def encode(message: msgspec.Struct) -> bytes:
    """The message as JSON."""
    return msgspec.json.encode(message)


def compress(body: bytes, *, accepted: str = "zstd", thorough: bool = False) -> tuple[bytes, str]:
    """The body as it should travel and the name of its content encoding (``""``: plain).

    ``accepted`` is what the receiver takes, as in an Accept-Encoding header. ``thorough`` is for a laptop,
    which has the time: a small body gets smaller still.
    """
    if len(body) < COMPRESS_FROM:
        return body, ""
    if "zstd" in accepted:
        level = ZSTD_SMALL_LEVEL if thorough and len(body) <= SMALL_BODY else ZSTD_LEVEL
        packed, name = frame(body, level), "zstd"
    elif "gzip" in accepted:
        packed, name = zlib.compress(body, level=6, wbits=31), "gzip"
    else:
        return body, ""
    return (packed, name) if len(packed) < len(body) else (body, "")


def frame(part: bytes, level: int = ZSTD_LEVEL) -> bytes:
    """A frame of zstd; several of them one after the other are one body."""
    return zstandard.ZstdCompressor(level=level).compress(part)


def decompress(body: bytes, encoding: str, *, limit: int) -> bytes:
    """The plain bytes of a body.

    Raises:
        MessageTooLarge: it would take more than ``limit`` bytes; no more than that is ever produced.
        MalformedMessage: cut short, or not what ``encoding`` says.
        UnknownEncoding: neither zstd, gzip nor plain.
    """
    match encoding.strip().lower():
        case "" | "identity":
            plain = body
        case "zstd":
            plain = _unzstd(body, limit)
        case "gzip":
            plain = _gunzip(body, limit)
        case other:
            raise UnknownEncoding(encoding=other[:40])
    if len(plain) > limit:
        raise MessageTooLarge(limit=limit)
    return plain


def _unzstd(body: bytes, limit: int) -> bytes:
    # A frame may ask for a window of gigabytes: the decompressor is told the most it may take.
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(body, read_across_frames=True)
    try:
        plain: bytes = reader.read(limit + 1)
        # A frame that was cut stops early without a word and must not pass for a shorter text. Of several
        # frames only the first says its length; what is a message is seen to be cut by its own form.
        declared = zstandard.get_frame_parameters(body).content_size
    except zstandard.ZstdError as error:
        raise MalformedMessage(detail="zstd") from error
    if declared != zstandard.CONTENTSIZE_UNKNOWN and len(plain) < min(declared, limit + 1):
        raise MalformedMessage(detail="zstd cut short")
    return plain


def _gunzip(body: bytes, limit: int) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    try:
        plain = reader.decompress(body, limit + 1)
    except zlib.error as error:
        raise MalformedMessage(detail="gzip") from error
    if len(plain) <= limit and not reader.eof:
        raise MalformedMessage(detail="gzip cut short")
    return plain


def decode(kind: type[M], body: bytes, *, encoding: str = "", limit: int = MAX_BODY) -> M:
    """The message of type ``kind`` in ``body``.

    Raises:
        MalformedMessage, MessageTooLarge, UnknownEncoding.
    """
    plain = decompress(body, encoding, limit=limit)
    return read(msgspec.json.Decoder(kind), plain)


def read(decoder: "msgspec.json.Decoder[T]", plain: bytes | msgspec.Raw) -> T:
    """What ``decoder`` makes of ``plain``.

    Raises:
        MalformedMessage, MessageTooLarge.
    """
    try:
        return decoder.decode(plain)
    except RecursionError as error:
        raise MessageTooLarge(limit=MAX_DEPTH) from error
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise MalformedMessage(detail=str(error)[:200]) from error


def decode_request(body: bytes, *, encoding: str = "") -> Request:
    """A laptop's request, checked for everything that does not depend on what headquarters holds.

    Raises:
        MalformedMessage, MessageTooLarge, UnknownEncoding.
    """
    request = decode(Request, body, encoding=encoding)
    if len(request.ops) > MAX_OPS:
        raise MessageTooLarge(limit=MAX_OPS)
    for one in request.ops:
        require_sound(one.fields)
    return request


def require_sound(fields: Fields) -> None:
    """See that JSON can keep every value that an operation tells, before and after.

    Raises:
        MalformedMessage.
    """
    if not _are_sound(fields):
        raise MalformedMessage(detail="a value that JSON cannot keep")


def _are_sound(fields: Fields) -> bool:
    """Nearly all values are told by their type, and lists of texts by those of what is in them."""
    for before, after in fields.values():
        kind = type(after)
        if not (kind in _SOUND or (kind is list and _SOUND.issuperset(map(type, after))) or is_sound(after)):
            return False
        if not (before is None or type(before) in _SOUND or is_sound(before)):
            return False
    return True


def decode_reply(body: bytes, *, encoding: str = "") -> Reply:
    """Headquarters' reply.

    Raises:
        MalformedMessage, MessageTooLarge, UnknownEncoding.
    """
    return decode(Reply, body, encoding=encoding, limit=MAX_REPLY)


def is_sound(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether ``value`` can be written and read again unchanged: finite, not too long, not too deep."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return abs(value) <= MAX_INTEGER
    if isinstance(value, float):
        return math.isfinite(value)
    if depth == 0:
        return False
    inner = value.values() if isinstance(value, dict) else value
    return all(is_sound(one, depth - 1) for one in inner)
