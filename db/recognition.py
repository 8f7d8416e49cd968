"""Two results over one body of facts: recognition and grade, each with findings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Numeric,
    UniqueConstraint,
    case,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from db.base import Base, Key
from db.units import Unit
from rules.grading import GradeStatus
from rules.judgement import Outcome
from rules.remedies import Way
from rules.schemes import MovementGrade
from rules.units import UnitKind


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
        CheckConstraint(
            "decision_id IS NULL OR status = 'settled'", name="only_the_settled_decided"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    scheme: Mapped[str]
    total: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    band: Mapped[MovementGrade | None]
    status: Mapped[GradeStatus]
    reasons: Mapped[list[str]] = mapped_column(JSONB)
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
    decides: Mapped[bool]  # a clause not encoded is only listed
    remedy: Mapped[str | None]
    remedy_way: Mapped[Way | None]
    remedy_until: Mapped[date | None]


#: One of the two results of a unit.
Judged = TypeVar("Judged", Recognition, Grade)
Findings = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Result:
    """What was judged of a unit: the columns of its row, and the findings."""

    unit_id: int
    columns: Mapping[str, object]
    findings: Findings

    @property
    def digest(self) -> str:
        told = [self.columns, self.findings]
        text = json.dumps(told, ensure_ascii=False, default=str)
        return sha256(text.encode()).hexdigest()


def store(
    session: Session,
    table: type[Judged],
    year: int,
    today: date,
    results: Sequence[Result],
) -> int:
    """Store results that differ from what stands; a decided one stands for good.

    Returns how many are new or changed.
    """
    standing = {
        row.unit_id: row for row in session.scalars(select(table).filter_by(year=year))
    }
    changed: list[tuple[Judged, Findings]] = []
    for result in results:
        row = standing.get(result.unit_id)
        if row and (row.decision_id or row.digest == result.digest):
            continue
        row = row or table(year=year, unit_id=result.unit_id)
        for column, value in result.columns.items():
            setattr(row, column, value)
        row.digest, row.judged_on = result.digest, today
        changed.append((row, result.findings))
    session.add_all(row for row, _ in changed)
    session.flush()
    told = {row.id: findings for row, findings in changed}
    replace_findings(session, about(table), told)
    return len(changed)


def about(table: type[Recognition | Grade]) -> InstrumentedAttribute[int | None]:
    return Finding.recognition_id if table is Recognition else Finding.grade_id


def replace_findings(
    session: Session,
    column: InstrumentedAttribute[int | None],
    findings: Mapping[int, Findings],
) -> None:
    """Put these findings in the place of those that stood, by what they are about."""
    if not findings:
        return
    session.execute(delete(Finding).where(column.in_(findings)))
    rows = [
        {column.key: about, "position": position, **finding}
        for about, each in findings.items()
        for position, finding in enumerate(each, start=1)
    ]
    if rows:
        session.execute(insert(Finding), rows)


def findings_of(
    session: Session, column: InstrumentedAttribute[int | None], about: Sequence[int]
) -> dict[int, list[Finding]]:
    """Return the findings about these results, in order."""
    found: dict[int, list[Finding]] = {}
    statement = select(Finding).where(column.in_(about)).order_by(Finding.position)
    for finding in session.scalars(statement):
        found.setdefault(getattr(finding, column.key), []).append(finding)
    return found


def of_units(
    session: Session,
    table: type[Judged],
    year: int,
    kinds: Sequence[UnitKind],
) -> dict[int, Judged]:
    """Return a year's results of units of these kinds, by unit."""
    statement = select(table).filter_by(year=year)
    statement = statement.join(Unit, Unit.id == table.unit_id)
    rows = session.scalars(statement.where(Unit.kind.in_(kinds)))
    return {row.unit_id: row for row in rows}


def outcomes(session: Session, year: int) -> dict[int, Outcome]:
    """Return every unit's recognition of a year; one revoked is none."""
    stands = case(
        (Recognition.revoked_on.is_(None), Recognition.outcome), else_=Outcome.UNMET
    )
    statement = select(Recognition.unit_id, stands).where(Recognition.year == year)
    return {unit_id: Outcome(told) for unit_id, told in session.execute(statement)}


def settled_grades(session: Session, year: int) -> dict[int, MovementGrade]:
    """Return every unit's grade of a year that nothing is waited for."""
    statement = select(Grade.unit_id, Grade.band).filter_by(
        year=year, status=GradeStatus.SETTLED
    )
    found = statement.where(Grade.band.is_not(None))
    return {unit_id: band for unit_id, band in session.execute(found) if band}
