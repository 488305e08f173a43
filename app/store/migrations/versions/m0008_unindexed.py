"""Records that sync brought and that the search index and the files of duplicate keys do not show yet."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the marks."""
    op.create_table(
        "unindexed",
        sa.Column("kind", sa.String(30), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
        sqlite_with_rowid=False,
    )
