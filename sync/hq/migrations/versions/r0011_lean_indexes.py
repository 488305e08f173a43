"""Indexes of files and of refused operations hold only the rows that have them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LEAN = (
    ("record_file", "record", ["tenant", "sha256"], "sha256 IS NOT NULL"),
    ("record_thumbnail", "record", ["tenant", "thumbnail"], "thumbnail IS NOT NULL"),
    ("operation_refused", "operation", ["tenant", "device"], "status = 'refused' AND settled = ''"),
)


def upgrade() -> None:
    """Most records are no files and most operations are taken: each wrote three entries for nothing."""
    for name, table, columns, condition in _LEAN:
        op.drop_index(name, table)
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
