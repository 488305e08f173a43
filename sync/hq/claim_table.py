"""The index of claims: which were made on which enterprise and how they stand, without reading records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, or_, select, update

from app.model.prepared import Prepared
from app.rules import claims as rules
from sync.hq.tables import CLAIM, CLAIM_KEY

_SLICE = 500


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim; ``until`` is its last protected day as ISO text, "" where it is not protected."""

    id: str
    unit: str
    company_id: str
    project_id: str
    laptop: str
    seq: int
    hash: str
    number: int
    state: str
    until: str
    share: int
    case_id: str

    @property
    def weighed(self) -> rules.Held:
        """The claim as the rules weigh it."""
        return rules.Held(self.unit, self.number, self.state, last_day(self.until), self.share)

    @property
    def live(self) -> bool:
        """Whether it still counts for its unit."""
        return self.state in rules.LIVE and not (self.state == "ruled" and not self.share)


def last_day(text: str) -> date | None:
    """The day that ``until`` names."""
    return date.fromisoformat(text) if text else None


def add(connection: Connection, tenant: int, row: ClaimRow, keys: Iterable[str]) -> None:
    """Keep a claim and the keys it is found by."""
    values = {name: getattr(row, name) for name in ClaimRow.__slots__}
    connection.execute(insert(CLAIM).values(tenant=tenant, **values))
    found = [{"tenant": tenant, "key": key, "claim_id": row.id} for key in keys]
    if found:
        connection.execute(insert(CLAIM_KEY), found)


def change(connection: Connection, tenant: int, id: str, **values: Any) -> None:
    """Set columns of one claim."""
    connection.execute(update(CLAIM).where(CLAIM.c.tenant == tenant, CLAIM.c.id == id).values(values))


def next_number(connection: Connection, tenant: int) -> int:
    """The number of the next receipt; the tenant's counter must be taken, so that no other gets it too."""
    highest = select(func.coalesce(func.max(CLAIM.c.number), 0)).where(CLAIM.c.tenant == tenant)
    return int(connection.execute(highest).scalar_one()) + 1


def links(connection: Connection, tenant: int, laptop: str, seq: int) -> list[rules.Link]:
    """The claims of a laptop that a claim numbered ``seq`` is held against: those beside it in its chain."""
    query = select(CLAIM.c.seq, CLAIM.c.hash).where(
        CLAIM.c.tenant == tenant, CLAIM.c.laptop == laptop, CLAIM.c.seq.in_((seq - 1, seq))
    )
    return [rules.Link(row.seq, row.hash) for row in connection.execute(query.order_by(CLAIM.c.number))]


def by_keys(connection: Connection, tenant: int, keys: Iterable[str]) -> list[ClaimRow]:
    """The claims on an enterprise of any of these keys, in the order of their receipt."""
    wanted = select(CLAIM_KEY.c.claim_id).where(
        CLAIM_KEY.c.tenant == tenant, CLAIM_KEY.c.key.in_(sorted(keys))
    )
    return _rows(connection, tenant, CLAIM.c.id.in_(wanted))


def everything(connection: Connection, tenant: int) -> list[ClaimRow]:
    """Every claim in the order of receipt."""
    return _rows(connection, tenant)


def by_case(connection: Connection, tenant: int, case_id: str) -> list[ClaimRow]:
    """The claims that meet in a case, in the order of their receipt."""
    return _rows(connection, tenant, CLAIM.c.case_id == case_id)


def by_id(connection: Connection, tenant: int, id: str) -> ClaimRow | None:
    """One claim."""
    found = _rows(connection, tenant, CLAIM.c.id == id)
    return found[0] if found else None


def on_records(
    connection: Connection, tenant: int, *, companies: Sequence[str], projects: Sequence[str]
) -> list[ClaimRow]:
    """The claims that hang on any of these companies or projects."""
    tests: list[ColumnElement[bool]] = []
    for column, ids in ((CLAIM.c.company_id, companies), (CLAIM.c.project_id, projects)):
        tests += [column.in_(ids[start : start + _SLICE]) for start in range(0, len(ids), _SLICE)]
    return _rows(connection, tenant, or_(*tests)) if tests else []


def any_live(connection: Connection, tenant: int) -> bool:
    """Whether there is any claim that progress could renew."""
    query = select(CLAIM.c.id).where(CLAIM.c.tenant == tenant, CLAIM.c.state.in_(rules.LIVE)).limit(1)
    return connection.execute(query).first() is not None


_PAST = Prepared(
    select(*(CLAIM.c[name] for name in ClaimRow.__slots__))
    .where(
        CLAIM.c.tenant == bindparam("of_tenant"),
        CLAIM.c.state.in_(("received", "protected", "ruled", "transferred")),
    )
    .where(CLAIM.c.until > "", CLAIM.c.until < bindparam("today"))
    .order_by(CLAIM.c.number)
)


def past(connection: Connection, tenant: int, today: date) -> list[ClaimRow]:
    """The claims whose protection ended before ``today`` and that still count."""
    found = _PAST.all(connection, {"of_tenant": tenant, "today": today.isoformat()})
    return [ClaimRow(*row) for row in found]


def keys_of(connection: Connection, tenant: int, ids: Sequence[str]) -> dict[str, set[str]]:
    """Claim id → its keys."""
    found: dict[str, set[str]] = {id: set() for id in ids}
    for start in range(0, len(ids), _SLICE):
        query = select(CLAIM_KEY.c.claim_id, CLAIM_KEY.c.key).where(
            CLAIM_KEY.c.tenant == tenant, CLAIM_KEY.c.claim_id.in_(ids[start : start + _SLICE])
        )
        for row in connection.execute(query):
            found[row.claim_id].add(row.key)
    return found


def _rows(connection: Connection, tenant: int, *where: ColumnElement[bool]) -> list[ClaimRow]:
    columns = [CLAIM.c[name] for name in ClaimRow.__slots__]
    query = select(*columns).where(CLAIM.c.tenant == tenant, *where).order_by(CLAIM.c.number)
    return [ClaimRow(*row) for row in connection.execute(query)]
