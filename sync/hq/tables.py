"""The tables of headquarters. They are generic: a new field or record kind needs no migration.

Every key begins with the tenant, and no statement touches two tenants. Documents are JSON *text*:
PostgreSQL's ``jsonb`` refuses NUL and reorders, and the database never looks inside them.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text, text

METADATA = MetaData()


def _tenant() -> Column[int]:
    return Column("tenant", Integer, primary_key=True, autoincrement=False)


def _key(name: str, length: int = 64) -> Column[str]:
    return Column(name, String(length), primary_key=True)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _only(condition: str) -> dict[str, Any]:
    """Of an index that holds few of a table's rows: the others cost nothing when they are written.

    A query finds it only if it holds the condition word for word, or asks for a value where that says filled.
    """
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# ``rev`` is the one counter of the tenant; its row is locked as late as possible in a push and so orders it.
# ``secret`` signs cursors. ``audit_*`` is the end of the audit chain. ``horizon`` is the last revision up to
# which tombstones were removed.
TENANT = Table(
    "tenant",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("name"),
    _number("rev"),
    _text("epoch"),
    _text("secret"),
    _number("audit_seq"),
    _text("audit_hash"),
    _number("horizon"),
)

# One row for every time an older backup was put back. Whatever had a revision after ``lost_after`` and before
# ``begins`` was lost then: no such revision was ever given again.
EPOCH = Table(
    "epoch", METADATA, _tenant(), _key("epoch"), _number("lost_after"), _number("begins"), _number("at")
)

# ``sha256`` and ``thumbnail`` are filled for attachments, so that a file's records are found by its name.
RECORD = Table(
    "record",
    METADATA,
    _tenant(),
    _key("kind"),
    _key("id"),
    _number("rev"),
    _text("unit"),
    Column("deleted", Boolean, nullable=False),
    _text("doc"),
    _text("field_revs"),
    _text("field_times"),
    _text("device"),
    _number("other_rev"),
    _number("at"),
    _text("by"),
    Column("sha256", String(64), nullable=True),
    Column("thumbnail", String(64), nullable=True),
    Index("record_feed", "tenant", "rev"),
    Index("record_unit_feed", "tenant", "unit", "rev"),
    Index("record_file", "tenant", "sha256", **_only("sha256 IS NOT NULL")),
    Index("record_thumbnail", "tenant", "thumbnail", **_only("thumbnail IS NOT NULL")),
)

# What marks an operation that waits for headquarters' people, as the index of these has it.
UNDECIDED = "status = 'refused' AND settled = ''"

# Every operation ever judged, with its before and after: history, and the memory that applies each once.
OPERATION = Table(
    "operation",
    METADATA,
    _tenant(),
    _key("op_id"),
    _number("rev"),
    _text("kind"),
    _text("record_id"),
    _text("action"),
    _number("base_rev"),
    _text("fields"),
    _text("status"),
    _text("reason"),
    _text("params"),
    _text("card"),
    _text("user_id"),
    _text("by"),
    _text("device"),
    _number("at_device"),
    _number("at"),
    _number("at_hq"),
    # Of a refused one, what headquarters' people decided: applied or dismissed ("": nothing yet).
    _text("settled"),
    _number("settled_at"),
    Index("operation_record", "tenant", "kind", "record_id"),
    Index("operation_refused", "tenant", "device", **_only(UNDECIDED)),
)

# The author of ``record_id`` has sent the bytes that it names, or could read them (``sync.hq.possession``).
FILE_PROOF = Table(
    "file_proof",
    METADATA,
    _tenant(),
    _key("record_id"),
    _key("sha256"),
    _number("size"),
    Index("file_proof_file", "tenant", "sha256"),
)

# ``total`` is the sum of the live records' ``record_sum`` modulo 2^64, in decimal: no database has that type.
# ``masked`` is that of the same records as people see them who get masks (``app.rules.masking``).
DIGEST = Table(
    "digest",
    METADATA,
    _tenant(),
    _key("unit"),
    _key("kind"),
    _number("count"),
    _text("total", "0"),
    _text("masked", "0"),
)

# The card that a device's clashes on one record go to while it is open.
CARD = Table("card", METADATA, _tenant(), _key("kind"), _key("record_id"), _key("device"), _text("card_id"))

# The index of the claims among the records; ``until`` is a day as ISO text, ``number`` that of the receipt.
CLAIM = Table(
    "claim",
    METADATA,
    _tenant(),
    _key("id"),
    _text("unit"),
    _text("company_id"),
    _text("project_id"),
    _text("laptop"),
    _number("seq"),
    _text("hash"),
    _number("number"),
    _text("state"),
    _text("until"),
    _number("share"),
    _text("case_id"),
    Index("claim_company", "tenant", "company_id"),
    Index("claim_project", "tenant", "project_id"),
    Index("claim_laptop", "tenant", "laptop", "seq"),
    Index("claim_case", "tenant", "case_id"),
    Index("claim_until", "tenant", "until"),
)

CLAIM_KEY = Table("claim_key", METADATA, _tenant(), _key("key", 255), _key("claim_id"))

# ``sort``: office, or squad (小分队), whose members are of several offices.
UNIT = Table("unit", METADATA, _tenant(), _key("id"), _text("name"), _text("sort", "office"))

# Units and squads opened to a person beside the own unit.
GRANT = Table("unit_grant", METADATA, _tenant(), _key("user_id"), _key("unit"), _number("at"))

# The scopes that cursors name, by their mark.
SCOPE_SET = Table("scope_set", METADATA, _tenant(), _key("mark"), _text("body"))

# Records that went from one unit to another, by the revision in which they did.
MOVED = Table(
    "moved",
    METADATA,
    _tenant(),
    _key("kind"),
    _key("id"),
    Column("rev", BigInteger, primary_key=True, autoincrement=False),
    _text("from_unit"),
    _text("to_unit"),
    _number("at"),
    Index("moved_feed", "tenant", "rev"),
)

USER = Table(
    "app_user", METADATA, _tenant(), _key("id"), _text("name"), _text("role"), _text("unit"), _number("at")
)

# ``clock_offset`` is what must be added to the device's clock, ms; ``counter`` its store's write counter and
# ``generation`` how often that went back; ``reached`` is the revision up to which it has read.
# ``synced_at``, ``waiting``, ``failures``, ``trouble``, ``version``: see ``sync.hq.device_states``.
DEVICE = Table(
    "device",
    METADATA,
    _tenant(),
    _key("id"),
    _text("user_id"),
    _text("name"),
    _text("public_key"),
    _number("clock_offset"),
    _number("counter"),
    _number("at"),
    _number("seen_at"),
    _number("revoked_at"),
    _number("synced_at"),
    _number("waiting"),
    _number("failures"),
    _text("trouble"),
    _text("version"),
    _number("generation"),
    _number("reached"),
)

# The write counter of every life of a device: one whose disk was put back from an image begins another.
GENERATION = Table(
    "generation",
    METADATA,
    _tenant(),
    _key("device"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _number("counter"),
)

INVITE = Table(
    "invite",
    METADATA,
    _tenant(),
    _key("selector"),
    _text("hash"),
    _text("user_id"),
    _number("expires_at"),
    _number("tries"),
    _text("device"),
)

NONCE = Table("nonce", METADATA, _tenant(), _key("nonce"), _text("device"), _number("expires_at"))

TOKEN = Table("token", METADATA, _tenant(), _key("hash"), _text("device"), _number("expires_at"))

AUDIT = Table(
    "audit",
    METADATA,
    _tenant(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _number("at"),
    _text("user_id"),
    _text("device"),
    _text("action"),
    _text("object"),
    _text("result"),
    _text("address"),
    _text("hash"),
)
