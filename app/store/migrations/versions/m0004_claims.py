"""Claims, the cases in which they meet, and the registry (A14)."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create their tables, written out in ``0004_claims.sql``."""
    for statement in Path(__file__).with_name("0004_claims.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
