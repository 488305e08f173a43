"""The link between one laptop and headquarters, with everything that can happen to a message on it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from app.errors import OutpostError
from sync.client.answers import failure
from sync.client.errors import DeviceRevoked, MalformedAnswer, Offline, Timeout
from sync.client.gateway import Traffic
from sync.hq.scopes import Principal
from sync.hq.web.refusals import status_of
from sync.protocol import codec
from sync.protocol.messages import Problem, Reply, Request
from tests.sim.faults import HqDown

if TYPE_CHECKING:
    from tests.sim.world import World


@dataclass
class Link:
    """A gateway as the engine sees it."""

    world: "World"
    principal: Principal
    requests: int = 0
    rnd: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rnd = random.Random(f"{self.world.seed}/link/{self.principal.device_id}")

    def _chance(self, probability: float) -> bool:
        return not self.world.healed and self.rnd.random() < probability

    def exchange(self, request: Request) -> Reply:
        """One round trip, or what became of it."""
        faults = self.world.faults
        self.requests += 1
        body = codec.encode(request)
        self.world.meanwhile()
        if self._chance(faults.drop):
            self.world.count("request lost")
            raise Offline()
        if self._chance(faults.late):
            self.world.later(lambda: self._stray(body))
        if self._chance(faults.double):
            self._stray(body)
        if self._chance(faults.cut):
            self.world.count("request cut")
            self._stray(body[: self.rnd.randrange(len(body))])
            raise Offline()
        answer = self._deliver(body)
        self.world.meanwhile()
        if self._chance(faults.lose):
            self.world.count("reply lost")
            raise Timeout() if self.rnd.random() < 0.5 else Offline()
        if self._chance(faults.cut):
            self.world.count("reply cut")
            answer = answer[: self.rnd.randrange(len(answer))]
        try:
            return codec.decode_reply(answer)
        except OutpostError as error:
            raise MalformedAnswer(detail="cut") from error

    def _stray(self, body: bytes) -> None:
        """A copy arrives whose answer nobody reads."""
        try:
            self._deliver(body)
        except OutpostError:
            self.world.count("stray refused")

    def _deliver(self, body: bytes) -> bytes:
        if self.principal.device_id in self.world.hq.revoked:
            raise DeviceRevoked()
        try:
            return self.world.hq.answer(self.principal, body, self.world.time)
        except HqDown as error:
            self.world.count("headquarters died")
            raise Offline() from error
        except OutpostError as error:
            problem = msgspec.json.encode(Problem(error.code, dict(error.params)))
            raise failure(status_of(error), {}, problem, "") from error

    def traffic(self) -> Traffic:
        """Only requests are counted here."""
        return Traffic(self.requests)

    def uploaded(self, sha256: str) -> int:
        """Files have their own tests."""
        raise Offline()

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """Files have their own tests."""
        raise Offline()

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """Files have their own tests."""
        raise Offline()


Later = Callable[[], None]
