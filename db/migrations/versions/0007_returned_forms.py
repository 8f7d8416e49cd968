"""Know which of the workbooks we sent out a returned file is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returned_form",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("units", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_returned_form_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_returned_form")),
    )
    op.create_index(
        "ix_returned_form", "returned_form", ["year", "duty", "period", "units"]
    )


def downgrade() -> None:
    op.drop_table("returned_form")
