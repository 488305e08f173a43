"""What the ledger of funds adds up to by project and month, kept by the file itself (docs/adr/0029)."""

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the table, add everything up once, and have every change to the ledger keep it from then on."""
    written = Path(__file__).with_name("0026_fund_months.sql").read_text(encoding="utf-8")
    for statement in written.split(";\n\n"):
        op.get_bind().exec_driver_sql(statement)
