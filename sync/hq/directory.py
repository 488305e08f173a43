"""Units, people and devices, as the administrator keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from app.model.identity import Randomness, record_id
from app.model.prepared import Prepared
from sync.hq import audit, memberships
from sync.hq.errors import NameTaken, UnitNeeded, UnknownDevice, UnknownUnit, UnknownUser
from sync.hq.scopes import Principal
from sync.hq.tables import DEVICE, UNIT, USER

Sort = Literal["office", "squad"]
_ADDED: Mapping[Sort, str] = {"office": "unit", "squad": "squad"}


@dataclass(frozen=True, slots=True)
class Unit:
    """An office, or a squad (小分队) of people of several offices."""

    id: str
    name: str
    sort: Sort = "office"


@dataclass(frozen=True, slots=True)
class User:
    """A person; ``unit`` is a unit's id, empty for people without one."""

    id: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop. Times in milliseconds; ``revoked_at`` and ``seen_at`` 0: never."""

    id: str
    user: str
    name: str
    at: int
    seen_at: int
    revoked_at: int


def add_unit(
    connection: Connection,
    tenant: int,
    name: str,
    *,
    sort: Sort = "office",
    now: int,
    randomness: Randomness,
) -> Unit:
    """A new unit or squad.

    Raises:
        NameTaken: there is one of this name.
    """
    if any(unit.name == name for unit in units(connection, tenant)):
        raise NameTaken(name=name)
    unit = Unit(record_id(now, randomness), name, sort)
    connection.execute(insert(UNIT).values(tenant=tenant, id=unit.id, name=unit.name, sort=sort))
    audit.append(connection, tenant, now, [audit.Event(f"{_ADDED[sort]}_add", unit.id)])
    return unit


def units(connection: Connection, tenant: int) -> Sequence[Unit]:
    """Every unit and squad, by name."""
    query = select(UNIT.c.id, UNIT.c.name, UNIT.c.sort).where(UNIT.c.tenant == tenant).order_by(UNIT.c.name)
    return [Unit(*row) for row in connection.execute(query)]


def unit(connection: Connection, tenant: int, wanted: str) -> Unit:
    """The unit with this id or name.

    Raises:
        UnknownUnit.
    """
    for one in units(connection, tenant):
        if wanted in (one.id, one.name):
            return one
    raise UnknownUnit(unit=wanted)


def add_user(
    connection: Connection,
    tenant: int,
    name: str,
    *,
    role: str,
    unit_id: str = "",
    now: int,
    randomness: Randomness,
) -> User:
    """A new person; ``unit_id`` names a unit that exists.

    Raises:
        NameTaken: there is a user of this name. UnitNeeded: an officer without a unit.
    """
    if role == "officer" and not unit_id:
        raise UnitNeeded(name=name)
    if any(user.name == name for user in users(connection, tenant)):
        raise NameTaken(name=name)
    user = User(record_id(now, randomness), name, role, unit_id)
    values = {"id": user.id, "name": user.name, "role": user.role, "unit": user.unit}
    connection.execute(insert(USER).values(tenant=tenant, at=now, **values))
    audit.append(connection, tenant, now, [audit.Event("user_add", user.id, user_id=user.id)])
    return user


def users(connection: Connection, tenant: int) -> Sequence[User]:
    """Every person, by name."""
    query = select(USER).where(USER.c.tenant == tenant).order_by(USER.c.name)
    return [User(row.id, row.name, row.role, row.unit) for row in connection.execute(query)]


def user(connection: Connection, tenant: int, wanted: str) -> User:
    """The person with this id or name.

    Raises:
        UnknownUser.
    """
    query = select(USER).where(USER.c.tenant == tenant, or_(USER.c.id == wanted, USER.c.name == wanted))
    row = connection.execute(query).first()
    if row is None:
        raise UnknownUser(user=wanted)
    return User(row.id, row.name, row.role, row.unit)


def add_device(
    connection: Connection,
    tenant: int,
    user_id: str,
    name: str,
    public_key: str,
    *,
    now: int,
    randomness: Randomness,
) -> str:
    """A new laptop of a person; returns its id."""
    device = record_id(now, randomness)
    values = {"id": device, "user_id": user_id, "name": name, "public_key": public_key, "at": now}
    connection.execute(insert(DEVICE).values(tenant=tenant, **values))
    return device


def devices(connection: Connection, tenant: int) -> Sequence[Device]:
    """Every laptop, oldest first."""
    query = (
        select(DEVICE, USER.c.name.label("person"))
        .join(USER, (USER.c.tenant == DEVICE.c.tenant) & (USER.c.id == DEVICE.c.user_id))
        .where(DEVICE.c.tenant == tenant)
        .order_by(DEVICE.c.at, DEVICE.c.id)
    )
    return [
        Device(row.id, row.person, row.name, row.at, row.seen_at, row.revoked_at)
        for row in connection.execute(query)
    ]


def revoke(connection: Connection, tenant: int, device: str, *, now: int) -> None:
    """Withdraw a laptop: refused from its next request on. Its token stays, so that it is told why.

    Raises:
        UnknownDevice.
    """
    place = (DEVICE.c.tenant == tenant, DEVICE.c.id == device)
    if connection.execute(update(DEVICE).where(*place).values(revoked_at=now)).rowcount == 0:
        raise UnknownDevice(device=device)
    audit.append(connection, tenant, now, [audit.Event("revoke", device, device=device)])


_SPEAKER = Prepared(
    select(USER.c.id, USER.c.name, USER.c.role, USER.c.unit)
    .join(DEVICE, (USER.c.tenant == DEVICE.c.tenant) & (USER.c.id == DEVICE.c.user_id))
    .where(DEVICE.c.tenant == bindparam("of_tenant"), DEVICE.c.id == bindparam("device"))
    .where(DEVICE.c.revoked_at == 0)
)


def principal(connection: Connection, tenant: int, device: str) -> Principal | None:
    """Who speaks through a laptop; None for one that is unknown or withdrawn."""
    row = _SPEAKER.one(connection, {"of_tenant": tenant, "device": device})
    if row is None:
        return None
    opened = memberships.granted(connection, tenant, row.id)
    return Principal(
        device,
        row.id,
        row.name,
        row.role,
        row.unit,
        granted=frozenset(opened),
        liaison="office" in opened.values(),
    )
