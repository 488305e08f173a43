"""Indexes for whom to greet and for the circle somebody belongs to (A4)."""

from alembic import op

revision = "0019"
down_revision = "0018"

STATEMENTS = (
    "CREATE INDEX contact_greeted ON contact (greet) WHERE greet IS NOT NULL",
    "CREATE INDEX contact_circle ON contact (circle) WHERE circle IS NOT NULL",
)


def upgrade() -> None:
    """Build them; the first is asked for in the words of ``app.store.agenda``."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
