"""The one exchange that is sync: operations in, verdicts and the next page out. Plain functions, no HTTP."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from app.model.identity import Randomness
from app.model.prepared import Prepared
from app.model.registry import SCHEMA
from app.model.values import digests_check
from app.reasons import Reason
from sync.hq import (
    audit,
    cursors,
    device_states,
    digests,
    generations,
    offers,
    pull,
    scope_changes,
    scope_sets,
    wall,
)
from sync.hq.cursors import Position
from sync.hq.errors import UpgradeNeeded
from sync.hq.meetings import Meeting
from sync.hq.package_keys import public_keys
from sync.hq.push import Pushed, push
from sync.hq.repair import repairs
from sync.hq.scope_changes import Reading
from sync.hq.scopes import Principal, Scope, scope
from sync.hq.store import HqStore, Tenant, read_tenant
from sync.hq.tables import TENANT, UNIT
from sync.protocol.arriving import Arrived, unread
from sync.protocol.codec import MessageTooLarge
from sync.protocol.limits import FILE_CHUNK, MAX_BODY, MAX_OPS
from sync.protocol.messages import Asked, Hello, Reply, Request, Verdict
from sync.protocol.offers import Loss
from sync.protocol.times import milliseconds

Clock = Callable[[], datetime]
Arriving = Request | Arrived

OLDEST_SCHEMA = max(1, SCHEMA - 2)
RESTORED = Reason("hq.later.restored")


def handle_exchange(
    store: HqStore, principal: Principal, request: Arriving, clock: Clock, randomness: Randomness
) -> Reply:
    """Answer one request of a device that has proved who it is.

    Everything pushed is committed before the reply exists.

    Raises:
        UpgradeNeeded, MessageTooLarge, DeviceRevoked, StorageFull, DatabaseUnreachable.
    """
    if request.schema < OLDEST_SCHEMA:
        raise UpgradeNeeded(schema=request.schema, oldest=OLDEST_SCHEMA, newest=SCHEMA)
    if len(request.ops) > MAX_OPS:
        raise MessageTooLarge(limit=MAX_OPS)
    now = milliseconds(clock())
    answer = None
    with store.read() as connection:
        tenant = _tenant(connection, store)
        place = cursors.read(tenant, request.cursor)
        told = (principal.device_id, request.generation, request.counter)
        behind = generations.is_behind(connection, store.tenant, *told)
        if not request.ops and place.rev <= tenant.rev and not behind:  # nothing to write: one look is enough
            answer = _answer(connection, store.tenant, tenant, principal, request, Pushed(), now)
    if answer is None:
        known = _known_epoch(store, tenant, place, randomness, now)
        if behind:
            request = _of_new_generation(store, principal, request, now)
        pushed = _pushed(store, principal, request, known, now, randomness, reached=place.rev)
        with store.read() as connection:
            tenant = _tenant(connection, store)
            answer = _answer(connection, store.tenant, tenant, principal, request, pushed, now)
    if answer.scopes:
        with store.write() as connection:
            scope_sets.remember(connection, store.tenant, answer.scopes)
    if answer.news:
        said = device_states.said(request, place.rev)
        device_states.note(store, principal.device_id, said, answer.reply.verdicts, now=now)
    if behind:
        return msgspec.structs.replace(answer.reply, generation=request.generation)
    return answer.reply


def _tenant(connection: Connection, store: HqStore) -> Tenant:
    return replace(read_tenant(connection, store.tenant), pack=store.pack)


def _of_new_generation(store: HqStore, principal: Principal, request: Arriving, now: int) -> Arriving:
    """The request as of a store that went back in time: a generation of its own, and news to it is news."""
    told = request.generation, request.counter
    with store.write() as connection:
        number = generations.begin(connection, store.tenant, principal, *told, now)
    return msgspec.structs.replace(request, generation=number)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A reply, the scopes that its cursor names for the first time, and whether it is worth a note."""

    reply: Reply
    scopes: tuple[Scope, ...]
    news: bool


def _answer(
    connection: Connection,
    number: int,
    tenant: Tenant,
    principal: Principal,
    request: Asked,
    pushed: Pushed,
    now: int,
) -> _Answer:
    """The verdicts and the next page, as of one moment."""
    visible = scope(principal)
    wall.confine(connection, visible, principal.user_id)
    place = cursors.read(tenant, request.cursor)
    reading = scope_changes.reading(connection, number, visible, place)
    since = place.since if place.mark else tenant.horizon
    page, reached = _page(connection, number, tenant, visible, reading, request, pushed)
    reached = replace(reached, since=since)
    check = "" if page.more else digests_check(digests.read(connection, number, visible))
    hello = _hello(connection, number, tenant, principal)
    renewed = place.epoch != tenant.epoch
    losses = offers.losses(connection, number) if renewed else []
    waiting = device_states.left_waiting(request.waiting, pushed.verdicts)
    news = device_states.is_news(connection, number, principal.device_id, request, waiting, now=now)
    reply = Reply(
        cursor=cursors.write(tenant, reached),
        verdicts=pushed.verdicts,
        kinds=page.kinds,
        more=page.more,
        check=check,
        repairs=repairs(connection, number, visible, request.buckets) if request.buckets else (),
        epoch=tenant.epoch if renewed else "",
        lost=tuple((loss.after, loss.before) for loss in losses),
        time=now if request.clock else 0,
        hello=hello if hello.mark != request.hello else None,
        left_units=reading.left,
        keep_units=reading.keep,
        afresh=place.behind,
        horizon=0 if place.mark else tenant.horizon,
    )
    named = () if (reached.mark, reached.fill) == (place.mark, place.fill) else (visible, reading.fill)
    return _Answer(reply, tuple(one for one in named if one is not None), news)


def _page(
    connection: Connection,
    number: int,
    tenant: Tenant,
    visible: Scope,
    reading: Reading,
    request: Asked,
    pushed: Pushed,
) -> tuple[pull.Page, Position]:
    """The next page and where it ends: first what is missing of units that entered, then what is new."""
    mark, wish = visible.mark, request.page_bytes
    if reading.fill is None:
        page = pull.page(
            connection,
            number,
            tenant,
            visible,
            after=reading.after,
            wish=wish,
            exact=pushed.exact,
            whole=pushed.whole,
        )
        return page, Position(tenant.epoch, page.rev, mark)
    page = pull.filling(
        connection,
        number,
        visible,
        reading.fill.full,
        after=reading.place,
        until=reading.after,
        wish=wish,
    )
    if page.more:
        return page, Position(tenant.epoch, reading.after, mark, reading.fill.mark, page.rev)
    return replace(page, more=True), Position(tenant.epoch, reading.after, mark)


def _known_epoch(
    store: HqStore, tenant: Tenant, place: cursors.Position, randomness: Randomness, now: int
) -> bool:
    """Whether a laptop's cursor belongs to this epoch or claims none.

    A genuine one from the future shows that somebody put an older database back by hand: a new epoch begins.
    """
    if place.rev > tenant.rev:
        with store.write() as connection:
            renew_epoch(connection, store.tenant, randomness, seen=place.rev, now=now)
        return False
    return place.epoch in ("", tenant.epoch)


def _pushed(
    store: HqStore,
    principal: Principal,
    request: Arriving,
    known_epoch: bool,
    now: int,
    randomness: Randomness,
    *,
    reached: int,
) -> Pushed:
    """What becomes of the operations. ``reached``: the revision of the laptop's cursor.

    A laptop that does not know yet that headquarters was restored must first push again what was lost, in
    order: judged before that, its newer operations would clash with values they replaced long ago.
    """
    if not known_epoch:
        return Pushed(tuple(Verdict(op.op_id, "later", reason=RESTORED.key) for op in request.ops))
    offset = now - request.clock if request.clock else None
    meeting = Meeting(now, offset, request.counter, request.acked, request.generation, request.schema)
    meeting = replace(meeting, said=device_states.said(request, reached))
    return push(store, principal, [unread(one) for one in request.ops], meeting, randomness)


def new_epoch(randomness: Randomness) -> str:
    """A random mark of one life of headquarters' data."""
    return f"{randomness.getrandbits(4 * cursors.EPOCH_LENGTH):0{cursors.EPOCH_LENGTH}x}"


def renew_epoch(
    connection: Connection, tenant: int, randomness: Randomness, *, now: int, seen: int = 0
) -> None:
    """Begin a new epoch after older data was put back: laptops push again what they had acknowledged since.

    Revisions jump ahead, so that none that a laptop may have seen is ever given to another change. ``now``
    is among them because one backup may be put back twice: only time tells how far the first life came.
    """
    ahead = 1 << 20
    before = read_tenant(connection, tenant)
    epoch = new_epoch(randomness)
    rev = max(before.rev, seen, now) + ahead
    connection.execute(update(TENANT).where(TENANT.c.id == tenant).values(epoch=epoch, rev=rev))
    offers.note_loss(connection, tenant, epoch, Loss(before.rev, rev), now)
    audit.append(connection, tenant, now, [audit.Event("epoch", object=epoch)])


_UNITS = Prepared(
    select(UNIT.c.id, UNIT.c.name).where(UNIT.c.tenant == bindparam("of_tenant")).order_by(UNIT.c.id)
)


def _hello(connection: Connection, number: int, tenant: Tenant, principal: Principal) -> Hello:
    units = _UNITS.all(connection, {"of_tenant": number})
    hello = Hello(
        mark="",
        tenant=tenant.name,
        pack=tenant.pack,
        user=principal.user,
        user_id=principal.user_id,
        role=principal.role,
        unit_id=principal.unit_id,
        units={row.id: row.name for row in units},
        schema=(OLDEST_SCHEMA, SCHEMA),
        max_ops=MAX_OPS,
        max_body=MAX_BODY,
        chunk=FILE_CHUNK,
        package_keys=public_keys(tenant.secret),
    )
    mark = hashlib.sha256(msgspec.json.encode(hello, order="sorted")).hexdigest()[:12]
    return msgspec.structs.replace(hello, mark=mark)
