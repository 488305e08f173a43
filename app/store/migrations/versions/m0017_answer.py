"""Headquarters' last word, kept until it is taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "answer",
        sa.Column("cursor", sa.String(100), primary_key=True),
        sa.Column("reply", sa.LargeBinary(), nullable=False),
    )
