"""Files sent to us, and what was wrong in them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Key, MaybeUnit, Texts
from rules.identity import Identity


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


class ReturnedForm(Base):
    """Which of the workbooks we sent out a file is, by the mark in it."""

    __tablename__ = "returned_form"
    __table_args__ = (Index("ix_returned_form", "year", "duty", "period", "units"),)

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, autoincrement=False
    )
    year: Mapped[int]
    duty: Mapped[str]
    period: Mapped[str]
    units: Mapped[Texts]
    as_of: Mapped[date]


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
    session: Session,
    files: Sequence[tuple[str, str]],
    today: date,
    *,
    again: bool = False,
) -> dict[str, int]:
    """Record (digest, name) pairs not seen before; return ids by digest of those.

    ``again`` returns those seen before too.
    """
    if not files:
        return {}
    rows = [{"digest": d, "name": n, "received_on": today} for d, n in files]
    insertion = insert(Document).values(rows)
    statement = (
        insertion.on_conflict_do_update(
            index_elements=[Document.digest], set_={"name": insertion.excluded.name}
        )
        if again
        else insertion.on_conflict_do_nothing()
    )
    added = session.execute(statement.returning(Document.digest, Document.id))
    return dict(added.all())


_IDENTIFY = text("""
    INSERT INTO returned_form (document_id, year, duty, period, units, as_of)
    SELECT * FROM jsonb_to_recordset(CAST(:marks AS jsonb)) AS m(
        document_id int, year int, duty text, period text, units text[], as_of date)
    ON CONFLICT DO NOTHING
""")
_NEWER = text("""
    SELECT mine.document_id, max(later.as_of)
    FROM returned_form mine JOIN returned_form later
        ON (later.year, later.duty, later.period, later.units)
         = (mine.year, mine.duty, mine.period, mine.units) AND later.as_of > mine.as_of
    WHERE mine.document_id = ANY(:documents)
    GROUP BY mine.document_id
""")


def identify(session: Session, marks: Mapping[int, Identity]) -> dict[int, date]:
    """Note which workbooks of ours files are, by document.

    Return those of which a later edition came before or comes along, and its day.
    """
    if not marks:
        return {}
    rows = [{"document_id": key, **vars(mark)} for key, mark in marks.items()]
    session.execute(_IDENTIFY, {"marks": json.dumps(rows, default=str)})
    newer = session.execute(_NEWER, {"documents": list(marks)})
    return dict(newer.all())


def report(session: Session, issues: Sequence[Issue], today: date) -> None:
    if issues:
        rows = [vars(issue) | {"found_on": today} for issue in issues]
        session.execute(insert(IntakeIssue).on_conflict_do_nothing(), rows)
