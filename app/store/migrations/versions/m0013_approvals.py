"""Assessment and approval: verdicts, meetings, agendas, applications, steps, service items (B3 to B12)."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns of assignments, and the tables written out in ``0013_approvals.sql``."""
    op.add_column("next_step", sa.Column("owner_unit", sa.String()))
    op.add_column("next_step", sa.Column("agenda_item_id", sa.String(36)))
    op.create_index("ix_next_step_agenda_item_id", "next_step", ["agenda_item_id"])
    for statement in Path(__file__).with_name("0013_approvals.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
