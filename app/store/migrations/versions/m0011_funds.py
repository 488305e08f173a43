"""Funds in place, published months, fund commitments, taxes returned, and what counting asks of a project."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_TEXTS = ("counted_kind", "brought_by", "landed_at", "landing_unit", "credits")
_FLAGS = ("legal_person", "consent", "guaranteed_return")
_DAYS = ("pre_registered_on", "verified_on")


def upgrade() -> None:
    """Add the columns, and the tables written out in ``0011_funds.sql``."""
    for name in _TEXTS:
        op.add_column("project", sa.Column(name, sa.String()))
    for name in _FLAGS:
        op.add_column("project", sa.Column(name, sa.Boolean()))
    for name in ("floor_area", "stars"):
        op.add_column("project", sa.Column(name, sa.Integer()))
    for name in _DAYS:
        op.add_column("project", sa.Column(name, sa.Date()))
    for statement in Path(__file__).with_name("0011_funds.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
