"""Gateways that are not there or break off."""

from dataclasses import dataclass

from sync.client.errors import NotEnrolled, Offline
from sync.client.gateway import Gateway, Traffic
from sync.protocol.messages import Reply, Request


class NoGateway:
    """Before enrolment there is no way to headquarters."""

    def exchange(self, request: Request) -> Reply:
        raise NotEnrolled()

    def traffic(self) -> Traffic:
        return Traffic()

    def uploaded(self, sha256: str) -> int:
        raise NotEnrolled()

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        raise NotEnrolled()

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        raise NotEnrolled()


@dataclass
class CutAfter:
    """Passes everything on until ``pieces`` of files have travelled; the answer to the last one is lost."""

    inner: Gateway
    pieces: int

    def exchange(self, request: Request) -> Reply:
        return self.inner.exchange(request)

    def traffic(self) -> Traffic:
        return self.inner.traffic()

    def uploaded(self, sha256: str) -> int:
        return self.inner.uploaded(sha256)

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        held = self.inner.upload(sha256, offset, piece, size)
        self._count()
        return held

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        piece = self.inner.download(sha256, offset, length)
        self._count()
        return piece

    def _count(self) -> None:
        self.pieces -= 1
        if self.pieces <= 0:
            raise Offline(host="hq")
