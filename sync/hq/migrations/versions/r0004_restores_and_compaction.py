"""What a restored backup lost, how far tombstones were removed, and how far every laptop has read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the lives of headquarters' data, the compaction horizon and the devices' marks."""
    op.create_table(
        "epoch",
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.String(64), primary_key=True),
        *(_number(name) for name in ("lost_after", "begins", "at")),
    )
    op.create_table(
        "generation",
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("device", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        _number("counter"),
    )
    op.execute(
        "INSERT INTO generation (tenant, device, number, counter) SELECT tenant, id, 0, counter FROM device"
    )
    op.add_column("tenant", _number("horizon"))
    op.add_column("device", _number("generation"))
    op.add_column("device", _number("reached"))


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
