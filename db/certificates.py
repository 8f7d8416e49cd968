"""Certificates: number, verification code, revocation."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


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
