"""Know who looks at persons' data, forget it in time, and answer who asks."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).parents[1]
KINDS = ("household", "nominee", "award", "mistake", "letter")
#: A year begun before has its stage too, as the one that mends contacts.
STAGE = """
    INSERT INTO stage (year, key, title, duty, period, owed_by, act, how, opens, due,
                       derivation, grace, locks, ladder, waits_for, source, confidence,
                       status)
    SELECT year, 'personal_data', 'Giải quyết yêu cầu về dữ liệu cá nhân',
           'personal_data', period, '{}', NULL,
           'Xem các yêu cầu bằng antq person list.', opens, due, derivation, grace,
           locks, ladder, '{}', 'Luật Bảo vệ dữ liệu cá nhân (91/2025/QH15)',
           'secondary', status
    FROM stage WHERE key = 'contacts'
"""


def upgrade() -> None:
    op.execute(FOLDER.joinpath("without_marks.sql").read_text("utf-8"))
    op.alter_column("person", "birth_year", nullable=True)
    op.alter_column("person", "sex", nullable=True)
    op.create_check_constraint(
        op.f("ck_person_known_or_forgotten"),
        "person",
        "num_nulls(birth_year, sex) IN (0, 2)",
    )
    _access()
    _requests()
    op.execute(STAGE)


def downgrade() -> None:
    raise NotImplementedError("Dữ liệu cá nhân đã xóa không lấy lại được.")


def _access() -> None:
    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("kind", KINDS), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_access_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
    )
    op.create_index(op.f("ix_access_at"), "access", ["at"])
    op.execute("""
        CREATE TRIGGER access_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON access
            FOR EACH STATEMENT EXECUTE FUNCTION journal_is_final()
    """)


def _requests() -> None:
    kind = _one_of("requestkind", ("export", "correct", "erase"))
    outcome = _one_of("requestoutcome", ("done", "refused"))
    op.create_table(
        "personal_request",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome", outcome, nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "cardinality(keys) > 0", name=op.f("ck_personal_request_about_something")
        ),
        sa.CheckConstraint(
            "num_nulls(outcome, closed_on, approved_by, ground) IN (0, 4)",
            name=op.f("ck_personal_request_closed_by_someone_on_a_ground"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_request")),
        sa.UniqueConstraint("number", name=op.f("uq_personal_request_number")),
    )


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, length=32
    )
