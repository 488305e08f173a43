"""The first tables, written out so that later changes to ``sync.hq.tables`` do not change this step."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table of the first release."""
    _people()
    _signing_in()
    _state()
    _logs()


def _people() -> None:
    op.create_table(
        "tenant",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("name"),
        *_numbers("rev"),
        *_texts("epoch", "secret"),
        *_numbers("audit_seq"),
        *_texts("audit_hash"),
    )
    _create("unit", ["id"], *_texts("name"))
    _create("app_user", ["id"], *_texts("name", "role", "unit"), *_numbers("at"))
    _create(
        "device",
        ["id"],
        *_texts("user_id", "name", "public_key"),
        *_numbers("clock_offset", "counter", "at", "seen_at", "revoked_at"),
    )


def _signing_in() -> None:
    _create(
        "invite",
        ["selector"],
        *_texts("hash", "user_id"),
        *_numbers("expires_at", "tries"),
        *_texts("device"),
    )
    _create("nonce", ["nonce"], *_texts("device"), *_numbers("expires_at"))
    _create("token", ["hash"], *_texts("device"), *_numbers("expires_at"))


def _state() -> None:
    _create(
        "record",
        ["kind", "id"],
        *_numbers("rev"),
        *_texts("unit"),
        sa.Column("deleted", sa.Boolean, nullable=False),
        *_texts("doc", "field_revs", "field_times", "device"),
        *_numbers("other_rev", "at"),
        *_texts("by"),
        sa.Column("sha256", sa.String(64), nullable=True),
    )
    op.create_index("record_feed", "record", ["tenant", "rev"])
    op.create_index("record_unit_feed", "record", ["tenant", "unit", "rev"])
    op.create_index("record_file", "record", ["tenant", "sha256"])
    _create("digest", ["unit", "kind"], *_numbers("count"), *_texts("total", default="0"))
    _create("card", ["kind", "record_id", "device"], *_texts("card_id"))


def _logs() -> None:
    _create(
        "operation",
        ["op_id"],
        *_numbers("rev"),
        *_texts("kind", "record_id", "action"),
        *_numbers("base_rev"),
        *_texts("fields", "status", "reason", "params", "card", "user_id", "by", "device"),
        *_numbers("at_device", "at", "at_hq"),
    )
    op.create_index("operation_record", "operation", ["tenant", "kind", "record_id"])
    op.create_table(
        "audit",
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        *_numbers("at"),
        *_texts("user_id", "device", "action", "object", "result", "address", "hash"),
    )


def _create(
    name: str, keys: list[str], *columns: "sa.Column[int] | sa.Column[str] | sa.Column[bool]"
) -> None:
    op.create_table(
        name,
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(key, sa.String(64), primary_key=True) for key in keys),
        *columns,
    )


def _texts(*names: str, default: str = "") -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text, nullable=False, server_default=default) for name in names]


def _numbers(*names: str) -> list["sa.Column[int]"]:
    return [sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in names]
