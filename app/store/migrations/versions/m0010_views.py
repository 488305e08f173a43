"""Saved views of lists that a unit shares."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "view",
        sa.Column("name", sa.String()),
        sa.Column("page", sa.String()),
        sa.Column("content", sa.String()),
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
    op.create_index("view_live", "view", ["deleted", "id"])
