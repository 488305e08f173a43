"""Records know what they were merged into, and are filed under the keys of duplicates."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "ALTER TABLE company ADD COLUMN merged_into VARCHAR(36)",
    "CREATE INDEX ix_company_merged_into ON company (merged_into)",
    "ALTER TABLE contact ADD COLUMN merged_into VARCHAR(36)",
    "CREATE INDEX ix_contact_merged_into ON contact (merged_into)",
    "CREATE TABLE duplicate_key ("
    'kind VARCHAR(30) NOT NULL, "key" VARCHAR NOT NULL, id VARCHAR(36) NOT NULL, '
    'PRIMARY KEY (kind, "key", id)) WITHOUT ROWID',
    "CREATE INDEX duplicate_key_by_record ON duplicate_key (kind, id)",
)


def upgrade() -> None:
    """The store fills the table itself when it opens: which keys a record has is a rule of the product."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
