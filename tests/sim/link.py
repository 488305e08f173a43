"""The link between one laptop and headquarters, with everything that can happen to a message on it."""

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import DBAPIError

from app.errors import OutpostError
from sync.client.answers import failure
from sync.client.errors import MalformedAnswer, Offline, Timeout
from sync.client.gateway import Traffic
from sync.hq.web.refusals import status_of
from sync.protocol import codec
from sync.protocol.messages import Problem, Reply, Request
from tests.sim.faults import HqBug, HqDown

if TYPE_CHECKING:
    from tests.sim.laptop import Laptop
    from tests.sim.world import World


@dataclass
class Link:
    """A gateway as the engine sees it."""

    world: "World"
    laptop: "Laptop"
    requests: int = 0
    complete: bool = False  # the last reply came whole and said that nothing more is to come
    rnd: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rnd = random.Random(f"{self.world.seed}/link/{self.laptop.device}")

    def _chance(self, probability: float, what: str) -> bool:
        if self.world.healed or self.rnd.random() >= probability:
            return False
        self.world.count(what)
        return True

    def exchange(self, request: Request) -> Reply:
        """One round trip, or what became of it."""
        self.requests += 1
        self.complete = False
        if request.buckets:
            self.world.count("repaired")
        self.laptop.watch.look_at(request)
        self.world.versions.look_at(self.laptop, request)
        with self.world.versions.today():  # whatever happens meanwhile has nothing to do with this laptop
            answer = self._carried(codec.encode(request))
        try:
            reply = codec.decode_reply(answer)
        except OutpostError as error:
            raise MalformedAnswer(detail="cut") from error
        self.complete = not reply.more
        return reply

    def _carried(self, body: bytes) -> bytes:
        faults = self.world.faults
        self.world.meanwhile()
        if self._chance(faults.drop, "request lost"):
            raise Offline()
        if self._chance(faults.late, "request again, late"):
            self.world.later(lambda: self._stray(body))
        if self._chance(faults.double, "request doubled"):
            self._stray(body)
        if self._chance(faults.slow, "request slow"):
            self.world.pass_time(600)
        if self._chance(faults.cut, "request cut"):
            self._stray(body[: self.rnd.randrange(len(body))])
            raise Offline()
        answer = self._deliver(body)
        if self._chance(faults.slow, "reply slow"):
            self.world.pass_time(600)
        self.world.meanwhile()
        if self._chance(faults.lose, "reply lost"):
            raise Timeout() if self.rnd.random() < 0.5 else Offline()
        if self._chance(faults.cut, "reply cut"):
            answer = answer[: self.rnd.randrange(len(answer))]
        return answer

    def _stray(self, body: bytes) -> None:
        """A copy arrives whose answer nobody reads."""
        try:
            self._deliver(body)
        except OutpostError:
            self.world.count("stray refused")

    def _deliver(self, body: bytes) -> bytes:
        try:
            answer = self.world.hq.answer(self.laptop.device, body, self.world.time)
            self.world.masks.look_at(self.laptop.device, answer)
            return answer
        except HqDown as error:
            raise Offline() from error
        except (HqBug, DBAPIError) as error:
            self.world.count("headquarters failed")
            raise failure(500, {}, msgspec.json.encode(Problem("server_fault")), "") from error
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
