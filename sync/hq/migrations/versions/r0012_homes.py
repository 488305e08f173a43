"""Targets are everybody's and merit lies with the unit it is about, also those that were written before."""

import sqlalchemy as sa
from alembic import op

from sync.hq import homes

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring them home."""
    connection = op.get_bind()
    for tenant in connection.execute(sa.text("SELECT id FROM tenant")).scalars().all():
        homes.bring_home(connection, tenant)
