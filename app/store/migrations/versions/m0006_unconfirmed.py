"""Records that headquarters has not confirmed yet while everything is read again from the beginning."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the list."""
    op.create_table(
        "unconfirmed",
        sa.Column("kind", sa.String(30), primary_key=True),
        sa.Column("id", sa.String(36), primary_key=True),
    )
