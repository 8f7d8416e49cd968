"""Lay the house's tables."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FOLDER = files("db.migrations")


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(FOLDER.joinpath("vietnamese_key.sql").read_text("utf-8"))
    op.create_table(
        "cycle",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grading", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("lived_until", sa.Date(), nullable=True),
        sa.Column(
            "seal",
            sa.Uuid(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_cycle")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("digest", name=op.f("uq_document_digest")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_on"), "journal", ["on"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "withdrawn",
                name="letterstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "queued_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("occasion", name=op.f("uq_letter_occasion")),
    )
    op.create_index(
        "ix_letter_waiting",
        "letter",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'sending')"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("year", "period", name=op.f("uq_review_year_period")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "name_key",
            sa.Text(collation="C"),
            sa.Computed("vietnamese_key(name)", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "province",
                "district",
                "commune",
                "residential_area",
                "agency",
                "enterprise",
                "school",
                "steering_committee",
                "police_body",
                "security_team",
                name="unitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("style", sa.Text(), nullable=True),
        sa.Column(
            "tier",
            sa.Enum(
                "central",
                "province",
                "district",
                "commune",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("managing_body_id", sa.Integer(), nullable=True),
        sa.Column("superior_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("exempt_ground", sa.Text(), nullable=True),
        sa.Column("special_area", sa.Boolean(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            using="gist",
            name="ex_unit_code_once_a_day",
        ),
        sa.ForeignKeyConstraint(
            ["managing_body_id"], ["unit.id"], name=op.f("fk_unit_managing_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["superior_id"], ["unit.id"], name=op.f("fk_unit_superior_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["unit.id"], name=op.f("fk_unit_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_code"), "unit", ["code"], unique=False)
    op.create_index(op.f("ix_unit_kind"), "unit", ["kind"], unique=False)
    op.create_index(
        op.f("ix_unit_managing_body_id"), "unit", ["managing_body_id"], unique=False
    )
    op.create_index(op.f("ix_unit_superior_id"), "unit", ["superior_id"], unique=False)
    op.create_index(
        op.f("ix_unit_territory_id"), "unit", ["territory_id"], unique=False
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("deputy_email", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("unit_id"), "="),
            (sa.column("role"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            using="gist",
            name="ex_contact_role_once_a_day",
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_contact_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_unit_id"), "contact", ["unit_id"], unique=False)
    op.create_table(
        "council_session",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 < seats AND present BETWEEN 0 AND seats",
            name=op.f("ck_council_session_seats"),
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["unit.id"], name=op.f("fk_council_session_host_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
        sa.UniqueConstraint("year", "code", name=op.f("uq_council_session_year_code")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signer_title", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["unit.id"], name=op.f("fk_decision_issuer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "year",
            "issuer_id",
            "number",
            name=op.f("uq_decision_year_issuer_id_number"),
        ),
    )
    op.create_table(
        "household",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("residing", sa.Boolean(), nullable=False),
        sa.Column("pledged_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.CheckConstraint("head <> ''", name=op.f("ck_household_head_named")),
        sa.ForeignKeyConstraint(
            ["area_id"], ["unit.id"], name=op.f("fk_household_area_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_household_document_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_household")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "denominator IS NULL OR numerator <= denominator",
            name=op.f("ck_indicator_at_most_all"),
        ),
        sa.CheckConstraint("numerator >= 0", name=op.f("ck_indicator_not_negative")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_indicator_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint(
            "review_id", "position", name=op.f("uq_indicator_review_id_position")
        ),
    )
    op.create_table(
        "intake_issue",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_intake_issue_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_intake_issue_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_issue")),
        sa.UniqueConstraint("document_id", "place", "problem", name="uq_intake_issue"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.CheckConstraint("sex IN ('Nam', 'Nữ')", name=op.f("ck_person_sex_known")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint(
            "unit_id",
            "full_name",
            "birth_year",
            name=op.f("uq_person_unit_id_full_name_birth_year"),
        ),
    )
    op.create_table(
        "pledge_count",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("residing", sa.Integer(), nullable=False),
        sa.Column("pledged", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= pledged AND pledged <= residing",
            name=op.f("ck_pledge_count_within_residing"),
        ),
        sa.ForeignKeyConstraint(
            ["area_id"], ["unit.id"], name=op.f("fk_pledge_count_area_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_count")),
        sa.UniqueConstraint(
            "area_id", "taken_on", name=op.f("uq_pledge_count_area_id_taken_on")
        ),
    )
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("owed_by", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("derivation", sa.Text(), nullable=False),
        sa.Column("locks", sa.Date(), nullable=False),
        sa.Column("remind", postgresql.ARRAY(sa.INTEGER()), nullable=False),
        sa.Column("overdue", postgresql.ARRAY(sa.INTEGER()), nullable=False),
        sa.Column("escalate", postgresql.ARRAY(sa.INTEGER()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "open",
                "closed",
                name="stagestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "opens <= due AND due <= locks", name=op.f("ck_stage_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["year"], ["cycle.year"], name=op.f("fk_stage_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("year", "key", name=op.f("uq_stage_year_key")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "superseded_on >= received_on", name=op.f("ck_submission_superseded_after")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_submission_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "year",
            "form",
            "unit_id",
            "period",
            "item",
            "version",
            name=op.f("uq_submission_year_form_unit_id_period_item_version"),
        ),
    )
    op.create_index(
        op.f("ix_submission_document_id"), "submission", ["document_id"], unique=False
    )
    op.create_index(
        op.f("ix_submission_unit_id"), "submission", ["unit_id"], unique=False
    )
    op.create_index(
        "uq_submission_current",
        "submission",
        ["year", "form", "unit_id", "period", "item"],
        unique=True,
        postgresql_where=sa.text("superseded_on IS NULL"),
    )
    op.create_table(
        "unit_succession",
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["unit.id"],
            name=op.f("fk_unit_succession_predecessor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit.id"], name=op.f("fk_unit_succession_successor_id")
        ),
        sa.PrimaryKeyConstraint(
            "predecessor_id", "successor_id", name=op.f("pk_unit_succession")
        ),
    )
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column(
            "band",
            sa.Enum(
                "excellent",
                "good",
                "average",
                "weak",
                name="movementgrade",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "settled",
                "provisional",
                "unknown",
                name="gradestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision_id IS NULL OR status = 'settled'",
            name=op.f("ck_grade_only_the_settled_decided"),
        ),
        sa.CheckConstraint(
            "total BETWEEN 0 AND 100", name=op.f("ck_grade_within_hundred")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_grade_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_grade_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
        sa.UniqueConstraint("year", "unit_id", name=op.f("uq_grade_year_unit_id")),
    )
    op.create_index(
        op.f("ix_grade_decision_id"), "grade", ["decision_id"], unique=False
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column(
            "award_form",
            sa.Enum(
                "medal",
                "ministry_diploma",
                "province_diploma",
                "police_certificate",
                "district_certificate",
                "commune_certificate",
                name="awardform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("nominated_unit_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("achievement", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column(
            "eligibility",
            sa.Enum(
                "eligible",
                "ineligible",
                "held",
                "unknown",
                name="eligibilityoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(person_id, nominated_unit_id) = 1",
            name=op.f("ck_nomination_person_or_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["nominated_unit_id"],
            ["unit.id"],
            name=op.f("fk_nomination_nominated_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["unit.id"], name=op.f("fk_nomination_proposer_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_nomination_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint(
            "year", "reference", name=op.f("uq_nomination_year_reference")
        ),
    )
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("first_due", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("derivation", sa.Text(), nullable=False),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column(
            "late",
            sa.Boolean(),
            sa.Computed("fulfilled_on > due", persisted=True),
            nullable=True,
        ),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("waived_ground", sa.Text(), nullable=True),
        sa.Column("extended_by", sa.Text(), nullable=True),
        sa.Column("extension_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(due = first_due) = (extended_by IS NULL)",
            name=op.f("ck_obligation_extended_by_someone"),
        ),
        sa.CheckConstraint(
            "(waived_on IS NULL) = (waived_ground IS NULL)",
            name=op.f("ck_obligation_waived_on_a_ground"),
        ),
        sa.CheckConstraint(
            "due >= first_due", name=op.f("ck_obligation_never_shortened")
        ),
        sa.CheckConstraint(
            "fulfilled_on IS NULL OR waived_on IS NULL",
            name=op.f("ck_obligation_fulfilled_or_waived"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stage.id"], name=op.f("fk_obligation_stage_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_obligation_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint(
            "year",
            "unit_id",
            "duty",
            "period",
            name=op.f("uq_obligation_year_unit_id_duty_period"),
        ),
    )
    op.create_index(
        op.f("ix_obligation_stage_id"), "obligation", ["stage_id"], unique=False
    )
    op.create_index(
        op.f("ix_obligation_unit_id"), "obligation", ["unit_id"], unique=False
    )
    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.Column("window_end", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "met",
                "unmet",
                "unknown",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_ground", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "decision_id IS NULL OR outcome = 'met'",
            name=op.f("ck_recognition_only_the_met_are_decided"),
        ),
        sa.CheckConstraint(
            "revoked_on IS NULL OR revoked_ground IS NOT NULL",
            name=op.f("ck_recognition_revoked_on_ground"),
        ),
        sa.CheckConstraint(
            "window_start < window_end", name=op.f("ck_recognition_window_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_recognition_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_recognition_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
        sa.UniqueConstraint(
            "year", "unit_id", name=op.f("uq_recognition_year_unit_id")
        ),
    )
    op.create_index(
        op.f("ix_recognition_decision_id"), "recognition", ["decision_id"], unique=False
    )
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("awarded_unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "form",
            sa.Enum(
                "medal",
                "ministry_diploma",
                "province_diploma",
                "police_certificate",
                "district_certificate",
                "commune_certificate",
                name="awardform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("achievement", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_ground", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(person_id, awarded_unit_id) = 1",
            name=op.f("ck_award_person_or_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["awarded_unit_id"], ["unit.id"], name=op.f("fk_award_awarded_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_award_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_award_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_award_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_award_nomination_id")),
    )
    op.create_index(
        op.f("ix_award_decision_id"), "award", ["decision_id"], unique=False
    )
    op.create_index(
        "uq_award_one_medal_a_person",
        "award",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("form = 'medal' AND revoked_on IS NULL"),
    )
    op.create_index(
        "uq_award_one_reward_an_achievement",
        "award",
        ["year", "person_id", "awarded_unit_id", "achievement"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("revoked_on IS NULL"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=True),
        sa.Column("grade_id", sa.Integer(), nullable=True),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "met",
                "unmet",
                "unknown",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(recognition_id, grade_id, nomination_id) = 1",
            name=op.f("ck_finding_about_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["grade_id"], ["grade.id"], name=op.f("fk_finding_grade_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_finding_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"],
            ["recognition.id"],
            name=op.f("fk_finding_recognition_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint(
            "grade_id", "position", name=op.f("uq_finding_grade_id_position")
        ),
        sa.UniqueConstraint(
            "nomination_id", "position", name=op.f("uq_finding_nomination_id_position")
        ),
        sa.UniqueConstraint(
            "recognition_id",
            "position",
            name=op.f("uq_finding_recognition_id_position"),
        ),
    )
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("inspector_id", sa.Integer(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("remedy_due", sa.Date(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["unit.id"], name=op.f("fk_inspection_inspector_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name=op.f("fk_inspection_obligation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_inspection_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint(
            "year",
            "quarter",
            "unit_id",
            name=op.f("uq_inspection_year_quarter_unit_id"),
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_notice_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_notice_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "obligation_id",
            "rung",
            "recipient",
            name=op.f("uq_notice_obligation_id_rung_recipient"),
        ),
    )
    op.create_index(op.f("ix_notice_letter_id"), "notice", ["letter_id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("ballot", sa.Text(), nullable=False),
        sa.CheckConstraint("seat > 0", name=op.f("ck_vote_seat_numbered")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_vote_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["council_session.id"], name=op.f("fk_vote_session_id")
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "nomination_id", "seat", name=op.f("pk_vote")
        ),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_ground", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(revoked_on IS NULL) = (revoked_ground IS NULL)",
            name=op.f("ck_certificate_revoked_on_ground"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(recognition_id, award_id) = 1",
            name=op.f("ck_certificate_for_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["award_id"], ["award.id"], name=op.f("fk_certificate_award_id")
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["unit.id"], name=op.f("fk_certificate_issuer_id")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"],
            ["recognition.id"],
            name=op.f("fk_certificate_recognition_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("award_id", name=op.f("uq_certificate_award_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint(
            "recognition_id", name=op.f("uq_certificate_recognition_id")
        ),
        sa.UniqueConstraint(
            "year",
            "issuer_id",
            "number",
            name=op.f("uq_certificate_year_issuer_id_number"),
        ),
    )
    # Finished messages hardly shrink; trying costs more than carrying them.
    op.execute("ALTER TABLE letter ALTER content SET STORAGE EXTERNAL")
    op.execute(FOLDER.joinpath("journal_is_final.sql").read_text("utf-8"))


def downgrade() -> None:
    raise NotImplementedError("Lược đồ đầu tiên: không có bản nào trước nó.")
