"""Small pictures of attachments, and what is kept of files on this laptop."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; every file there is counts as added here, so that none is taken for a mere copy."""
    op.add_column("attachment", sa.Column("thumbnail_sha256", sa.String()))
    op.add_column("attachment", sa.Column("thumbnail_size", sa.Integer()))
    for name in ("own", "wanted"):
        op.add_column("file", sa.Column(name, sa.Boolean(), nullable=False, server_default="0"))
    for name in ("opened_at", "added_at"):
        op.add_column("file", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE file SET own = 1")
    op.create_table(
        "taken",
        sa.Column("kind", sa.String(30), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
    )
