"""Tell what is refused from what is taken in but doubted, and what hangs on it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    severity = sa.Enum(
        "refused",
        "warning",
        name="severity",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.add_column(
        "intake_issue",
        sa.Column("severity", severity, server_default="refused", nullable=False),
    )
    op.add_column(
        "intake_issue",
        sa.Column("effect", sa.BigInteger(), server_default="0", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("intake_issue", "effect")
    op.drop_column("intake_issue", "severity")
