"""Contracts with their instalments (feature 32), and where a project's capital comes from (C3)."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column and the tables."""
    op.add_column("project", sa.Column("origin", sa.String()))
    _table(
        "contract",
        sa.Column("title", sa.String()),
        sa.Column("project_id", sa.String(36)),
        sa.Column("deed", sa.String()),
        sa.Column("number", sa.String()),
        sa.Column("signed_on", sa.Date()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("signatory", sa.String()),
        sa.Column("until", sa.Date()),
        sa.Column("note", sa.String()),
        indexed=("project_id",),
    )
    _table(
        "instalment",
        sa.Column("title", sa.String()),
        sa.Column("project_id", sa.String(36)),
        sa.Column("contract_id", sa.String(36)),
        sa.Column("due_on", sa.Date()),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("note", sa.String()),
        indexed=("project_id", "contract_id"),
    )


def _table(name: str, *columns: "sa.Column[object]", indexed: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *columns,
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
    op.create_index(f"{name}_live", name, ["deleted", "id"])
    for column in indexed:
        op.create_index(f"ix_{name}_{column}", name, [column])
