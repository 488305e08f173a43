"""What earlier project one follows on, how, and what of its amounts is new (feature 30)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("project", sa.Column("continues", sa.String()))
    op.add_column("project", sa.Column("follows_id", sa.String(36)))
    op.add_column("project", sa.Column("added_amount", sa.BigInteger()))
    op.add_column("project", sa.Column("added_foreign", sa.BigInteger()))
    op.create_index("ix_project_follows_id", "project", ["follows_id"])
