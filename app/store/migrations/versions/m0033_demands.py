"""Asks of firms here along their chain (feature 80)."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

_TEXTS = (
    "name",
    "side",
    "volume",
    "state",
    "kept_by",
    "content",
    "now_from",
    "project_ids",
    "note",
    "source",
)
_LINKS = ("company_id", "chain_node_id", "batch_id")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "demand",
        *(sa.Column(name, sa.String()) for name in _TEXTS),
        *(sa.Column(name, sa.String(36)) for name in _LINKS),
        *(sa.Column(name, sa.Date()) for name in ("due_on", "told_on", "closed_on")),
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
    op.create_index("demand_live", "demand", ["deleted", "id"])
    for name in _LINKS:
        op.create_index(f"ix_demand_{name}", "demand", [name])
