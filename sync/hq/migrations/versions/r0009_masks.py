"""The sums of the records as people see them who get masks."""

import sqlalchemy as sa
from alembic import op

from sync.hq import digests

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and fill it."""
    op.add_column("digest", sa.Column("masked", sa.Text, nullable=False, server_default="0"))
    connection = op.get_bind()
    for tenant in connection.execute(sa.text("SELECT id FROM tenant")).scalars().all():
        digests.rebuild(connection, tenant)
