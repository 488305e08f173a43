"""Asking for the next page while the laptop takes in the last one.

What a page holds depends on nothing but the place it is asked from, so that one asked for in vain is like one
that was lost on the way: the place read up to moves with the rows and with nothing else.
"""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec.structs import replace

from sync.client.flight import Answer
from sync.client.gateway import Gateway, Traffic
from sync.client.packing import Preparing
from sync.client.parting import Telling
from sync.protocol.messages import Operation, Reply, Request

LEAVES_WITHIN = 0.05  # seconds that a request may take to leave before anything else is done


class ReadAhead:
    """A ``Gateway`` through another one, which is never asked two things at once; leave it when done."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="read-ahead")
        self._asked: Request | None = None
        self._coming: Future[Reply] | None = None
        self._begun: Future[Reply] | None = None  # asked for by ``begin``; perhaps nobody waits for it

    def exchange(self, request: Request) -> Reply:
        """See ``Gateway.exchange``."""
        coming, asked = self._settled(), self._asked
        if coming is not None and asked == _bare(request):
            return self._read_on(request, coming.result())
        return self._read_on(request, self._gateway.exchange(request))

    def begin(self, request: Request) -> Answer:
        """See ``sync.client.flight.Beginning``."""
        coming, asked = self._settled(), self._asked
        if coming is None or asked != _bare(request):
            coming = self._sent(request)
        begun = self._begun = coming
        return lambda: self._read_on(request, begun.result())

    def prepare(self, ops: Sequence[Operation]) -> None:
        """See ``sync.client.packing.Preparing``."""
        if isinstance(self._gateway, Preparing):
            self._gateway.prepare(ops)

    def _read_on(self, request: Request, reply: Reply) -> Reply:
        # A bad link is not for pages that somebody may not want any more.
        if reply.more and not request.ops and not request.page_bytes:
            mark = reply.hello.mark if reply.hello is not None else request.hello
            following = replace(request, cursor=reply.cursor, hello=mark)
            self._asked = _bare(following)
            self._coming = self._sent(following)
        return reply

    def _sent(self, request: Request) -> Future[Reply]:
        """Ask on the other thread; returns when the request has left, or takes its time on a bad link."""
        if not isinstance(self._gateway, Telling):
            return self._thread.submit(self._gateway.exchange, request)
        gone = threading.Event()
        coming = self._thread.submit(self._gateway.exchange_telling, request, gone.set)
        coming.add_done_callback(lambda _: gone.set())
        gone.wait(LEAVES_WITHIN)
        return coming

    def traffic(self) -> Traffic:
        """See ``Gateway.traffic``."""
        return self._gateway.traffic()

    def uploaded(self, sha256: str) -> int:
        """See ``Gateway.uploaded``."""
        self._settled()
        return self._gateway.uploaded(sha256)

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """See ``Gateway.upload``."""
        self._settled()
        return self._gateway.upload(sha256, offset, piece, size)

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """See ``Gateway.download``."""
        self._settled()
        return self._gateway.download(sha256, offset, length)

    def __enter__(self) -> "ReadAhead":
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what was asked for in vain, and let the thread go."""
        self._thread.shutdown()

    def _settled(self) -> Future[Reply] | None:
        """What was asked for ahead, which has come or failed by now; it is handed out once."""
        coming, self._coming = self._coming, None
        begun, self._begun = self._begun, None
        for one in (coming, begun):
            if one is not None:
                one.exception()
        return coming


def _bare(request: Request) -> Request:
    """What of a request decides on the page: how much waits here, and how it went so far, does not."""
    return replace(request, counter=0, waiting=0, failures=0, trouble="")
