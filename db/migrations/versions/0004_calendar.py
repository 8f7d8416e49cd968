"""Keep the days off by which a year was planned."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = ("holiday", "compensatory_off", "makeup_working_day")


def upgrade() -> None:
    kind = sa.Enum(
        *KINDS, name="daykind", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "special_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_special_day")),
    )


def downgrade() -> None:
    op.drop_table("special_day")
