"""Rules that headquarters publishes: policy packs and public holidays."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "rulebook",
        sa.Column("title", sa.String()),
        sa.Column("about", sa.String()),
        sa.Column("name", sa.String()),
        sa.Column("version", sa.Integer()),
        sa.Column("effective_on", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("files", sa.String()),
        sa.Column("signature", sa.String()),
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
    op.create_index("rulebook_live", "rulebook", ["deleted", "id"])
