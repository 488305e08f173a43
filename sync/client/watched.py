"""A run of the sync under somebody's eyes: what has moved so far, and a way to stop it between requests."""

import threading
from dataclasses import dataclass, field

from sync.client.errors import Cancelled
from sync.client.flight import Answer, begin
from sync.client.gateway import Gateway, Traffic
from sync.protocol.messages import Reply, Request


@dataclass(frozen=True, slots=True)
class Moving:
    """A file on its way up: how much of it headquarters holds."""

    sha256: str
    done: int
    size: int


@dataclass
class Watch:
    """Shared by the thread that syncs and the one that shows it; each value is replaced as a whole."""

    pages: int = 0
    files: int = 0
    file: Moving | None = None
    traffic: Traffic = field(default_factory=Traffic)
    _stop: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """A run begins: nothing has moved, nobody wants it stopped."""
        self._stop.clear()
        self.pages, self.files, self.file, self.traffic = 0, 0, None, Traffic()

    def stop(self) -> None:
        """End the run before its next request; what was taken in stays."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the run under way is to end."""
        return self._stop.is_set()


class Watched:
    """A ``Gateway`` that tells ``watch`` and heeds it.

    Raises (every method that travels):
        Cancelled: the run is to end. It leaves everything to go on from, like any failure of the network.
    """

    def __init__(self, gateway: Gateway, watch: Watch) -> None:
        self._gateway, self._watch = gateway, watch
        self._before = gateway.traffic()
        watch.begin()

    def exchange(self, request: Request) -> Reply:
        """See ``Gateway.exchange``."""
        self._heed()
        return self._counted(self._gateway.exchange(request))

    def begin(self, request: Request) -> Answer:
        """See ``sync.client.flight.Beginning``."""
        self._heed()
        answer = begin(self._gateway, request)
        return lambda: self._counted(answer())

    def _counted(self, reply: Reply) -> Reply:
        self._watch.pages += 1
        self._tell()
        return reply

    def traffic(self) -> Traffic:
        """See ``Gateway.traffic``."""
        return self._gateway.traffic()

    def uploaded(self, sha256: str) -> int:
        """See ``Gateway.uploaded``."""
        self._heed()
        return self._gateway.uploaded(sha256)

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """See ``Gateway.upload``."""
        self._heed()
        held = self._gateway.upload(sha256, offset, piece, size)
        self._watch.files += held >= size
        self._watch.file = Moving(sha256, held, size) if held < size else None
        self._tell()
        return held

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """See ``Gateway.download``."""
        self._heed()
        piece = self._gateway.download(sha256, offset, length)
        self._tell()
        return piece

    def _heed(self) -> None:
        if self._watch.stopping:
            raise Cancelled()

    def _tell(self) -> None:
        self._watch.traffic = self._gateway.traffic().since(self._before)
