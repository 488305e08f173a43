"""Who has shown to have a file's bytes; records from before are taken at their word."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create ``file_proof`` and fill it for every attachment there is."""
    proof = op.create_table(
        "file_proof",
        sa.Column("tenant", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record_id", sa.String(64), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_index("file_proof_file", "file_proof", ["tenant", "sha256"])
    record = sa.table("record", *(sa.column(name) for name in ("tenant", "kind", "id", "doc", "sha256")))
    query = sa.select(record).where(record.c.kind == "attachment", record.c.sha256.is_not(None))
    rows = [
        {
            "tenant": row.tenant,
            "record_id": row.id,
            "sha256": row.sha256,
            "size": json.loads(row.doc).get("size", 0),
        }
        for row in op.get_bind().execute(query).all()
    ]
    if rows:
        op.get_bind().execute(sa.insert(proof), rows)
