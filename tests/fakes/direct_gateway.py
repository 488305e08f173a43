"""The way to headquarters without HTTP: the real handlers, called in the same process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import msgspec

from app.errors import OutpostError
from app.model.identity import Randomness
from sync.client.answers import failure
from sync.client.gateway import Traffic
from sync.hq.exchange import handle_exchange
from sync.hq.files import file_state, give_piece, take_piece
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.hq.web.refusals import status_of
from sync.protocol import codec
from sync.protocol.arriving import decode_arrived
from sync.protocol.messages import Problem, Reply, Request

T = TypeVar("T")


@dataclass
class DirectGateway:
    """One device's way to ``hq``. Messages become bytes on it, and errors what HTTP would make of them.

    ``pieces`` are the sizes of the pieces of files that travelled; ``fault`` may raise before one does.
    """

    hq: HqStore
    principal: Principal
    clock: Callable[[], datetime]
    randomness: Randomness
    requests: list[Request] = field(default_factory=list)
    up: int = 0
    down: int = 0
    pieces: list[int] = field(default_factory=list)
    fault: Callable[[int], None] = lambda piece: None

    def exchange(self, request: Request) -> Reply:
        self.requests.append(request)
        body, encoding = codec.compress(codec.encode(request))
        self.up += len(body)
        asked = decode_arrived(body, encoding=encoding)
        reply = self._asked(
            lambda: handle_exchange(self.hq, self.principal, asked, self.clock, self.randomness)
        )
        answer, encoding = codec.compress(codec.encode(reply))
        self.down += len(answer)
        return codec.decode_reply(answer, encoding=encoding)

    def traffic(self) -> Traffic:
        return Traffic(len(self.requests), self.up, self.down)

    def uploaded(self, sha256: str) -> int:
        return self._asked(lambda: file_state(self.hq, self.principal, sha256)).offset

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        self._travels(len(piece))
        return self._asked(lambda: take_piece(self.hq, self.principal, sha256, offset, piece)).offset

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        self._travels(length)
        return self._asked(lambda: give_piece(self.hq, self.principal, sha256, offset, length))

    def _travels(self, size: int) -> None:
        self.fault(len(self.pieces))
        self.pieces.append(size)

    def _asked(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except OutpostError as error:
            body = msgspec.json.encode(Problem(error.code, dict(error.params)))
            raise failure(status_of(error), {}, body, "") from error
