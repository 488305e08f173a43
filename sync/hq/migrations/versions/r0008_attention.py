"""What headquarters' people decided about refused operations."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every refused operation is undecided at first."""
    op.add_column("operation", sa.Column("settled", sa.Text, nullable=False, server_default=""))
    op.add_column("operation", sa.Column("settled_at", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("operation_refused", "operation", ["tenant", "status", "settled", "device"])
