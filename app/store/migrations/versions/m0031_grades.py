"""What leads are graded by: output, and the shares of research and of what is bought nearby (feature 5)."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("project", sa.Column("output", sa.BigInteger()))
    op.add_column("project", sa.Column("rd_share", sa.Integer()))
    op.add_column("project", sa.Column("local_share", sa.Integer()))
