"""The device that pushes: what it tells of itself, noted in the transaction of what it brings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select, update

from app.model.prepared import Prepared
from app.model.registry import SCHEMA
from sync.hq import generations
from sync.hq.device_states import Said
from sync.hq.errors import DeviceRevoked
from sync.hq.scopes import Principal
from sync.hq.store import DEFAULT_PACK
from sync.hq.tables import DEVICE

_PLACE = (DEVICE.c.tenant == bindparam("of_tenant"), DEVICE.c.id == bindparam("device"))
_DEVICE = Prepared(select(DEVICE.c.revoked_at, DEVICE.c.clock_offset, DEVICE.c.counter).where(*_PLACE))
_MEET = Prepared(
    update(DEVICE)
    .where(*_PLACE)
    .values(clock_offset=bindparam("offset"), seen_at=bindparam("now"), counter=bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an exchange tells: ``now`` in ms, the device's clock offset (None: not told), its counter.

    ``acked``: at which revisions its operations had been taken before headquarters was restored.
    """

    now: int
    offset: int | None = None
    counter: int = 0
    acked: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0  # of the device's store (``sync.hq.generations``)
    schema: int = SCHEMA  # of the device's program
    pack: str = DEFAULT_PACK  # that moves between stages are judged by
    said: Said | None = None  # by the device of itself


def meet(connection: Connection, tenant: int, principal: Principal, meeting: Meeting) -> int:
    """Note the device's clock and counter, refuse it if it was revoked meanwhile; returns its offset."""
    place = {"of_tenant": tenant, "device": principal.device_id}
    device = _DEVICE.one(connection, place)
    if device is None or device.revoked_at:
        raise DeviceRevoked
    offset: int = device.clock_offset if meeting.offset is None else meeting.offset
    told = {"offset": offset, "now": meeting.now, "most": max(device.counter, meeting.counter)}
    _MEET.run(connection, place | told)
    generations.note(connection, tenant, principal.device_id, meeting.generation, meeting.counter)
    return offset
