"""Bodies in and out: bounded in size and time, JSON as msgspec writes it, compressed where it repays."""

from typing import TypeVar

import anyio
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from sync.hq.errors import HqError
from sync.protocol.codec import MessageTooLarge, compress, decode
from sync.protocol.limits import MAX_BODY, MAX_COMPRESSED

M = TypeVar("M")

BODY_SECONDS = 60
SMALL_BODY = 16 * 1024

JSON = "application/json"


class SlowBody(HqError):
    """The body did not arrive in time."""

    code = "slow_body"
    status = 408


async def read_body(request: Request, limit: int) -> bytes:
    """The body as it travelled.

    Raises:
        MessageTooLarge: more than ``limit`` bytes, declared or sent. SlowBody.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise MessageTooLarge(limit=limit)
    parts, size = [], 0
    try:
        with anyio.fail_after(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise MessageTooLarge(limit=limit)
                parts.append(part)
    except TimeoutError as error:
        raise SlowBody(seconds=BODY_SECONDS) from error
    return b"".join(parts)


async def read_message(request: Request, kind: type[M]) -> M:
    """A small message.

    Raises:
        MalformedMessage, MessageTooLarge, UnknownEncoding, SlowBody.
    """
    body = await read_body(request, SMALL_BODY)
    return decode(kind, body, encoding=content_encoding(request), limit=SMALL_BODY)


async def read_packed(request: Request) -> bytes:
    """The body of an exchange as it travelled; plain ones may be as large as unpacked ones."""
    return await read_body(request, MAX_COMPRESSED if content_encoding(request) else MAX_BODY)


def content_encoding(request: Request) -> str:
    """How the body is packed."""
    return str(request.headers.get("content-encoding", ""))


def write_message(request: Request, message: msgspec.Struct, *, status: int = 200) -> Response:
    """An answer."""
    accepted = ",".join(
        name for name, _, weight in _accepted(request) if weight.replace(" ", "") not in ("q=0", "q=0.0")
    )
    body, encoding = compress(msgspec.json.encode(message), accepted=accepted)
    headers = {"content-encoding": encoding} if encoding else None
    return Response(body, status_code=status, headers=headers, media_type=JSON)


def _accepted(request: Request) -> list[tuple[str, str, str]]:
    offers = request.headers.get("accept-encoding", "").lower().split(",")
    return [(name.strip(), mark, weight) for name, mark, weight in (one.partition(";") for one in offers)]
