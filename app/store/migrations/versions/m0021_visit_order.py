"""Where a visit was put by hand among those of its day (A8)."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column."""
    op.add_column("visit", sa.Column("position", sa.String()))
