"""Questionnaires of the service appraisal and its published rounds (systems.md D5)."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add the tables."""
    _table(
        "appraisal_mark",
        sa.Column("name", sa.String()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("given", sa.String()),
        sa.Column("rater", sa.String()),
        sa.Column("copies", sa.Integer()),
        sa.Column("note", sa.String()),
    )
    _table(
        "appraisal",
        sa.Column("title", sa.String()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("as_of", sa.Date()),
        sa.Column("pack", sa.String()),
        sa.Column("pack_version", sa.Integer()),
        sa.Column("results", sa.String()),
    )


def _table(name: str, *columns: "sa.Column[object]") -> None:
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
