"""Let a finding say what would make it met, and a proposal by what it was judged."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAYS = ("act", "tell", "never")


def upgrade() -> None:
    way = sa.Enum(
        *WAYS, name="way", native_enum=False, create_constraint=True, length=32
    )
    op.add_column(
        "finding",
        sa.Column("decides", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.execute(
        "UPDATE finding SET decides = false WHERE outcome = 'unknown'"
        " AND reason LIKE 'Chưa đưa vào chương trình;%'"
    )
    op.alter_column("finding", "decides", server_default=None)
    op.add_column("finding", sa.Column("remedy", sa.Text(), nullable=True))
    op.add_column("finding", sa.Column("remedy_way", way, nullable=True))
    op.add_column("finding", sa.Column("remedy_until", sa.Date(), nullable=True))
    op.add_column("nomination", sa.Column("last_row_id", sa.Integer(), nullable=True))
    op.execute("UPDATE nomination SET last_row_id = submission_id")
    op.alter_column("nomination", "last_row_id", nullable=False)
    op.create_foreign_key(
        op.f("fk_nomination_last_row_id"),
        "nomination",
        "submission",
        ["last_row_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_column("nomination", "last_row_id")
    for name in ("decides", "remedy", "remedy_way", "remedy_until"):
        op.drop_column("finding", name)
