"""Certificates: number, verification code, revocation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from db.base import Base, Key
from db.council import Decision
from db.recognition import Recognition
from db.units import Unit


class Certificate(Base):
    """A paper given for one recognition or one award, numbered by its issuer."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("recognition_id"),
        UniqueConstraint("award_id"),
        UniqueConstraint("year", "issuer_id", "number"),
        CheckConstraint(
            "num_nonnulls(recognition_id, award_id) = 1", name="for_one_thing"
        ),
        CheckConstraint(
            "(revoked_on IS NULL) = (revoked_ground IS NULL)", name="revoked_on_ground"
        ),
    )

    id: Mapped[Key]
    year: Mapped[int]
    issuer_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognition.id"))
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"))
    issued_on: Mapped[date]
    revoked_on: Mapped[date | None]
    revoked_ground: Mapped[str | None]


@dataclass(frozen=True)
class Granted:
    """A certificate with all that its paper names."""

    certificate: Certificate
    unit: Unit
    territory: Unit | None
    decision: Decision
    issuer: Unit
    above: Unit | None


#: Numbered by issuer in the order of unit codes; nobody's number ever changes.
_ISSUE = text("""
    WITH due AS (
        SELECT r.id, d.year, d.issuer_id, u.code,
               row_number() OVER (PARTITION BY d.issuer_id ORDER BY u.code)
               + coalesce((SELECT max(c.number) FROM certificate c
                           WHERE c.year = d.year AND c.issuer_id = d.issuer_id), 0)
               AS number, y.seal
        FROM recognition r
        JOIN decision d ON d.id = r.decision_id
        JOIN unit u ON u.id = r.unit_id
        JOIN cycle y ON y.year = d.year
        WHERE r.year = :year AND r.revoked_on IS NULL
          AND NOT EXISTS (SELECT FROM certificate c WHERE c.recognition_id = r.id)
    )
    INSERT INTO certificate (year, issuer_id, number, code, recognition_id, issued_on)
    SELECT year, issuer_id, number,
           upper(left(encode(sha256(convert_to(
               seal || '/' || year || '/' || code, 'UTF8')), 'hex'), 12)),
           id, :today
    FROM due
    RETURNING id
""")


def issue(session: Session, year: int, today: date) -> int:
    """Give every decided recognition its certificate; return how many are new."""
    return len(session.execute(_ISSUE, {"year": year, "today": today}).all())


def codes(session: Session, year: int) -> dict[str, int]:
    """Return the year's valid certificates: their ids by code, in their order."""
    statement = (
        select(Certificate.code, Certificate.id)
        .where(Certificate.year == year, Certificate.revoked_on.is_(None))
        .order_by(Certificate.issuer_id, Certificate.number)
    )
    return dict(session.execute(statement).all())


def granted(
    session: Session, year: int, ids: Sequence[int] | None = None
) -> list[Granted]:
    """Return a year's valid certificates, or only these, with what they name."""
    territory, issuer, above = aliased(Unit), aliased(Unit), aliased(Unit)
    statement = (
        select(Certificate, Unit, territory, Decision, issuer, above)
        .join(Recognition, Recognition.id == Certificate.recognition_id)
        .join(Unit, Unit.id == Recognition.unit_id)
        .outerjoin(territory, territory.id == Unit.territory_id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .join(issuer, issuer.id == Decision.issuer_id)
        .outerjoin(above, above.id == issuer.managing_body_id)
        .where(Certificate.year == year, Certificate.revoked_on.is_(None))
        .order_by(Certificate.issuer_id, Certificate.number)
    )
    if ids is not None:
        statement = statement.where(Certificate.id.in_(ids))
    return [Granted(*row) for row in session.execute(statement)]
