"""What the routes share: the store, the clock, the limits, and the threads that do the work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request

from app.model.identity import Randomness
from sync.hq.database import POOL
from sync.hq.errors import Busy, Unauthorized
from sync.hq.exchange import Clock
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.hq.throttle import Throttle
from sync.hq.tokens import authenticate
from sync.protocol.times import milliseconds

T = TypeVar("T")

IN_FLIGHT = 64


@dataclass
class Service:
    """One running headquarters. At most ``in_flight`` requests are worked on or wait for a thread."""

    store: HqStore
    clock: Clock
    randomness: Randomness
    in_flight: int
    throttle: Throttle
    _working: int = 0
    # As many threads as connections: one more would only wait for one.
    _threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(POOL))

    @property
    def now(self) -> int:
        """Headquarters' clock, ms."""
        return milliseconds(self.clock())

    async def work(self, task: Callable[[], T]) -> T:
        """Run ``task`` in a thread.

        Raises:
            Busy: too much is in flight already; come back after a few seconds, each at another moment.
        """
        if self._working >= self.in_flight:
            raise Busy(1 + self.randomness.getrandbits(3))
        self._working += 1
        try:
            return await anyio.to_thread.run_sync(task, limiter=self._threads)
        finally:
            self._working -= 1

    def principal(self, request: Request) -> Principal:
        """Who sends ``request``.

        Raises:
            Unauthorized, DeviceRevoked.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized
        return authenticate(self.store, token.strip(), now=self.now)


def address(request: Request) -> str:
    """Where a request comes from; behind a declared proxy, whom the proxy names."""
    return request.client.host if request.client else ""
