"""A request under way, and what makes it possible to do something else meanwhile (docs/adr/0021)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

import msgspec
from msgspec.structs import replace

from app.store import kept_answer
from app.store.captured import Captured
from app.store.replica import Replica
from sync.client.batch import Batch
from sync.client.errors import SyncError
from sync.client.gateway import Gateway
from sync.protocol import codec
from sync.protocol.limits import MAX_REPLY
from sync.protocol.messages import Reply, Request

Answer = Callable[[], Reply]
"""Waits for a reply and hands it out, once; raises what the exchange raised."""

log = logging.getLogger(__name__)

_REPLY = msgspec.json.Decoder(Reply)


@dataclass(frozen=True)
class Plan:
    """A request and what must still be so when its reply is applied."""

    request: Request
    sent: Sequence[Captured]


@dataclass(frozen=True)
class Flight:
    """A request under way since ``asked``."""

    plan: Plan
    asked: datetime
    answer: Answer


@dataclass(frozen=True)
class Following:
    """What goes up next if headquarters just accepts what is under way; ``batch``: the measure by then."""

    plan: Plan
    batch: Batch


@runtime_checkable
class Beginning(Protocol):
    """A ``Gateway`` that can ask without waiting; it is not asked anything else before it has answered."""

    def begin(self, request: Request) -> Answer:
        """Send ``request`` and return at once."""
        ...


def begin(gateway: Gateway, request: Request) -> Answer:
    """Ask headquarters; what goes wrong is told with the answer. A gateway that must wait does so here."""
    try:
        if isinstance(gateway, Beginning):
            return gateway.begin(request)
        reply = gateway.exchange(request)
    except SyncError as error:
        return _failing(error)
    return lambda: reply


def _failing(error: SyncError) -> Answer:
    def fail() -> Reply:
        raise error

    return fail


def is_plain(plan: Plan, reply: Reply) -> bool:
    """Whether headquarters took everything just as it was sent and has nothing else to say.

    Then what goes up next does not depend on whether the laptop has taken this in.
    """
    said = Reply(reply.cursor, reply.verdicts, check=reply.check, time=reply.time)
    judged = {one.op_id for one in reply.verdicts if one.status == "applied" and one.exact and one.rev}
    return (
        reply == said
        and reply.cursor != plan.request.cursor
        and len(reply.verdicts) == len(judged) == len(plan.sent)
        and all(one.op_id in judged for one in plan.sent)
    )


def keep(replica: Replica, plan: Plan, reply: Reply) -> None:
    """Have the reply in the file, so that what it answers need not be sent again."""
    kept_answer.keep(replica.connection, plan.request.cursor, msgspec.json.encode(reply))


def packed(reply: Reply) -> bytes:
    """A reply as it is held while its page is landed in parts; headquarters' time is of now, not of then."""
    return codec.compress(msgspec.json.encode(replace(reply, time=0)))[0]


def hold(replica: Replica, plan: Plan, reply: bytes) -> bool:
    """Have a ``packed`` reply in the file; False where another process has kept one that comes first."""
    cursor = plan.request.cursor
    if (other := kept_answer.kept(replica.connection, cursor)) is not None:
        return other == reply  # kept before this laptop died, most likely: this is it
    kept_answer.keep(replica.connection, cursor, reply)
    return True


def kept(replica: Replica, cursor: str) -> tuple[Plan, Reply] | None:
    """What was kept when this laptop died before it took it in."""
    found = kept_answer.kept(replica.connection, cursor)
    if found is None:
        return None
    try:
        plain = found if found.startswith(b"{") else codec.decompress(found, "zstd", limit=MAX_REPLY)
        reply = _REPLY.decode(plain)
    except (
        msgspec.DecodeError,
        codec.MalformedMessage,
    ) as error:  # another version kept it: headquarters says it again
        log.warning("the answer that was kept cannot be read: %s", error)
        return None
    sent = replica.pending([one.op_id for one in reply.verdicts])
    return Plan(Request(schema=0, cursor=cursor), sent), reply


def sent_on(following: Plan, reply: Reply, *, clock: int, counter: int) -> Plan:
    """``following`` as it is sent after ``reply``."""
    asked = replace(following.request, cursor=reply.cursor, clock=clock, counter=counter)
    return Plan(asked, following.sent)
