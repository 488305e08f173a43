"""Row-level security on PostgreSQL: a transaction that names units reads these alone (``sync.hq.wall``)."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Asked once a statement, not once a row.
_FREE = "(SELECT coalesce(current_setting('outpost.units', true), '') = '')"
_UNITS = "(SELECT string_to_array(current_setting('outpost.units', true), ','))::text[]"
_USER = "(SELECT current_setting('outpost.user', true))"

_WITHIN = {
    "record": f"unit = ANY ({_UNITS})",
    "claim": f"unit = ANY ({_UNITS})",
    "digest": f"unit = ANY ({_UNITS})",
    "moved": f"from_unit = ANY ({_UNITS})",
    "operation": f"user_id = {_USER}",
}


def upgrade() -> None:
    """Confine the tables that hold content; their owner, too."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, within in _WITHIN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_scope ON {table} USING ({_FREE} OR {within})")
