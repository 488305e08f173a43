"""Squads and promises, planned visits, and what a trip says of itself (A7, A8, A9)."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TRIP = ("kind", "host_unit", "leader_rank", "outcome", "expenses")


def upgrade() -> None:
    """Add the columns, and what is written out in ``0015_outings.sql``."""
    for name in ("time", "state"):
        op.add_column("visit", sa.Column(name, sa.String()))
    for name in _TRIP:
        op.add_column("trip", sa.Column(name, sa.String()))
    op.add_column("trip", sa.Column("squad_id", sa.String(36)))
    op.add_column("trip", sa.Column("called_off", sa.Boolean()))
    for statement in Path(__file__).with_name("0015_outings.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
