"""Birthdays of people, by the calendar or by the lunar one (feature 95)."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the column, and the index that ``app.store.agenda`` asks in its words."""
    op.add_column("contact", sa.Column("birthday", sa.String()))
    op.get_bind().exec_driver_sql(
        "CREATE INDEX contact_born ON contact (substr(birthday, -5)) WHERE birthday IS NOT NULL"
    )
