"""Propose rows that may be about one person or household; remember who is two."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookalike",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("one", sa.Text(collation="C"), nullable=False),
        sa.Column("other", sa.Text(collation="C"), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("apart_on", sa.Date(), nullable=True),
        sa.Column("apart_by", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.CheckConstraint("one < other", name=op.f("ck_lookalike_in_order")),
        sa.CheckConstraint(
            "num_nulls(apart_on, apart_by, ground) IN (0, 3)",
            name=op.f("ck_lookalike_told_apart_by_someone_on_a_ground"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookalike")),
        sa.UniqueConstraint("one", "other", name=op.f("uq_lookalike_one_other")),
    )


def downgrade() -> None:
    op.drop_table("lookalike")
