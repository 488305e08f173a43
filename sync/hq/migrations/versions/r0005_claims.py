"""The index of claims (A14)."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index of claims and of the keys they are found by."""
    op.create_table(
        "claim",
        _tenant(),
        sa.Column("id", sa.String(64), primary_key=True),
        *_texts("unit", "company_id", "project_id", "laptop"),
        _number("seq"),
        *_texts("hash"),
        _number("number"),
        *_texts("state", "until"),
        _number("share"),
        *_texts("case_id"),
    )
    for name, columns in (
        ("claim_company", ["company_id"]),
        ("claim_project", ["project_id"]),
        ("claim_laptop", ["laptop", "seq"]),
        ("claim_case", ["case_id"]),
        ("claim_until", ["until"]),
    ):
        op.create_index(name, "claim", ["tenant", *columns])
    op.create_table(
        "claim_key",
        _tenant(),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("claim_id", sa.String(64), primary_key=True),
    )


def _tenant() -> "sa.Column[int]":
    return sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False)


def _texts(*names: str) -> list["sa.Column[str]"]:
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
