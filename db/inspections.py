"""Quarterly inspections, and what must be put right by when."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key


class Inspection(Base):
    """One unit inspected in one quarter, and the duty to put things right."""

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("year", "quarter", "unit_id"),)

    id: Mapped[Key]
    year: Mapped[int]
    quarter: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    inspector_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    inspected_on: Mapped[date]
    result: Mapped[str]
    finding: Mapped[str | None]
    remedy: Mapped[str | None]
    remedy_due: Mapped[date | None]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"))


_GATHER = text("""
    INSERT INTO inspection (year, quarter, unit_id, inspector_id, inspected_on, result,
                            finding, remedy, remedy_due, submission_id)
    SELECT DISTINCT ON (u.id) s.year, s.period, u.id, s.unit_id,
           (s.facts ->> 'inspected_on')::date, s.facts ->> 'result',
           s.facts ->> 'finding', s.facts ->> 'remedy',
           (s.facts ->> 'remedy_due')::date, s.id
    FROM submission s
    JOIN unit u ON u.code = s.facts ->> 'inspected_unit' AND u.valid_from <= :today
         AND coalesce(u.valid_to, 'infinity') >= :today
    WHERE s.year = :year AND s.form = 'inspection' AND s.period = :quarter
      AND s.received_on <= :today
      AND coalesce(s.superseded_on, 'infinity') > :today
    ORDER BY u.id, s.facts ->> 'inspected_on' DESC, s.id DESC
    ON CONFLICT DO NOTHING
""")

#: A remedy asked for with a due date becomes a duty with that due date.
_OBLIGE = text("""
    INSERT INTO obligation (year, stage_id, unit_id, duty, period, opened_on,
                            first_due, due, grace, locks, derivation, extensions)
    SELECT i.year, g.id, i.unit_id, 'remedy', i.quarter, :today,
           d.due, d.due, d.due, greatest(d.due, g.locks),
           'hạn khắc phục ghi trong biên bản kiểm tra ngày '
               || to_char(i.inspected_on, 'DD/MM/YYYY'), 0
    FROM inspection i
    JOIN stage g ON g.year = i.year AND g.duty = 'remedy' AND g.period = i.quarter
    CROSS JOIN LATERAL (SELECT greatest(i.remedy_due, :today) AS due) d
    WHERE i.year = :year AND i.quarter = :quarter
      AND i.remedy IS NOT NULL AND i.remedy_due IS NOT NULL
    ON CONFLICT DO NOTHING
""")

_LINK = text("""
    UPDATE inspection i SET obligation_id = o.id FROM obligation o
    WHERE o.year = i.year AND o.unit_id = i.unit_id AND o.duty = 'remedy'
      AND o.period = i.quarter AND i.year = :year AND i.quarter = :quarter
      AND i.obligation_id IS NULL AND i.remedy IS NOT NULL
""")


def gather(session: Session, year: int, quarter: str, today: date) -> None:
    """Make a quarter's reports inspections, and their demands duties."""
    facts = {"year": year, "quarter": quarter, "today": today}
    for statement in (_GATHER, _OBLIGE, _LINK):
        session.execute(statement, facts)


def results(session: Session, year: int, quarter: str) -> dict[str, int]:
    """Count a quarter's inspections by result."""
    statement = text("""
        SELECT result, count(*) FROM inspection
        WHERE year = :year AND quarter = :quarter GROUP BY result ORDER BY result
    """)
    rows = session.execute(statement, {"year": year, "quarter": quarter})
    return dict(rows.all())
