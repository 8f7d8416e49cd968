"""Give what is listed under a decision after it was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "decision",
        sa.Column("last_listed_id", sa.Integer(), server_default="0", nullable=False),
    )
    # What came on the day itself is looked at once more: nothing is given twice.
    op.execute("""
        UPDATE decision d SET last_listed_id = s.last
        FROM (SELECT b.id, max(a.id) AS last FROM decision b JOIN submission a
                  ON a.form = 'award' AND a.year = b.year AND a.unit_id = b.issuer_id
                  AND a.facts ->> 'number' = b.number AND a.received_on < b.recorded_on
              GROUP BY b.id) s
        WHERE s.id = d.id
    """)


def downgrade() -> None:
    op.drop_column("decision", "last_listed_id")
