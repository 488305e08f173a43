"""What headquarters keeps of each laptop: last sync, outbox, failures, version."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Five columns on the devices, empty until each syncs again."""
    for name in ("synced_at", "waiting", "failures"):
        op.add_column("device", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
    for name in ("trouble", "version"):
        op.add_column("device", sa.Column(name, sa.Text, nullable=False, server_default=""))
