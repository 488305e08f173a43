"""Routes for the exchange and for attachments' bytes."""

import re
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sync.hq.device_states import device_states
from sync.hq.errors import FileUnknown, HqError
from sync.hq.exchange import handle_exchange
from sync.hq.files import FileState, file_state, give_piece, take_piece
from sync.hq.scopes import Principal
from sync.hq.throttle import EXCHANGES_PER_DEVICE, PIECES_PER_DEVICE, Rate
from sync.hq.web.bodies import content_encoding, read_body, read_packed, write_message
from sync.hq.web.service import Service
from sync.protocol.arriving import decode_arrived
from sync.protocol.codec import MalformedMessage
from sync.protocol.limits import FILE_CHUNK
from sync.protocol.messages import DevicesReply, Reply

_NUMBER = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")
_HASH = re.compile(r"[0-9a-f]{64}")


class RangeUnsatisfiable(HqError):
    """A range that begins beyond the end of the file."""

    code = "range_unsatisfiable"
    status = 416


class SyncRoutes:
    """The exchange and the files."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def exchange(self, request: Request) -> Response:
        """Push and pull."""
        principal = await self._principal(request)
        body = await read_packed(request)
        encoding, service = content_encoding(request), self._service

        def work() -> Reply:
            message = decode_arrived(body, encoding=encoding)
            return handle_exchange(service.store, principal, message, service.clock, service.randomness)

        return write_message(request, await service.work(work))

    async def devices(self, request: Request) -> Response:
        """How every laptop stands, for headquarters' own people."""
        principal, service = await self._principal(request), self._service
        found = await service.work(lambda: device_states(service.store, principal))
        return write_message(request, DevicesReply(service.now, found))

    async def file(self, request: Request) -> Response:
        """One route for all three methods, so that a wrong one is told all that are right."""
        principal, name = await self._principal(request, "piece", PIECES_PER_DEVICE), _name(request)
        match request.method:
            case "PUT":
                return await self._put(request, principal, name)
            case "GET":
                return await self._get(request, principal, name)
            case _:
                state = await self._state(principal, name)
                return Response(status_code=200, headers=_state_headers(state))

    async def _put(self, request: Request, principal: Principal, name: str) -> Response:
        offset = _offset(request)
        piece = await read_body(request, FILE_CHUNK)
        store = self._service.store
        state = await self._service.work(lambda: take_piece(store, principal, name, offset, piece))
        return Response(status_code=204, headers=_state_headers(state))

    async def _get(self, request: Request, principal: Principal, name: str) -> Response:
        state = await self._state(principal, name)
        if not state.whole:
            raise FileUnknown(sha256=name)
        start, length, partial = _part(request, state.length)
        headers = {"accept-ranges": "bytes", "content-length": str(length)}
        if partial:
            headers["content-range"] = f"bytes {start}-{start + length - 1}/{state.length}"
        # The first piece is read before anything is answered: what goes wrong has its own status.
        first = await self._piece(principal, name, start, min(length, FILE_CHUNK))
        return StreamingResponse(
            self._pieces(principal, name, first, start, length),
            status_code=206 if partial else 200,
            headers=headers,
            media_type="application/octet-stream",
        )

    async def _pieces(
        self, principal: Principal, name: str, first: bytes, start: int, length: int
    ) -> AsyncIterator[bytes]:
        yield first
        at = start + len(first)
        while at < start + length:
            piece = await self._piece(principal, name, at, min(FILE_CHUNK, start + length - at))
            at += len(piece)
            yield piece

    async def _piece(self, principal: Principal, name: str, start: int, length: int) -> bytes:
        store = self._service.store
        return await self._service.work(lambda: give_piece(store, principal, name, start, length))

    async def _state(self, principal: Principal, name: str) -> FileState:
        store = self._service.store
        return await self._service.work(lambda: file_state(store, principal, name))

    async def _principal(
        self, request: Request, what: str = "exchange", rate: Rate = EXCHANGES_PER_DEVICE
    ) -> Principal:
        service = self._service
        principal = await service.work(lambda: service.principal(request))
        service.throttle.take(what, principal.device_id, rate)
        return principal


def _name(request: Request) -> str:
    name = str(request.path_params["sha256"])
    if not _HASH.fullmatch(name):
        raise MalformedMessage(detail="not a SHA-256 in lower-case hexadecimal")
    return name


def _offset(request: Request) -> int:
    text = request.headers.get("upload-offset", "")
    if not _NUMBER.fullmatch(text):
        raise MalformedMessage(detail="Upload-Offset is missing or no number")
    return int(text)


def _state_headers(state: FileState) -> dict[str, str]:
    return {"upload-offset": str(state.offset), "upload-length": str(state.length)}


def _part(request: Request, length: int) -> tuple[int, int, bool]:
    """Start and length of what is asked, and whether it is a part. A range we cannot read is no range."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is None:
        return 0, length, False
    start = int(asked[1])
    if start >= length:
        raise RangeUnsatisfiable(length=length)
    end = min(int(asked[2]) if asked[2] else length - 1, length - 1)
    if end < start:
        return 0, length, False
    return start, end - start + 1, True
