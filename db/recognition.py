"""Two results over one body of facts: recognition and grade, each with findings."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key
from rules.judgement import Outcome


class Recognition(Base):
    """A unit's result “An toàn về an ninh, trật tự” of a year."""

    __tablename__ = "recognition"
    __table_args__ = (
        UniqueConstraint("year", "unit_id"),
        CheckConstraint("window_start < window_end", name="window_in_order"),
        CheckConstraint(
            "decision_id IS NULL OR outcome = 'met'", name="only_the_met_are_decided"
        ),
        CheckConstraint(
            "revoked_on IS NULL OR revoked_ground IS NOT NULL", name="revoked_on_ground"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    law: Mapped[str]
    window_start: Mapped[date]
    window_end: Mapped[date]
    outcome: Mapped[Outcome]
    provisional: Mapped[bool]
    judged_on: Mapped[date]
    digest: Mapped[str]
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("decision.id"), index=True
    )
    revoked_on: Mapped[date | None]
    revoked_ground: Mapped[str | None]


class Grade(Base):
    """A unit's grade of the movement, 0 to 100."""

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("year", "unit_id"),
        CheckConstraint("total BETWEEN 0 AND 100", name="within_hundred"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    scheme: Mapped[str]
    total: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    band: Mapped[str | None]
    judged_on: Mapped[date]
    digest: Mapped[str]
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("decision.id"), index=True
    )


class Finding(Base):
    """What one criterion said of one unit or nominee, and on what ground."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(recognition_id, grade_id, nomination_id) = 1",
            name="about_one_thing",
        ),
        UniqueConstraint("recognition_id", "position"),
        UniqueConstraint("grade_id", "position"),
        UniqueConstraint("nomination_id", "position"),
    )

    id: Mapped[Key]
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognition.id"))
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("grade.id"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    position: Mapped[int]
    criterion: Mapped[str]
    text: Mapped[str]
    outcome: Mapped[Outcome]
    reason: Mapped[str]
    citation: Mapped[str]
    document: Mapped[str]
    confidence: Mapped[str]
    facts: Mapped[list[list[str]]] = mapped_column(JSONB)
