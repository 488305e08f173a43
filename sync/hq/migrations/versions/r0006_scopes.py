"""Squads, grants, the scopes that cursors name, and the log of records that went to another unit."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what scopes need."""
    op.add_column("unit", sa.Column("sort", sa.Text, nullable=False, server_default="office"))
    op.create_table(
        "unit_grant",
        *_keys("user_id", "unit"),
        sa.Column("at", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "scope_set", *_keys("mark"), sa.Column("body", sa.Text, nullable=False, server_default="")
    )
    op.create_table(
        "moved",
        *_keys("kind", "id"),
        sa.Column("rev", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("from_unit", sa.Text, nullable=False, server_default=""),
        sa.Column("to_unit", sa.Text, nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_index("moved_feed", "moved", ["tenant", "rev"])


def _keys(*names: str) -> list["sa.Column[int] | sa.Column[str]"]:
    return [
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.String(64), primary_key=True) for name in names),
    ]
