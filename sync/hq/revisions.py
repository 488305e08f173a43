"""The one counter of a tenant: whoever takes it orders everybody else of the tenant until the commit."""

from sqlalchemy import Connection, bindparam, update

from app.model.prepared import Prepared
from sync.hq.tables import TENANT

_NEXT = Prepared(
    update(TENANT)
    .where(TENANT.c.id == bindparam("of_tenant"))
    .values(rev=TENANT.c.rev + bindparam("count"))
    .returning(TENANT.c.rev)
)


def next_revision(connection: Connection, tenant: int, count: int = 1) -> int:
    """The next revision, or the last of the next ``count``.

    Taken as late as possible, because from here to the commit no other can.
    """
    rev: int = _NEXT.one(connection, {"of_tenant": tenant, "count": count}).rev
    return rev
