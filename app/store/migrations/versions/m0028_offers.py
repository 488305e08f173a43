"""Projects packaged for promotion: the reserve library (systems.md E1)."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_TEXTS = (
    *("name", "industry", "state", "cooperation", "place", "carrier", "site", "content", "grounds"),
    *("benefits", "terms", "provider", "contact", "phones", "note"),
)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "offer",
        *(sa.Column(name, sa.String()) for name in _TEXTS),
        sa.Column("key", sa.Boolean()),
        sa.Column("investment", sa.BigInteger()),
        sa.Column("land", sa.BigInteger()),
        sa.Column("floor_area", sa.Integer()),
        sa.Column("project_id", sa.String(36)),
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.String()),
        sa.Column("changed_at", sa.BigInteger()),
        sa.Column("changed_by", sa.String()),
        sa.Column("unit_id", sa.String()),
        sa.Column("created_at", sa.BigInteger()),
        sa.Column("created_by", sa.String()),
    )
    op.create_index("offer_live", "offer", ["deleted", "id"])
    op.create_index("ix_offer_project_id", "offer", ["project_id"])
