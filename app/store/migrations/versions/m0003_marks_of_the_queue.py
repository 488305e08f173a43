"""What is remembered of a queued operation besides itself, and what the person has to be told."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the revision an operation was taken at, since when it has to wait, and the notices."""
    for statement in (
        "ALTER TABLE outbox ADD COLUMN hq_rev INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outbox ADD COLUMN later_since BIGINT",
        "CREATE TABLE notice (seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, code VARCHAR(40) NOT NULL, "
        "at BIGINT NOT NULL, params VARCHAR NOT NULL, seen BOOLEAN NOT NULL)",
    ):
        op.get_bind().exec_driver_sql(statement)
