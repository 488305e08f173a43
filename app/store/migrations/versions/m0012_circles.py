"""Bodies, greetings, introductions, relations, targets, chains, returnees (A4, A5, A10–A12, A15)."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns, and the tables written out in ``0012_circles.sql``."""
    for name in ("circle", "occupation", "kept_by", "greet"):
        op.add_column("contact", sa.Column(name, sa.String()))
    op.add_column("visit", sa.Column("organisation_id", sa.String(36)))
    for statement in Path(__file__).with_name("0012_circles.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
