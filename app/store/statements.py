"""What the sync side of the store asks of the file again and again, prepared once."""

from functools import cache

from sqlalchemy import BindParameter, String, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from app.model.changes import SYNC
from app.model.columns import Instant, Json
from app.model.prepared import Prepared
from app.model.registry import KINDS
from app.store.captured import SELECT
from app.store.named import keeping
from app.store.tables import BASE, HISTORY, HQ_DIGEST, META, OUTBOX, SYNC_RUN
from app.store.work import WAITING

IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
OF_KIND: BindParameter[str] = bindparam("of_kind")
NAMED = Prepared(select(META.c.name, META.c.value))
OLDEST_PENDING = Prepared(
    SELECT.where(OUTBOX.c.state == "pending", OUTBOX.c.seq > bindparam("after"))
    .order_by(OUTBOX.c.seq)
    .limit(bindparam("most"))
)
PENDING = Prepared(SELECT.where(OUTBOX.c.state == "pending", OUTBOX.c.op_id.in_(IDS)).order_by(OUTBOX.c.seq))
COUNT_PENDING = Prepared(select(func.count().label("n")).where(OUTBOX.c.state == "pending"))
OF_STATE = Prepared(
    SELECT.add_columns(OUTBOX.c.reason)
    .where(OUTBOX.c.state == bindparam("of_state"))
    .order_by(OUTBOX.c.seq)
    .limit(bindparam("most"))
)
UNSETTLED = Prepared(
    SELECT.where(OUTBOX.c.kind == OF_KIND, OUTBOX.c.id.in_(IDS), OUTBOX.c.state.in_(WAITING))
    .where(OUTBOX.c.op_id.not_in(bindparam("without", expanding=True)))
    .order_by(OUTBOX.c.seq)
)
SETTLE = Prepared(
    update(OUTBOX)
    .where(OUTBOX.c.op_id.in_(IDS))
    .values(state="acked", settled_at=bindparam("now"), hq_rev=bindparam("rev"))
)
BASES = Prepared(select(BASE).where(BASE.c.kind == OF_KIND, BASE.c.id.in_(IDS)))
DROP_BASES = Prepared(delete(BASE).where(BASE.c.kind == OF_KIND, BASE.c.id.in_(IDS)))
KEEP_BASES, REMEMBER = Prepared(insert(BASE)), Prepared(insert(HISTORY))
DIGESTS = Prepared(select(HQ_DIGEST))
KEEP_RUN = Prepared(insert(SYNC_RUN).returning(SYNC_RUN.c.seq))
NEWEST_RUNS = Prepared(select(SYNC_RUN).order_by(SYNC_RUN.c.seq.desc()).limit(bindparam("most")))
SWEEP_RUNS = Prepared(delete(SYNC_RUN).where(SYNC_RUN.c.seq <= bindparam("newest") - bindparam("kept")))
SWEEP_ACKED = Prepared(
    delete(OUTBOX).where(OUTBOX.c.state == "acked", OUTBOX.c.settled_at < bindparam("before"))
)


KEEP_DIGEST = keeping(HQ_DIGEST, "kind")


@cache
def unknown(kind: str) -> Prepared:
    """Live records of a kind that headquarters has never had."""
    table = KINDS[kind].table
    never = table.c.rev == 0, table.c.deleted.is_(False)
    return Prepared(select(table.c.id).where(table.c.id.in_(IDS), *never))


@cache
def ids_of(kind: str) -> Prepared:
    """Every record of a kind, deleted ones too."""
    return Prepared(select(KINDS[kind].table.c.id))


@cache
def advance(kind: str) -> Prepared:
    """Give records of a kind another revision."""
    table = KINDS[kind].table
    return Prepared(update(table).where(table.c.id.in_(IDS)).values(rev=bindparam("new_rev")))


@cache
def remember_new(kind: str) -> Prepared:
    """Begin the history of records of a kind that have just come."""
    new = KINDS[kind].table.c
    at, by = func.coalesce(new.changed_at, bindparam("now", type_=Instant)), func.coalesce(new.changed_by, "")
    values = {
        "change_id": bindparam("in_change", type_=String),
        "kind": literal(kind),
        "id": new.id,
        "action": literal("create"),
        "at": at,
        "by": by,
        "origin": literal(SYNC),
        "fields": literal({}, Json),
    }
    rows = select(*values.values()).where(new.id.in_(IDS)).order_by(new.id)
    return Prepared(insert(HISTORY).from_select(list(values), rows))
