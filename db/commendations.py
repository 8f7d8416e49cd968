"""Persons, nominations, the council's votes, decisions and awards."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, MaybeUnit
from db.recognition import Finding

MEDAL = "Kỷ niệm chương"


class Eligibility(StrEnum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    HELD = "held"
    UNKNOWN = "unknown"


class Person(Base):
    """A nominee: name, year of birth, sex, unit - and nothing else of the person."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("unit_id", "full_name", "birth_year"),
        CheckConstraint("sex IN ('Nam', 'Nữ')", name="sex_known"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    full_name: Mapped[str]
    birth_year: Mapped[int]
    sex: Mapped[str]


class Nomination(Base):
    """One proposal to commend one person or one unit."""

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("year", "reference"),
        CheckConstraint(
            "num_nonnulls(person_id, nominated_unit_id) = 1", name="person_or_unit"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    round: Mapped[str]
    reference: Mapped[str]
    award_form: Mapped[str]
    proposer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nominated_unit_id: Mapped[MaybeUnit]
    position: Mapped[str | None]
    achievement: Mapped[str]
    proposed_on: Mapped[date]
    eligibility: Mapped[Eligibility]
    judged_on: Mapped[date]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))


class CouncilSession(Base):
    """A meeting of the emulation and commendation council."""

    __tablename__ = "council_session"
    __table_args__ = (
        UniqueConstraint("year", "code"),
        CheckConstraint("0 < seats AND present BETWEEN 0 AND seats", name="seats"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    round: Mapped[str]
    code: Mapped[str]
    host_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    held_on: Mapped[date]
    seats: Mapped[int]
    present: Mapped[int]


class Vote(Base):
    """One member's ballot on one nomination: one vote a seat and item."""

    __tablename__ = "vote"
    __table_args__ = (CheckConstraint("seat > 0", name="seat_numbered"),)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("council_session.id"), primary_key=True
    )
    nomination_id: Mapped[int] = mapped_column(
        ForeignKey("nomination.id"), primary_key=True
    )
    seat: Mapped[int] = mapped_column(primary_key=True)
    ballot: Mapped[str]


class Decision(Base):
    """A signed decision: number, date, issuer, what it is about."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("year", "issuer_id", "number"),)

    id: Mapped[Key]
    year: Mapped[int]
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str]
    signed_on: Mapped[date]
    kind: Mapped[str]
    signer_title: Mapped[str]
    recorded_on: Mapped[date]


class Award(Base):
    """What a decision gave to one person or one unit, for one achievement."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("nomination_id"),
        CheckConstraint(
            "num_nonnulls(person_id, awarded_unit_id) = 1", name="person_or_unit"
        ),
        # Thông tư 20/2025/TT-BCA and 11/2021/TT-BCA: given once to a person.
        Index(
            "uq_award_one_medal_a_person",
            "person_id",
            unique=True,
            postgresql_where=text(f"form = '{MEDAL}' AND revoked_on IS NULL"),
        ),
        # Luật Thi đua, khen thưởng 2022, Điều 5: one achievement, one reward.
        Index(
            "uq_award_one_reward_an_achievement",
            "year",
            "person_id",
            "awarded_unit_id",
            "achievement",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("revoked_on IS NULL"),
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    awarded_unit_id: Mapped[MaybeUnit]
    form: Mapped[str]
    type: Mapped[str]
    achievement: Mapped[str]
    revoked_on: Mapped[date | None]
    revoked_ground: Mapped[str | None]


def nominations(session: Session, year: int, round_: str) -> Sequence[Nomination]:
    statement = (
        select(Nomination)
        .filter_by(year=year, round=round_)
        .order_by(Nomination.reference)
    )
    return session.scalars(statement).all()


def findings(session: Session, nomination_id: int) -> Sequence[Finding]:
    statement = select(Finding).filter_by(nomination_id=nomination_id)
    return session.scalars(statement.order_by(Finding.position)).all()


def ballots(session: Session, year: int, round_: str) -> dict[int, tuple[int, int]]:
    """Count the votes for, and all votes cast, by nomination."""
    statement = (
        select(
            Vote.nomination_id,
            func.count().filter(Vote.ballot == "Đồng ý"),
            func.count(),
        )
        .join(CouncilSession)
        .where(CouncilSession.year == year, CouncilSession.round == round_)
        .group_by(Vote.nomination_id)
    )
    return {n: (agreed, cast) for n, agreed, cast in session.execute(statement)}
