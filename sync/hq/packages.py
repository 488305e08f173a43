"""Answering a laptop that has no network: its package in, a package for it out (sync.md, Sneaker-net).

The same handlers as for an exchange over the wire. A package may come twice, late, or after the laptop has
been on a network meanwhile: operations are applied once, whoever brings them.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from app.model.identity import Randomness
from sync.hq import audit, directory
from sync.hq.errors import DeviceRevoked, UnknownDevice
from sync.hq.exchange import Clock, handle_exchange
from sync.hq.package_keys import opening_key, signing_key
from sync.hq.scopes import Principal
from sync.hq.store import HqStore, Tenant, read_tenant
from sync.hq.tables import DEVICE
from sync.protocol import codec
from sync.protocol.envelope import NotForHere, header_of, seal, unseal
from sync.protocol.messages import Operation, Reply, Request, Verdict
from sync.protocol.packages import Answer, Question
from sync.protocol.times import milliseconds

_EMPTY = Request(schema=0)
MOST_BYTES = 32 * 1024 * 1024  # of pages in one answer; the rest comes with the next question
PAGE_BYTES = 2 * 1024 * 1024


def answer_package(store: HqStore, data: bytes, clock: Clock, randomness: Randomness) -> bytes:
    """Take a laptop's package and make the answer for it; everything in it is committed before it exists.

    Raises:
        NotAPackage, NotForHere, UnknownDevice, DeviceRevoked, UpgradeNeeded: nothing was taken in.
        StorageFull, DatabaseUnreachable: send it again.
    """
    header = header_of(data)
    if header.way != "up":
        raise NotForHere
    tenant, principal, public_key = _sender(store, header.device)
    body = unseal(data, receiver=opening_key(tenant.secret), signer=public_key)
    question = codec.decode(Question, body, limit=len(body))
    answer = Answer(
        tuple(_pushed(store, principal, question, clock, randomness)),
        tuple(_pages(store, principal, question, clock, randomness)),
    )
    with store.write() as connection:
        event = audit.Event("package", header.number, "answered", principal.user_id, principal.device_id)
        audit.append(connection, store.tenant, milliseconds(clock()), [event])
    return seal(
        "down",
        header.device,
        header.number,
        codec.encode(answer),
        receiver=question.answer_to,
        signer=signing_key(tenant.secret),
        one_time=randomness.getrandbits(256).to_bytes(32, "big"),
    )


def _sender(store: HqStore, device_id: str) -> tuple[Tenant, Principal, str]:
    """Headquarters, whose device it is, and its public key."""
    with store.read() as connection:
        tenant = read_tenant(connection, store.tenant)
        place = (DEVICE.c.tenant == store.tenant, DEVICE.c.id == device_id)
        public_key = connection.execute(select(DEVICE.c.public_key).where(*place)).scalar()
        if public_key is None:
            raise UnknownDevice(device=device_id)
        principal = directory.principal(connection, store.tenant, device_id)
    if principal is None:
        raise DeviceRevoked
    return tenant, principal, public_key


def _pushed(
    store: HqStore, principal: Principal, question: Question, clock: Clock, randomness: Randomness
) -> list[Verdict]:
    """The verdicts on every batch; the pages that come with them are read again at the end, in one go."""
    verdicts: list[Verdict] = []
    for number, batch in enumerate(question.batches):
        # The counter is told once: it was read when the file was written, before all of its batches.
        request = msgspec.structs.replace(
            question.request,
            ops=_sound(batch),
            page_bytes=1,
            counter=question.request.counter * (number == 0),
        )
        verdicts += handle_exchange(store, principal, request, clock, randomness).verdicts
    return verdicts


def _sound(batch: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations, checked like those that come over the wire."""
    whole = codec.encode(msgspec.structs.replace(_EMPTY, ops=tuple(batch)))
    return codec.decode_request(whole).ops


def _pages(
    store: HqStore, principal: Principal, question: Question, clock: Clock, randomness: Randomness
) -> list[Reply]:
    pages: list[Reply] = []
    request = msgspec.structs.replace(question.request, counter=0, clock=0, page_bytes=PAGE_BYTES)
    size = 0
    while not pages or (pages[-1].more and size < MOST_BYTES):
        reply = handle_exchange(store, principal, request, clock, randomness)
        size += len(codec.encode(reply))
        pages.append(reply)
        request = msgspec.structs.replace(request, cursor=reply.cursor)
    return pages
