"""Generations of a device: one life of its store. A disk that was put back from an image begins another.

The write counter of a store only grows. One that is lower than headquarters has seen shows that the laptop
lost what it did since: its own earlier operations are news to it. Two laptops that run from one image go on
both, each with a generation of its own.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from app.model.prepared import Prepared
from sync.hq import audit
from sync.hq.scopes import Principal
from sync.hq.tables import DEVICE, GENERATION

_PLACE: dict[str, Any] = {name: bindparam(f"of_{name}") for name in ("tenant", "device", "number")}
_SAME = [GENERATION.c[name] == value for name, value in _PLACE.items()]
_COUNTER = Prepared(select(GENERATION.c.counter).where(*_SAME))
_BEGIN = Prepared(insert(GENERATION).values(counter=bindparam("told"), **_PLACE))
_RAISE = Prepared(update(GENERATION).where(*_SAME).values(counter=bindparam("told")))


def is_behind(connection: Connection, tenant: int, device: str, generation: int, counter: int) -> bool:
    """Whether a store that tells this counter has told a higher one before."""
    known = _known(connection, tenant, device, generation)
    return known is not None and 0 < counter < known


def note(connection: Connection, tenant: int, device: str, generation: int, counter: int) -> None:
    """Keep the highest counter that a generation told."""
    if not counter:
        return
    known = _known(connection, tenant, device, generation)
    place = {"of_tenant": tenant, "of_device": device, "of_number": generation, "told": counter}
    if known is None:
        _BEGIN.run(connection, place)
    elif known < counter:
        _RAISE.run(connection, place)


def begin(
    connection: Connection, tenant: int, principal: Principal, told: int, counter: int, now: int
) -> int:
    """Give a store that went back a generation nobody has; returns its number."""
    device = principal.device_id
    place = (DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    newest = connection.execute(select(DEVICE.c.generation).where(*place).with_for_update()).scalar_one()
    number: int = max(newest, told) + 1
    connection.execute(update(DEVICE).where(*place).values(generation=number))
    note(connection, tenant, device, number, counter)
    event = audit.Event("counter_went_back", device, str(number), principal.user_id, device)
    audit.append(connection, tenant, now, [event])
    return number


def author(device: str, generation: int) -> str:
    """Under which name the changes of a generation count as its own."""
    return f"{device}.{generation}" if generation else device


def _known(connection: Connection, tenant: int, device: str, generation: int) -> int | None:
    row = _COUNTER.one(connection, {"of_tenant": tenant, "of_device": device, "of_number": generation})
    return None if row is None else int(row.counter)
