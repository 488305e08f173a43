"""Which units a person belongs to: the own one, and units and squads opened beside it.

Everything here takes effect at the person's next request.
"""

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.model.prepared import Prepared
from sync.hq import audit
from sync.hq.tables import GRANT, UNIT, USER

_GRANTED = Prepared(
    select(GRANT.c.unit, UNIT.c.sort)
    .join(UNIT, (UNIT.c.tenant == GRANT.c.tenant) & (UNIT.c.id == GRANT.c.unit))
    .where(GRANT.c.tenant == bindparam("of_tenant"), GRANT.c.user_id == bindparam("person"))
)


def granted(connection: Connection, tenant: int, user_id: str) -> dict[str, str]:
    """The units opened to a person beside the own one, with their sort."""
    found = _GRANTED.all(connection, {"of_tenant": tenant, "person": user_id})
    return {row.unit: row.sort for row in found}


def grant(connection: Connection, tenant: int, user_id: str, unit_id: str, *, now: int) -> bool:
    """Open a unit or squad to a person; False where it was open. To a leader a unit is a liaison unit."""
    if unit_id in granted(connection, tenant, user_id):
        return False
    connection.execute(insert(GRANT).values(tenant=tenant, user_id=user_id, unit=unit_id, at=now))
    audit.append(connection, tenant, now, [audit.Event("grant", unit_id, user_id=user_id)])
    return True


def revoke_grant(connection: Connection, tenant: int, user_id: str, unit_id: str, *, now: int) -> bool:
    """Close a unit or squad to a person again; False where it was not open."""
    place = (GRANT.c.tenant == tenant, GRANT.c.user_id == user_id, GRANT.c.unit == unit_id)
    if connection.execute(delete(GRANT).where(*place)).rowcount == 0:
        return False
    audit.append(connection, tenant, now, [audit.Event("grant_revoke", unit_id, user_id=user_id)])
    return True


def move_user(connection: Connection, tenant: int, user_id: str, unit_id: str, *, now: int) -> None:
    """Make ``unit_id`` the person's own unit. Records stay where they are."""
    place = (USER.c.tenant == tenant, USER.c.id == user_id)
    connection.execute(update(USER).where(*place).values(unit=unit_id))
    audit.append(connection, tenant, now, [audit.Event("user_move", unit_id, user_id=user_id)])
