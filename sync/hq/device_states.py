"""How every laptop stands, for headquarters: when it last synced, what it still holds, how it fared since."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, select, update

from app.model.prepared import Prepared
from sync.hq.errors import NotAllowed
from sync.hq.scopes import Principal
from sync.hq.store import HqStore
from sync.hq.tables import DEVICE, UNIT, USER
from sync.protocol.messages import Asked, DeviceState, Verdict

STEP = 60_000  # ms: a laptop that only asks is noted once a minute, not at every request

_PLACE = (DEVICE.c.tenant == bindparam("of_tenant"), DEVICE.c.id == bindparam("device"))
_SAID = Prepared(
    select(DEVICE.c.synced_at, DEVICE.c.waiting, DEVICE.c.failures, DEVICE.c.trouble).where(*_PLACE)
)
_NOTE = Prepared(
    update(DEVICE)
    .where(*_PLACE)
    .values(
        synced_at=bindparam("now"),
        waiting=bindparam("left"),
        failures=bindparam("failed"),
        trouble=bindparam("code"),
        reached=bindparam("read_to"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a request says of its laptop. ``waiting``: operations left there beside those it brings.

    ``reached``: the revision that its cursor came back with, all before which it has taken in. It goes along
    with what is written anyway: too low a mark only keeps tombstones longer.
    """

    waiting: int
    failures: int
    trouble: str
    reached: int


def said(request: Asked, reached: int) -> Said:
    """What ``request`` says, whose cursor came back with the revision ``reached``."""
    return Said(request.waiting, request.failures, request.trouble, reached)


def is_news(
    connection: Connection, tenant: int, device: str, request: Asked, waiting: int, *, now: int
) -> bool:
    """Whether what a request says of its laptop is worth a write."""
    known = _SAID.one(connection, {"of_tenant": tenant, "device": device})
    if known is None:
        return False
    said = (waiting, request.failures, request.trouble)
    return tuple(known)[1:] != said or now - known.synced_at >= STEP


def note(store: HqStore, device: str, said: Said, verdicts: Sequence[Verdict], *, now: int) -> None:
    """Keep what a laptop says of itself. Its clock and counter are noted where it pushes."""
    with store.write() as connection:
        note_along(connection, store.tenant, device, said, verdicts, now=now)


def note_along(
    connection: Connection,
    tenant: int,
    device: str,
    said: Said | None,
    verdicts: Sequence[Verdict],
    *,
    now: int,
) -> None:
    """The same along with what is written anyway: after it there is no news, and nothing more to write.

    None was said where somebody speaks for the device.
    """
    if said is None:
        return
    left = left_waiting(said.waiting, verdicts)
    told = {"now": now, "left": left, "failed": said.failures, "read_to": said.reached}
    _NOTE.run(connection, {"of_tenant": tenant, "device": device, "code": said.trouble, **told})


def note_version(connection: Connection, tenant: int, device: str, version: str) -> None:
    """Keep the program version with which a laptop signs in; an older program does not tell it."""
    place = (DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    connection.execute(update(DEVICE).where(*place).values(version=version))


def left_waiting(waiting: int, verdicts: Sequence[Verdict]) -> int:
    """How many operations a laptop still holds when it has read this answer, ``waiting`` beside these."""
    return waiting + sum(verdict.status == "later" for verdict in verdicts)


def device_states(store: HqStore, principal: Principal) -> tuple[DeviceState, ...]:
    """Every laptop, the longest without a sync first; revoked ones last.

    Raises:
        NotAllowed: only headquarters' own people may see this.
    """
    if principal.role != "hq":
        raise NotAllowed
    with store.read() as connection:
        return read_states(connection, store.tenant)


def read_states(connection: Connection, tenant: int) -> tuple[DeviceState, ...]:
    """See ``device_states``; for the administrator, who needs no permission."""
    query = (
        select(DEVICE, USER.c.name.label("person"), USER.c.role, UNIT.c.name.label("unit"))
        .join(USER, (USER.c.tenant == DEVICE.c.tenant) & (USER.c.id == DEVICE.c.user_id))
        .outerjoin(UNIT, (UNIT.c.tenant == DEVICE.c.tenant) & (UNIT.c.id == USER.c.unit))
        .where(DEVICE.c.tenant == tenant)
        .order_by(DEVICE.c.revoked_at > 0, DEVICE.c.synced_at, DEVICE.c.id)
    )
    return tuple(_state(row) for row in connection.execute(query))


def _state(row: Row[tuple[object, ...]]) -> DeviceState:
    return DeviceState(
        id=row.id,
        name=row.name,
        user=row.person,
        role=row.role,
        unit=row.unit or "",
        version=row.version,
        enrolled_at=row.at,
        synced_at=row.synced_at,
        waiting=row.waiting,
        failures=row.failures,
        trouble=row.trouble,
        clock_offset=row.clock_offset,
        revoked_at=row.revoked_at,
    )
