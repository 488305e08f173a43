"""The life of a project: its dates, its moves, its plan, who answers for it, its lists (B1, B2, B8, B9)."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_DAYS = (
    *("assessed_on", "approved_on", "contract_on", "obligation_on", "site_on"),
    *("started_on", "completed_on", "produced_on", "on_books_on"),
)


def upgrade() -> None:
    """Add the columns, and the tables written out in ``0007_life.sql``."""
    for name in _DAYS:
        op.add_column("project", sa.Column(name, sa.Date()))
    op.add_column("project", sa.Column("contract_amount", sa.BigInteger()))
    for name in ("exit_reason", "stage_reason"):
        op.add_column("project", sa.Column(name, sa.String()))
    for statement in Path(__file__).with_name("0007_life.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
