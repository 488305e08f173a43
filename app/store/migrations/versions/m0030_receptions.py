"""Inbound receptions with their people and their days (feature 22)."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

_RECEPTION = ("title", "state", "leader", "handler", "host_unit", "seating", "purpose", "note", "seats")
_PERSON = ("name", "side", "title", "firm", "phone", "arrives", "departs", "lodging", "needs", "note")
_STOP = ("title", "time", "until", "kind", "place", "vehicles", "people", "owner", "note")


def upgrade() -> None:
    """Add the tables, what points at them, and the index that ``app.store.agenda`` asks in its words."""
    _table("reception", _RECEPTION, ("company_id", "project_id"), days=("starts_on", "ends_on"))
    _table("reception_person", _PERSON, ("contact_id", "reception_id"), numbers=("position",))
    _table("reception_stop", _STOP, ("company_id", "reception_id"), ("travel",), ("held_on",))
    for table in ("visit", "next_step"):
        op.add_column(table, sa.Column("reception_id", sa.String(36)))
        op.create_index(f"ix_{table}_reception_id", table, ["reception_id"])
    op.get_bind().exec_driver_sql(
        "CREATE INDEX reception_planned ON reception (starts_on) WHERE state = 'planned'"
    )


def _table(
    name: str,
    texts: tuple[str, ...],
    links: tuple[str, ...],
    numbers: tuple[str, ...] = (),
    days: tuple[str, ...] = (),
) -> None:
    op.create_table(
        name,
        *(sa.Column(one, sa.String()) for one in texts),
        *(sa.Column(one, sa.String(36)) for one in links),
        *(sa.Column(one, sa.Integer()) for one in numbers),
        *(sa.Column(one, sa.Date()) for one in days),
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
    for one in links:
        op.create_index(f"ix_{name}_{one}", name, [one])
