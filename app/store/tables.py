"""The tables beside the records: outbox, history, undo steps, headquarters' versions, search, runs, files."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
)

from app.model.columns import Instant, Json
from app.model.funds import COMPONENTS, SOURCES
from app.model.record import METADATA as METADATA

# What was captured and waits, came back, or was acknowledged (kept 30 days: headquarters may be restored).
# ``hq_rev`` is the revision it got there; ``later_since`` when headquarters first let it wait.
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("op_id", String(32), nullable=False, unique=True),
    Column("change_id", String(36), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("id", String(36), nullable=False),
    Column("action", String(10), nullable=False),
    Column("base_rev", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("fields", Json, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Json),
    Column("settled_at", Instant),
    Column("hq_rev", Integer, nullable=False, server_default="0"),
    Column("later_since", Instant),
    Index("outbox_by_state", "state", "seq"),
    Index("outbox_by_record", "kind", "id", "state"),
    sqlite_autoincrement=True,
)

HISTORY = Table(
    "history",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("change_id", String(36), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("id", String(36), nullable=False),
    Column("action", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("fields", Json, nullable=False),
    Index("history_by_record", "kind", "id", "seq"),
    Index("history_by_change", "change_id"),
)

# One row a unit of work on this laptop; ``role``: do, undo, redo, echo (see ``app.store.merges``); keep: is
# never undone.
CHANGE = Table(
    "change",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("change_id", String(36), nullable=False, unique=True),
    Column("label", String(60), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("role", String(4), nullable=False),
    Column("target", String(36)),
    Column("undone", Boolean, nullable=False),
    Index("change_open", "undone", "seq"),
)

# Headquarters' version of a record while operations of this laptop wait on top of it.
BASE = Table(
    "base",
    METADATA,
    Column("kind", String(30)),
    Column("id", String(36)),
    Column("deleted", Boolean, nullable=False),
    Column("doc", Json, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)

# Rows of kinds that only a newer version knows: carried, never dropped.
PARKED = Table(
    "parked",
    METADATA,
    Column("kind", String(30)),
    Column("id", String(36)),
    Column("row", Json, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)

# Count and sum of headquarters' live records per kind, as this laptop holds them.
HQ_DIGEST = Table(
    "hq_digest",
    METADATA,
    Column("kind", String(30), primary_key=True),
    Column("records", Integer, nullable=False),
    Column("total", String(20), nullable=False),
)

META = Table(
    "meta",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("value", String, nullable=False),
)

# Headquarters' answer while it waits to be taken in, by the place it was asked from.
ANSWER = Table(
    "answer",
    METADATA,
    Column("cursor", String(100), primary_key=True),
    Column("reply", LargeBinary, nullable=False),
)

SETTING = Table(
    "setting",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("value", Json, nullable=False),
)

# ``search`` (FTS5, contentless) holds the words; this holds which record a row of it stands for.
SEARCH_DOC = Table(
    "search_doc",
    METADATA,
    Column("docid", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(30), nullable=False),
    Column("id", String(36), nullable=False),
    Column("title", String, nullable=False),
    Column("sort_key", String, nullable=False),
    Index("search_doc_by_record", "kind", "id", unique=True),
)
SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5"
    "(title, body, content='', contentless_delete=1, prefix='1 2 3', "
    "tokenize='ascii')"
)

# Records that sync wrote or took away since they were last indexed (``app.store.late_indexing``).
UNINDEXED = Table(
    "unindexed",
    METADATA,
    Column("kind", String(30)),
    Column("id", String(36)),
    PrimaryKeyConstraint("kind", "id"),
    sqlite_with_rowid=False,
)

# Which records share a key by which duplicates are found; kept by ``app.store.filing``.
DUPLICATE_KEY = Table(
    "duplicate_key",
    METADATA,
    Column("kind", String(30)),
    Column("key", String),
    Column("id", String(36)),
    PrimaryKeyConstraint("kind", "key", "id"),
    Index("duplicate_key_by_record", "kind", "id"),
    sqlite_with_rowid=False,
)

SYNC_RUN = Table(
    "sync_run",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("report", Json, nullable=False),
)

# What the person must be told once: ``code`` names a text, ``params`` its values.
NOTICE = Table(
    "notice",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("code", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("params", Json, nullable=False),
    Column("seen", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

# ``state``: waiting (to be sent), sent (headquarters has it), refused (would not take it; ``reason``), absent
# (asked for, or dropped here). ``own``: added on this laptop; ``opened_at``, ``added_at``: ms, its clock.
FILE = Table(
    "file",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Json),
    Column("own", Boolean, nullable=False, server_default="0"),
    Column("wanted", Boolean, nullable=False, server_default="0"),
    Column("opened_at", BigInteger, nullable=False, server_default="0"),
    Column("added_at", BigInteger, nullable=False, server_default="0"),
    Index("file_by_state", "state"),
)

# Records whose files stay on this laptop.
TAKEN = Table(
    "taken",
    METADATA,
    Column("kind", String(30)),
    Column("id", String(36)),
    PrimaryKeyConstraint("kind", "id"),
)

# While everything is read afresh: what was here before and has not come yet (``app.store.unconfirmed``).
UNCONFIRMED = Table(
    "unconfirmed",
    METADATA,
    Column("kind", String(30)),
    Column("id", String(36)),
    PrimaryKeyConstraint("kind", "id"),
)

# What the lines of a project's month add up to by component and who says so, corrections of earlier months
# apart; NULL where nothing was said. Kept by triggers on ``fund_entry`` (docs/adr/0029).
FUND_MONTH = Table(
    "fund_month",
    METADATA,
    Column("project_id", String(36), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("last_day", Date, nullable=False),
    *(
        Column(f"{component}_{source}", BigInteger)
        for component in COMPONENTS
        for source in reversed(SOURCES)
    ),
    Index("fund_month_by_month", "month", "last_day"),
    sqlite_with_rowid=False,
)
