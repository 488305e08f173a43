"""Syncing without a network: a file for headquarters, and the file that it answers with.

The outbox stays as it is until the answer is read; whatever goes over a network meanwhile is no harm, since
every operation is applied once. The answer runs through the one engine: a file is a gateway like any other.
"""

import base64
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.model.identity import Randomness, operation_id
from app.model.registry import SCHEMA
from app.services.errors import FileUnreadable
from app.store.captured import Captured
from app.store.replica import Replica
from app.store.store import Store
from sync.client.device import enrolment
from sync.client.engine import Clock, sync_once
from sync.client.errors import FileUnknown, NoPackageKey, PackageOvertaken
from sync.client.gateway import Traffic
from sync.client.holding_back import outgoing, read_hello
from sync.client.place import CURSOR, HELLO
from sync.client.report import SyncReport
from sync.client.verdicts import as_stored
from sync.protocol import codec
from sync.protocol.envelope import LARGEST, NotAPackage, NotForHere, header_of, seal, unseal
from sync.protocol.limits import REVISION_OPS
from sync.protocol.messages import Operation, Reply, Request, Verdict
from sync.protocol.packages import MAX_BATCHES, Answer, Question
from sync.protocol.times import milliseconds

SUFFIX = ".outpost-package"
MOST_BYTES = 32 * 1024 * 1024  # of operations in one package, before compression
KEPT = 5  # packages whose answers can still be read
_SENT = "packages"


class Sent(msgspec.Struct, frozen=True):
    """A package that was written: what is needed to read its answer. ``at``: milliseconds since 1970."""

    number: str
    key: str
    cursor: str
    at: int
    operations: int


def write_package(store: Store, clock: Clock, randomness: Randomness) -> tuple[bytes, Sent]:
    """A package with everything that waits to be sent, asking for everything that is new.

    Raises:
        NotEnrolled. NoPackageKey: this laptop has not met headquarters since it tells its keys.
    """
    own = enrolment(store)
    with store.replica() as replica:
        opening, _ = _headquarters_keys(replica)
        waiting = outgoing(replica, read_hello(replica.get(HELLO)), REVISION_OPS * MAX_BATCHES, MOST_BYTES)
        key = X25519PrivateKey.from_private_bytes(_random(randomness))
        sent = Sent(
            number=operation_id(randomness),
            key=base64.b64encode(key.private_bytes_raw()).decode(),
            cursor=replica.get(CURSOR),
            at=milliseconds(clock()),
            operations=len(waiting),
        )
        question = Question(
            request=_request(replica, waiting, clock),
            batches=_batches(waiting),
            answer_to=base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        )
        _keep(replica, [*_kept(replica), sent][-KEPT:])
    data = seal(
        "up",
        own.device_id,
        sent.number,
        codec.encode(question),
        receiver=opening,
        signer=own.key.private,
        one_time=_random(randomness),
    )
    return data, sent


def sent_packages(store: Store) -> list[Sent]:
    """The packages whose answers this laptop can still read, oldest first."""
    with store.replica() as replica:
        return _kept(replica)


def read_package(
    store: Store, data: bytes, clock: Clock, randomness: Randomness, *, allow_deletions: bool = False
) -> SyncReport:
    """Take headquarters' answer in; reading it again changes nothing.

    Raises:
        NotAPackage, NotForHere, NotEnrolled, NoPackageKey.
        PackageOvertaken: this laptop has synced since it asked; a new package is needed, if any.
    """
    own = enrolment(store)
    header = header_of(data)
    with store.replica() as replica:
        _, signing = _headquarters_keys(replica)
        sent = next((one for one in _kept(replica) if one.number == header.number), None)
        cursor = replica.get(CURSOR)
    if header.way != "down" or header.device != own.device_id or sent is None:
        raise NotForHere
    key = X25519PrivateKey.from_private_bytes(base64.b64decode(sent.key))
    body = unseal(data, receiver=key, signer=signing)
    if cursor != sent.cursor:
        raise PackageOvertaken
    answer = codec.decode(Answer, body, limit=len(body))
    return sync_once(
        store, AnswerGateway(sent.cursor, answer), clock, randomness, allow_deletions=allow_deletions
    )


def save_package(store: Store, target: Path, clock: Clock, randomness: Randomness) -> Sent:
    """``write_package`` into a file.

    Raises:
        NotEnrolled, NoPackageKey. FileUnreadable: it cannot be written there.
    """
    data, sent = write_package(store, clock, randomness)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise FileUnreadable(path=str(target)) from error
    return sent


def package_in(source: Path) -> bytes:
    """What is in a file that should be a package.

    Raises:
        FileUnreadable. NotAPackage: larger than any.
    """
    try:
        if source.stat().st_size > LARGEST:
            raise NotAPackage("size")
        return source.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(source)) from error


class AnswerGateway:
    """An answer from a file as the way to headquarters; it knows nothing of what was not in the question."""

    def __init__(self, cursor: str, answer: Answer) -> None:
        self._next = cursor
        self._pages = list(answer.pages)
        self._verdicts: Mapping[str, Verdict] = {one.op_id: one for one in answer.verdicts}

    def exchange(self, request: Request) -> Reply:
        """The next page, with the verdicts on ``request``'s operations; those not asked about must wait.

        Raises:
            PackageOvertaken: the laptop does not go on from the page before.
        """
        if request.cursor != self._next:
            raise PackageOvertaken
        verdicts = tuple(self._verdicts.get(one.op_id) or Verdict(one.op_id, "later") for one in request.ops)
        if not self._pages:
            return Reply(cursor=request.cursor, verdicts=verdicts)
        page = self._pages.pop(0)
        self._next = page.cursor
        # What this file does not hold comes with the next one.
        return msgspec.structs.replace(page, verdicts=verdicts, more=bool(self._pages))

    def traffic(self) -> Traffic:
        """Nothing went over a network."""
        return Traffic()

    def uploaded(self, sha256: str) -> int:
        """Files wait for a network."""
        raise FileUnknown

    def upload(self, sha256: str, offset: int, piece: bytes, size: int) -> int:
        """Files wait for a network."""
        raise FileUnknown

    def download(self, sha256: str, offset: int, length: int) -> bytes:
        """Files wait for a network."""
        raise FileUnknown


def _request(replica: Replica, waiting: Sequence[Captured], clock: Clock) -> Request:
    hello = read_hello(replica.get(HELLO))
    return Request(
        schema=SCHEMA,
        cursor=replica.get(CURSOR),
        hello=hello.mark if hello else "",
        clock=milliseconds(clock()) if waiting else 0,
        waiting=replica.counts_waiting() - len(waiting),
        counter=replica.counter(),
    )


def _batches(waiting: Sequence[Captured]) -> tuple[tuple[Operation, ...], ...]:
    numbered = groupby(enumerate(waiting), key=lambda pair: pair[0] // REVISION_OPS)
    return tuple(tuple(as_stored(one) for _, one in batch) for _, batch in numbered)


def _headquarters_keys(replica: Replica) -> tuple[str, str]:
    """For what headquarters can open, and by what its signature is known (public, base64)."""
    hello = read_hello(replica.get(HELLO))
    keys = hello.package_keys.split() if hello else []
    if len(keys) != 2:
        raise NoPackageKey
    return keys[0], keys[1]


def _kept(replica: Replica) -> list[Sent]:
    return msgspec.json.decode(replica.get(_SENT, "[]"), type=list[Sent])


def _keep(replica: Replica, sent: Sequence[Sent]) -> None:
    replica.set(_SENT, msgspec.json.encode(sent).decode())


def _random(randomness: Randomness) -> bytes:
    return randomness.getrandbits(256).to_bytes(32, "big")
