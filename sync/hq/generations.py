"""Generations of a device: one life of its store. A disk that was put back from an image begins another.

The write counter of a store only grows. One that is lower than headquarters has seen shows that the laptop
lost what it did since: its own earlier operations are news to it. Two laptops that run from one image go on
both, each with a generation of its own.
"""

from sqlalchemy import Connection, insert, select, update

from sync.hq import audit
from sync.hq.scopes import Principal
from sync.hq.tables import DEVICE, GENERATION


def is_behind(connection: Connection, tenant: int, device: str, generation: int, counter: int) -> bool:
    """Whether a store that tells this counter has told a higher one before."""
    known = _known(connection, tenant, device, generation)
    return known is not None and 0 < counter < known


def note(connection: Connection, tenant: int, device: str, generation: int, counter: int) -> None:
    """Keep the highest counter that a generation told."""
    if not counter:
        return
    known = _known(connection, tenant, device, generation)
    place = {"tenant": tenant, "device": device, "number": generation}
    if known is None:
        connection.execute(insert(GENERATION).values(counter=counter, **place))
    elif known < counter:
        same = (GENERATION.c[name] == value for name, value in place.items())
        connection.execute(update(GENERATION).where(*same).values(counter=counter))


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
    query = select(GENERATION.c.counter).where(
        GENERATION.c.tenant == tenant, GENERATION.c.device == device, GENERATION.c.number == generation
    )
    return connection.execute(query).scalar()
