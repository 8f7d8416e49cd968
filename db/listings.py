"""Totals, beside the lists they tell of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select, text
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session

from db.documents import Document
from db.households import pledged_by
from db.submissions import Submission
from db.units import Unit
from rules.form_checks import Listing


@dataclass(frozen=True)
class Total:
    """A row that tells totals: of whom, from which file."""

    row: Submission
    file: str
    code: str
    territory_id: int | None


@dataclass(frozen=True)
class Held:
    """How many a commune's list holds, and the last file it came in."""

    count: int
    is_new: bool
    document_id: int
    file: str
    received_on: date


_HELD = text(f"""
    WITH listed AS (
        SELECT a.territory_id AS commune, max(h.document_id) AS document_id,
               bool_or(h.document_id = ANY(:documents)) AS is_new,
               unnest(ARRAY['households_residing', 'households_pledged']) AS listing,
               unnest(ARRAY[count(*) FILTER (WHERE h.residing),
                      count(*) FILTER (WHERE {pledged_by(":on")})])
                   AS held
        FROM household h JOIN unit a ON a.id = h.area_id
        WHERE a.territory_id = ANY(:households_of)
        GROUP BY a.territory_id
        UNION ALL
        -- A model is a commune's, or of a body it manages.
        SELECT c.id, max(s.document_id), bool_or(s.document_id = ANY(:documents)),
               'models_active', count(*) FILTER (
            WHERE (s.facts ->> 'started_on')::date <= :on
              AND coalesce((s.facts ->> 'closed_on')::date, 'infinity') > :on)
        FROM submission s JOIN unit u ON u.id = s.unit_id
        JOIN unit c ON c.id IN (u.id, u.managing_body_id)
        WHERE s.form = 'model' AND s.year = :year AND s.superseded_on IS NULL
          AND c.id = ANY(:models_of)
        GROUP BY c.id
    )
    SELECT l.commune, l.listing, l.held, l.is_new, d.id, d.name, d.received_on
    FROM listed l JOIN document d ON d.id = l.document_id
""")  # noqa: S608 - no value is interpolated, only our own clause


def totals(session: Session, year: int, fields: Mapping[str, list[str]]) -> list[Total]:
    """Return the last totals each unit told, by forms and the fields they stand in."""
    asked = [
        and_(Submission.form == form, Submission.facts.has_any(array(keys)))
        for form, keys in fields.items()
    ]
    rows = (
        select(Submission, Document.name, Unit.code, Unit.territory_id)
        .join(Document, Document.id == Submission.document_id)
        .join(Unit, Unit.id == Submission.unit_id)
        .where(Submission.year == year, or_(*asked))
        .where(Submission.superseded_on.is_(None))
        .order_by(Submission.received_on, Submission.id)
    )
    # Of half a year and a whole one, the last that was sent.
    told = (Total(*each) for each in session.execute(rows))
    return list({(total.row.form, total.row.unit_id): total for total in told}.values())


def held(
    session: Session,
    on: date,
    *,
    households_of: Collection[int],
    models_of: Collection[int],
    documents: Collection[int],
) -> dict[int, dict[Listing, Held]]:
    """Count what the lists of communes hold on a day; a list never sent is not told."""
    found: dict[int, dict[Listing, Held]] = defaultdict(dict)
    asked = {
        "on": on,
        "year": on.year,
        "households_of": list(households_of),
        "models_of": list(models_of),
        "documents": list(documents),
    }
    for commune, listing, *of_list in session.execute(_HELD, asked):
        found[commune][Listing(listing)] = Held(*of_list)
    return found
