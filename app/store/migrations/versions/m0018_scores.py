"""Whether a project rents a standard factory (C5); squads have records of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column, and drop the one that squads made superfluous."""
    op.add_column("project", sa.Column("rented_factory", sa.Boolean()))
    op.drop_column("posting", "county_rank")
