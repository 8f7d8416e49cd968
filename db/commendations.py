"""Persons, what they and units are nominated for, and what was awarded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    exists,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, MaybeUnit
from db.recognition import Finding, Findings, replace_findings
from db.submissions import Submission, known_on
from rules.awards import AwardForm
from rules.commendations import EligibilityOutcome


class Person(Base):
    """A nominee: name, year of birth, sex, unit - and nothing else of the person.

    Of one whose data was purged only the unit is left.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("unit_id", "full_name", "birth_year"),
        CheckConstraint("sex IN ('Nam', 'Nữ')", name="sex_known"),
        CheckConstraint(
            "num_nulls(birth_year, sex) IN (0, 2)", name="known_or_forgotten"
        ),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    full_name: Mapped[str]
    birth_year: Mapped[int | None]
    sex: Mapped[str | None]


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
    award_form: Mapped[AwardForm]
    proposer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nominated_unit_id: Mapped[MaybeUnit]
    position: Mapped[str | None]
    achievement: Mapped[str]
    proposed_on: Mapped[date]
    eligibility: Mapped[EligibilityOutcome]
    judged_on: Mapped[date]
    digest: Mapped[str]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    #: The last of the rows it was judged by: the proposal's own, and its service.
    last_row_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))


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
            postgresql_where=text(f"form = '{AwardForm.MEDAL}' AND revoked_on IS NULL"),
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
    form: Mapped[AwardForm]
    type: Mapped[str]
    achievement: Mapped[str]
    revoked_on: Mapped[date | None]
    revoked_ground: Mapped[str | None]


@dataclass(frozen=True)
class Proposal:
    """A nomination as judged, ready to be stored."""

    columns: Mapping[str, object]
    findings: Findings

    @property
    def digest(self) -> str:
        told = [self.columns, self.findings]
        text = json.dumps(told, ensure_ascii=False, default=str, sort_keys=True)
        return sha256(text.encode()).hexdigest()


def person(session: Session, unit_id: int, name: str, born: int, sex: str) -> Person:
    """Return the person of this name and year of birth in the unit; add if new."""
    known = select(Person).filter_by(unit_id=unit_id, full_name=name, birth_year=born)
    found = session.scalar(known)
    if found is None:
        found = Person(unit_id=unit_id, full_name=name, birth_year=born, sex=sex)
        session.add(found)
        session.flush()
    return found


def retold(session: Session, today: date) -> Sequence[Nomination]:
    """Return the proposals of which more was told since they were judged.

    One that was rewarded already stands as it is.
    """
    told = exists().where(
        Submission.year == Nomination.year,
        Submission.unit_id == Nomination.proposer_id,
        Submission.form.in_(("nominee", "nominated_unit", "service")),
        Submission.facts["reference"].astext == Nomination.reference,
        Submission.id > Nomination.last_row_id,
        known_on(today),
    )
    rewarded = exists().where(Award.nomination_id == Nomination.id)
    statement = select(Nomination).where(told, ~rewarded)
    return session.scalars(statement.order_by(Nomination.reference)).all()


def store(
    session: Session, year: int, today: date, proposals: Sequence[Proposal]
) -> int:
    """Store nominations new or changed; return how many."""
    standing = {
        row.reference: row
        for row in session.scalars(select(Nomination).filter_by(year=year))
    }
    changed: list[tuple[Nomination, Findings]] = []
    for proposal in proposals:
        row = standing.get(str(proposal.columns["reference"]))
        if row and row.digest == proposal.digest:
            continue
        row = row or Nomination(year=year)
        for column, value in proposal.columns.items():
            setattr(row, column, value)
        row.digest, row.judged_on = proposal.digest, today
        changed.append((row, proposal.findings))
    session.add_all(row for row, _ in changed)
    session.flush()
    about = {row.id: findings for row, findings in changed}
    replace_findings(session, Finding.nomination_id, about)
    return len(changed)


def nominations(session: Session, year: int, round_: str) -> Sequence[Nomination]:
    statement = (
        select(Nomination)
        .filter_by(year=year, round=round_)
        .order_by(Nomination.reference)
    )
    return session.scalars(statement).all()


def of_reference(session: Session, year: int, reference: str) -> Nomination | None:
    """Return the proposal of this reference, in capitals or not."""
    same = func.lower(Nomination.reference) == reference.lower()
    statement = select(Nomination).filter_by(year=year).where(same)
    exact_first = statement.order_by((Nomination.reference == reference).desc())
    return session.scalars(exact_first).first()
