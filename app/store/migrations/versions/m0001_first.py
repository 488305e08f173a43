"""The first shape of the file."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, written out in ``0001_first.sql`` so that later models do not change this step."""
    for statement in Path(__file__).with_name("0001_first.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
