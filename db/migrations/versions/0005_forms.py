"""Keep the key that seals the workbooks we send out."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Two random UUIDs hold 244 random bits.
A_KEY = "sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)"


def upgrade() -> None:
    key = sa.Column(
        "workbook_key", sa.LargeBinary(), server_default=sa.text(A_KEY), nullable=False
    )
    op.add_column("installation", key)


def downgrade() -> None:
    op.drop_column("installation", "workbook_key")
