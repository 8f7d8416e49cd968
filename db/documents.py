"""Files sent to us, and what was wrong in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, MaybeUnit


class Severity(StrEnum):
    """Whether what is wrong keeps a row out, or the row is taken in and doubted."""

    REFUSED = "refused"
    WARNING = "warning"


class Document(Base):
    """A file as it came: the same bytes are taken in once."""

    __tablename__ = "document"

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    received_on: Mapped[date]


class IntakeIssue(Base):
    """A cell or row that could not be taken in, or is doubted; what was expected."""

    __tablename__ = "intake_issue"
    __table_args__ = (
        UniqueConstraint("document_id", "place", "problem", name="uq_intake_issue"),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    unit_id: Mapped[MaybeUnit]
    unit_code: Mapped[str]
    sheet: Mapped[str]
    place: Mapped[str]
    found: Mapped[str]
    problem: Mapped[str]
    found_on: Mapped[date]
    severity: Mapped[Severity] = mapped_column(server_default=Severity.REFUSED)
    #: By how much a published total would fall, were the value the expected one.
    effect: Mapped[int] = mapped_column(BigInteger, server_default="0")


@dataclass(frozen=True)
class Issue:
    """What a file's reader is told: where, what was found, what is expected."""

    document_id: int
    sheet: str
    place: str
    found: str
    problem: str
    unit_code: str = ""
    unit_id: int | None = None
    severity: Severity = Severity.REFUSED
    effect: int = 0

    @property
    def is_warning(self) -> bool:
        return self.severity is Severity.WARNING


def register(
    session: Session, files: Sequence[tuple[str, str]], today: date
) -> dict[str, int]:
    """Record (digest, name) pairs not seen before; return ids by digest of those."""
    if not files:
        return {}
    rows = [{"digest": d, "name": n, "received_on": today} for d, n in files]
    statement = insert(Document).values(rows).on_conflict_do_nothing()
    added = session.execute(statement.returning(Document.digest, Document.id))
    return dict(added.all())


def report(session: Session, issues: Sequence[Issue], today: date) -> None:
    if issues:
        rows = [vars(issue) | {"found_on": today} for issue in issues]
        session.execute(insert(IntakeIssue).on_conflict_do_nothing(), rows)
