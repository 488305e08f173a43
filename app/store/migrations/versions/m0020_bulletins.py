"""Boards as headquarters published them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "bulletin",
        sa.Column("title", sa.String()),
        sa.Column("period", sa.String()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("as_of", sa.Date()),
        sa.Column("pack", sa.String()),
        sa.Column("pack_version", sa.Integer()),
        sa.Column("boards", sa.String()),
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
    op.create_index("bulletin_live", "bulletin", ["deleted", "id"])
