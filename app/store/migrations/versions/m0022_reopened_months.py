"""Published months that were opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "month_reopening",
        sa.Column("lock_id", sa.String(36)),
        sa.Column("month", sa.Date()),
        sa.Column("unit", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.String()),
        sa.Column("changed_at", sa.BigInteger()),
        sa.Column("changed_by", sa.String()),
        sa.Column("unit_id", sa.String()),
        sa.Column("created_at", sa.BigInteger()),
        sa.Column("created_by", sa.String()),
    )
    op.create_index("month_reopening_live", "month_reopening", ["deleted", "id"])
    op.create_index("ix_month_reopening_lock_id", "month_reopening", ["lock_id"])
