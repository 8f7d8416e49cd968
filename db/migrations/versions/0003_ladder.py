"""Tell duties by one letter a mailbox a day, and keep what became of each letter."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FOLDER = Path(__file__).parents[1]
STATUSES = (
    "queued",
    "sending",
    "sent",
    "deferred",
    "refused",
    "bounced",
    "expired",
    "withdrawn",
)


def upgrade() -> None:
    _contacts()
    _stages()
    _obligations()
    _letters()
    _notices()


def downgrade() -> None:
    raise NotImplementedError("Thang nhắc và sổ thư mới không đưa về bản trước được.")


def _contacts() -> None:
    op.create_table(
        "dead_mailbox",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_dead_mailbox")),
    )
    op.execute(FOLDER.joinpath("mailbox_on.sql").read_text("utf-8"))


def _stages() -> None:
    op.add_column("cycle", sa.Column("lived_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE cycle SET lived_at = now() WHERE lived_until IS NOT NULL")
    texts = sa.ARRAY(sa.TEXT())
    op.add_column("stage", sa.Column("grace", sa.Date()))
    op.add_column("stage", sa.Column("ladder", texts))
    op.add_column(
        "stage", sa.Column("waits_for", texts, server_default="{}", nullable=False)
    )
    # Of two marks of escalation the first asked the superior, the last the office.
    op.execute("""
        UPDATE stage SET grace = due, ladder =
            ARRAY(SELECT 'reminder:' || m FROM unnest(remind) m)
            || ARRAY(SELECT 'overdue:' || m FROM unnest(overdue) m)
            || ARRAY(SELECT CASE WHEN cardinality(escalate) > 1
                AND m = (SELECT min(e) FROM unnest(escalate) e)
                THEN 'office:' ELSE 'superior:' END || m FROM unnest(escalate) m)
    """)
    op.alter_column("stage", "waits_for", server_default=None)
    for name in ("grace", "ladder"):
        op.alter_column("stage", name, nullable=False)
    for name in ("remind", "overdue", "escalate"):
        op.drop_column("stage", name)
    op.drop_constraint(op.f("ck_stage_dates_in_order"), "stage")
    op.create_check_constraint(
        op.f("ck_stage_dates_in_order"),
        "stage",
        "opens <= due AND due <= grace AND grace <= locks",
    )


def _obligations() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("was_due", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.CheckConstraint("due > was_due", name=op.f("ck_extension_never_shortened")),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_extension_obligation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_obligation_id"), "extension", ["obligation_id"])
    for name in ("grace", "locks", "missed"):
        op.add_column("obligation", sa.Column(name, sa.Date()))
    op.add_column(
        "obligation",
        sa.Column("extensions", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column("obligation", sa.Column("waived_by", sa.Text()))
    op.execute("""
        UPDATE obligation o SET grace = o.due, locks = greatest(o.due, g.locks),
            extensions = (o.due > o.first_due)::integer
        FROM stage g WHERE g.id = o.stage_id
    """)
    op.execute("""
        INSERT INTO extension (obligation_id, made_on, was_due, due, reason,
                               approved_by)
        SELECT id, opened_on, first_due, due, coalesce(extension_reason, ''),
               extended_by FROM obligation WHERE due > first_due
    """)
    op.drop_constraint(op.f("ck_obligation_extended_by_someone"), "obligation")
    op.drop_column("obligation", "late")
    for name in ("extended_by", "extension_reason"):
        op.drop_column("obligation", name)
    for name in ("grace", "locks"):
        op.alter_column("obligation", name, nullable=False)
    op.alter_column("obligation", "extensions", server_default=None)
    op.add_column(
        "obligation",
        sa.Column(
            "late",
            sa.Boolean(),
            sa.Computed("missed IS NOT NULL OR fulfilled_on > grace", persisted=True),
        ),
    )
    op.create_check_constraint(
        op.f("ck_obligation_extended_by_someone"),
        "obligation",
        "(due = first_due) = (extensions = 0)",
    )
    op.create_check_constraint(
        op.f("ck_obligation_dates_in_order"),
        "obligation",
        "due <= grace AND grace <= locks",
    )


def _letters() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "seal", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_there_is_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.execute("INSERT INTO installation (id) VALUES (1)")
    status = sa.Enum(
        *STATUSES,
        name="letterstatus",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.drop_constraint(op.f("ck_letter_letterstatus"), "letter")
    op.drop_index("ix_letter_waiting", "letter")
    op.execute("UPDATE letter SET status = 'refused' WHERE status = 'failed'")
    names = ", ".join(f"'{name}'" for name in STATUSES)
    op.create_check_constraint(
        op.f("ck_letter_letterstatus"), "letter", f"status IN ({names})"
    )
    op.add_column("letter", sa.Column("message_id", sa.Text()))
    op.add_column("letter", sa.Column("last_day", sa.Date()))
    op.add_column("letter", sa.Column("server", sa.Text()))
    op.add_column("letter", sa.Column("next_attempt_at", sa.DateTime(timezone=True)))
    op.add_column(
        "letter", sa.Column("is_doubted", sa.Boolean(), server_default="false")
    )
    op.alter_column("letter", "is_doubted", server_default=None, nullable=False)
    op.execute("""
        UPDATE letter SET message_id = coalesce(
            substring(convert_from(substring(content for 4000), 'SQL_ASCII')
                      from 'Message-ID: (<[^>]+>)'), '<' || id || '@antq>')
    """)
    op.alter_column("letter", "message_id", nullable=False)
    op.create_unique_constraint(op.f("uq_letter_message_id"), "letter", ["message_id"])
    op.create_index(
        "ix_letter_waiting",
        "letter",
        ["id"],
        postgresql_where=sa.text("status IN ('queued', 'sending', 'deferred')"),
    )
    op.create_index(
        "uq_letter_digest",
        "letter",
        ["recipient", "dated"],
        unique=True,
        postgresql_where=sa.text("kind = 'digest' AND status <> 'withdrawn'"),
    )
    op.create_table(
        "setback",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
        sa.Column("status", status, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_setback_letter_id")
        ),
        sa.UniqueConstraint(
            "letter_id", "status", "at", name=op.f("uq_setback_letter_id_status_at")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setback")),
    )
    op.create_index(op.f("ix_setback_letter_id"), "setback", ["letter_id"])


def _notices() -> None:
    op.add_column("notice", sa.Column("due", sa.Date()))
    op.add_column(
        "notice",
        sa.Column(
            "earlier", sa.ARRAY(sa.INTEGER()), server_default="{}", nullable=False
        ),
    )
    op.execute("""
        UPDATE notice n SET due = o.due, recipient = lower(recipient), rung = CASE
            WHEN rung = 'stage_opened' THEN 'opened'
            WHEN rung LIKE 'escalation:%' THEN coalesce(
                (SELECT r FROM unnest(g.ladder) r
                 WHERE r ~ '^(superior|office):'
                   AND split_part(r, ':', 2) = split_part(n.rung, ':', 2)),
                replace(rung, 'escalation', 'superior'))
            ELSE rung END
        FROM obligation o JOIN stage g ON g.id = o.stage_id
        WHERE o.id = n.obligation_id
    """)
    op.alter_column("notice", "due", nullable=False)
    op.drop_constraint(op.f("uq_notice_obligation_id_rung_recipient"), "notice")
    op.create_unique_constraint(
        op.f("uq_notice_obligation_id_rung_due_recipient"),
        "notice",
        ["obligation_id", "rung", "due", "recipient"],
    )
