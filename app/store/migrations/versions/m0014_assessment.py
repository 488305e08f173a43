"""Assessment: targets, judged leads, postings, one-vote decisions, alerts put off."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the tables written out in ``0014_assessment.sql``."""
    for statement in Path(__file__).with_name("0014_assessment.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
