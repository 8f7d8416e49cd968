"""Two results over one body of facts: recognition and grade, each with findings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Numeric,
    UniqueConstraint,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

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


@dataclass(frozen=True)
class Result:
    """A unit's recognition as judged, ready to be stored."""

    unit_id: int
    law: str
    window_start: date
    window_end: date
    outcome: Outcome
    provisional: bool
    findings: Sequence[Mapping[str, object]]

    @property
    def digest(self) -> str:
        told = [self.law, self.outcome, self.findings]
        text = json.dumps(told, ensure_ascii=False, default=str)
        return sha256(text.encode()).hexdigest()


def store(
    session: Session, year: int, today: date, results: Sequence[Result]
) -> dict[int, Recognition]:
    """Store results that differ from what stands; a decided one stands for good.

    Returns the recognitions that are new or changed, by unit.
    """
    standing = {
        row.unit_id: row
        for row in session.scalars(select(Recognition).filter_by(year=year))
    }
    changed: dict[int, Recognition] = {}
    written: dict[int, Sequence[Mapping[str, object]]] = {}
    for result in results:
        row = standing.get(result.unit_id)
        if row and (row.decision_id or row.digest == result.digest):
            continue
        row = row or Recognition(year=year, unit_id=result.unit_id)
        row.law, row.outcome = result.law, result.outcome
        row.window_start, row.window_end = result.window_start, result.window_end
        row.provisional, row.digest = result.provisional, result.digest
        row.judged_on = today
        changed[result.unit_id] = row
        written[result.unit_id] = result.findings
    session.add_all(changed.values())
    session.flush()
    ids = {row.id: written[unit_id] for unit_id, row in changed.items()}
    replace_findings(session, Finding.recognition_id, ids)
    return changed


def replace_findings(
    session: Session,
    column: InstrumentedAttribute[int | None],
    findings: Mapping[int, Sequence[Mapping[str, object]]],
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
