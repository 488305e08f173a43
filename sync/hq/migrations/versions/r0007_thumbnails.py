"""The small pictures of attachments are found by their names too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add ``record.thumbnail``; no record has one yet."""
    op.add_column("record", sa.Column("thumbnail", sa.String(64), nullable=True))
    op.create_index("record_thumbnail", "record", ["tenant", "thumbnail"])
