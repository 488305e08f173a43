"""Indexes for the page of today: what is open, planned, and whose turn it is."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    "CREATE INDEX next_step_open ON next_step (due_on) WHERE done_on IS NULL",
    "CREATE INDEX node_open ON node (planned_on) WHERE done_on IS NULL",
    "CREATE INDEX visit_by_day ON visit (visited_on) WHERE visited_on IS NOT NULL",
    "CREATE INDEX contact_turn ON contact "
    "(date(coalesce(last_contact_on, '2000-01-01'), '+' || contact_every_days || ' days')) "
    "WHERE contact_every_days IS NOT NULL",
)


def upgrade() -> None:
    """Build them; the conditions are those that ``app.store.agenda`` asks with."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
