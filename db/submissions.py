"""What units sent: typed facts with their provenance, never overwritten."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from db.base import Base, Fact, Facts, Key
from db.documents import Document
from rules.persons import ERASED


class Submission(Base):
    """One row of one form by one unit; a later version ends the one before."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("year", "form", "unit_id", "period", "item", "version"),
        Index(
            "uq_submission_current",
            "year",
            "form",
            "unit_id",
            "period",
            "item",
            unique=True,
            postgresql_where=text("superseded_on IS NULL"),
        ),
        CheckConstraint("superseded_on >= received_on", name="superseded_after"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    form: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    period: Mapped[str]
    item: Mapped[str]
    version: Mapped[int]
    facts: Mapped[Facts]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    sheet: Mapped[str]
    row: Mapped[int]
    received_on: Mapped[date]
    superseded_on: Mapped[date | None]

    def origin(self, file: str) -> str:
        """Say, in words for a person, where this is written and when it came."""
        return (
            f"tệp “{file}”, trang “{self.sheet}”, dòng {self.row},"
            f" nhận ngày {self.received_on:%d/%m/%Y}"
        )


@dataclass(frozen=True)
class Row:
    """A checked row of a workbook, ready to be recorded."""

    form: str
    unit_id: int
    period: str
    item: str
    facts: Mapping[str, Fact]
    document_id: int
    sheet: str
    row: int


_INCOMING = """
    incoming AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            form text, unit_id int, period text, item text, facts jsonb,
            document_id int, sheet text, "row" int)
    )"""

_SUPERSEDE = text(f"""
    WITH {_INCOMING}
    UPDATE submission AS s SET superseded_on = :today FROM incoming AS i
    WHERE s.year = :year AND s.form = i.form AND s.unit_id = i.unit_id
      AND s.period = i.period AND s.item = i.item
      AND s.superseded_on IS NULL AND s.facts <> i.facts
""")  # noqa: S608 - no value is interpolated, only our own clause

_RECORD = text(f"""
    WITH {_INCOMING}
    INSERT INTO submission (year, form, unit_id, period, item, version, facts,
                            document_id, sheet, "row", received_on)
    SELECT :year, i.form, i.unit_id, i.period, i.item,
           1 + (SELECT count(*) FROM submission AS old
                WHERE old.year = :year AND old.form = i.form
                  AND old.unit_id = i.unit_id AND old.period = i.period
                  AND old.item = i.item),
           i.facts, i.document_id, i.sheet, i."row", :today
    FROM incoming AS i
    WHERE NOT EXISTS (SELECT FROM submission AS s
        WHERE s.year = :year AND s.form = i.form AND s.unit_id = i.unit_id
          AND s.period = i.period AND s.item = i.item AND s.superseded_on IS NULL)
    RETURNING form
""")  # noqa: S608 - no value is interpolated, only our own clause

_FULFIL = text("""
    UPDATE obligation AS o SET fulfilled_on = :today
    FROM submission AS s, stage AS g,
         jsonb_each_text(CAST(:duties AS jsonb)) AS answering(form, duty)
    WHERE g.id = o.stage_id AND g.act IS NULL
      AND o.year = :year AND o.duty = answering.duty
      AND o.fulfilled_on IS NULL AND o.waived_on IS NULL AND o.locks >= :today
      AND s.year = o.year AND s.form = answering.form
      AND s.unit_id = o.unit_id AND s.period = o.period
      AND s.superseded_on IS NULL AND s.received_on >= :since
""")


def record(session: Session, year: int, today: date, rows: Sequence[Row]) -> int:
    """Record rows that say something new, in two statements; return how many."""
    if not rows:
        return 0
    facts = {
        "rows": json.dumps([vars(row) for row in rows], ensure_ascii=False),
        "year": year,
        "today": today,
    }
    session.execute(_SUPERSEDE, facts)
    return len(session.execute(_RECORD, facts).all())


def fulfil(
    session: Session,
    year: int,
    today: date,
    duties: Mapping[str, str],
    since: date = date.min,
) -> None:
    """Fulfil the open duties answered by what came since a day; ``duties`` by form.

    An act of the secretariat is done by its flow, not by a row; what is locked takes no
    answer.
    """
    facts = {
        "year": year,
        "today": today,
        "since": since,
        "duties": json.dumps(duties),
    }
    session.execute(_FULFIL, facts)


def known_on(day: date) -> ColumnElement[bool]:
    """Say whether a version was the current one on a day."""
    return and_(
        Submission.received_on <= day,
        or_(Submission.superseded_on.is_(None), Submission.superseded_on > day),
    )


def of_form(
    session: Session, year: int, form: str, on: date
) -> Sequence[tuple[Submission, str]]:
    """Return the current rows of a form with the name of the file each came in."""
    statement = (
        select(Submission, Document.name)
        .join(Document)
        .where(Submission.year == year, Submission.form == form, known_on(on))
        .order_by(Submission.id)
    )
    return [(submission, name) for submission, name in session.execute(statement)]


def erased(session: Session, year: int, form: str) -> set[tuple[int, str]]:
    """Return the units and items of which someone asked not to be named any more."""
    statement = select(Submission.unit_id, Submission.item).where(
        Submission.year == year,
        Submission.form == form,
        Submission.facts["full_name"].astext == ERASED,
    )
    return {(unit_id, item) for unit_id, item in session.execute(statement)}


def references(
    session: Session, year: int, forms: Sequence[str]
) -> dict[str, tuple[str, int]]:
    """Return the form and unit of each reference of a year that stands."""
    reference = Submission.facts["reference"].astext
    statement = select(reference, Submission.form, Submission.unit_id).where(
        Submission.year == year,
        Submission.form.in_(forms),
        Submission.superseded_on.is_(None),
    )
    return {ref: (form, unit) for ref, form, unit in session.execute(statement)}


def scores(
    session: Session, year: int, on: date
) -> dict[int, dict[str, tuple[str, str | None, str]]]:
    """Return each unit's points: self, reviewed, why they differ - by item."""
    found: dict[int, dict[str, tuple[str, str | None, str]]] = {}
    for row, _ in of_form(session, year, "score", on):
        reviewed = row.facts.get("reviewed_score")
        found.setdefault(row.unit_id, {})[str(row.facts["item"])] = (
            str(row.facts["self_score"]),
            None if reviewed is None else str(reviewed),
            str(row.facts.get("difference_reason", "")),
        )
    return found
