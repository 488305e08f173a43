"""Indexes for how many projects a list of the rail holds, and how many steps are open."""

from alembic import op

revision = "0023"
down_revision = "0022"

# A stage comes first in one and the mark of deletion in the other: so neither is taken instead of the index
# that a list by id, or the page of today, is read by.
STATEMENTS = (
    "CREATE INDEX project_by_stage ON project (stage, deleted)",
    "CREATE INDEX next_step_by_state ON next_step (deleted, done_on)",
)


def upgrade() -> None:
    """Build them: without, counting reads every project after each change, and decrypts it."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
