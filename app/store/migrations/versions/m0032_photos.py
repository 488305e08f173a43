"""What cameras wrote into pictures, and where firms are (feature 24)."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("attachment", sa.Column("taken_on", sa.Date()))
    for name in ("taken_time", "camera", "coordinates", "place_told"):
        op.add_column("attachment", sa.Column(name, sa.String()))
    op.add_column("company", sa.Column("coordinates", sa.String()))
