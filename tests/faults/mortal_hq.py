"""The real headquarters in a process that may die between a commit and its reply, and that logs exchanges.

Only this module knows of either; the product has no such switch. Waits for a line with the port and the
number of pushes after which it dies (0: it lives), opens the store, and prints its URL when ready.
"""

import argparse
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import msgspec

from sync.hq.setup import open_store
from sync.hq.web.routes import create_app
from sync.hq.web.server import Listening, serve
from sync.protocol.codec import decode_request
from sync.protocol.messages import Request
from tests.fakes.hq_process import utc_now

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

EXCHANGE = "/v1/sync"


class Asked(msgspec.Struct, frozen=True):
    """One exchange that was answered: what was sent up, the place it was asked from, the answer's bytes."""

    cursor: str
    ops: tuple[str, ...]
    status: int
    reply: int


class Mortal:
    """Between the application and the wire."""

    def __init__(self, app: App, left: int, log: int | None) -> None:
        """``left``: pushes until it dies; 0: it lives."""
        self._app = app
        self._left = left
        self._log = log

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on, an exchange with its log line and its chance of death."""
        if scope["type"] != "http" or scope["path"] != EXCHANGE:
            await self._app(scope, receive, send)
            return
        body = bytearray()
        status, replied = 0, 0

        async def receiving() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def sending(message: Message) -> None:
            nonlocal status, replied
            if message["type"] == "http.response.start":
                status = message["status"]
                # Everything is committed, and nobody has been told yet.
                if status == 200 and _request(scope, bytes(body)).ops:
                    self._left -= 1
                    if self._left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
            replied += len(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                self._note(scope, bytes(body), status, replied)
            await send(message)

        await self._app(scope, receiving, sending)

    def _note(self, scope: Message, body: bytes, status: int, replied: int) -> None:
        if self._log is not None and status == 200:
            request = _request(scope, body)
            asked = Asked(request.cursor, tuple(op.op_id for op in request.ops), status, replied)
            os.write(self._log, msgspec.json.encode(asked) + b"\n")


def _request(scope: Message, body: bytes) -> Request:
    headers = {name.lower(): value for name, value in scope["headers"]}
    return decode_request(body, encoding=headers.get(b"content-encoding", b"").decode("ascii"))


def main() -> None:
    """Wait, then serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    told = sys.stdin.readline()
    if not told:  # whoever would have said it is gone
        return
    port, pushes = map(int, told.split())
    log = os.open(options.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT) if options.log else None
    app = create_app(open_store(options.data), clock=utc_now, randomness=random.SystemRandom())
    app.add_middleware(Mortal, left=pushes, log=log)
    serve(app, Listening(port=port), ready=_ready)


def _ready(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
