"""One person's data in all its places, found by name.

A row goes by its key, so that no name is needed to ask about it: ``H:`` a household's
code, ``P:`` a person proposed or rewarded, ``D:`` a row sent and not proposed, ``C:`` a
cell refused, ``T:`` a letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.outbox import NAMING_PERSONS, Letter
from db.person_awards import OF_PERSON
from rules.text import without_marks

_WORD = re.compile(r"[^\W_]+")
_ALIKE = """strpos(
    ' ' || regexp_replace(without_marks({}), '[^[:alnum:]]+', ' ', 'g') || ' ', :words
) > 0"""
_OF_PROPOSAL = """s.form = 'nominee' AND s.year = n.year AND s.unit_id = n.proposer_id
    AND s.facts ->> 'reference' = n.reference"""

_FIND = text(f"""
    SELECT 'H:' || h.code AS key, h.head AS name, u.code AS unit, '' AS more
    FROM household h JOIN unit u ON u.id = h.area_id
    WHERE lower(h.code) = lower(:asked) OR {_ALIKE.format("h.head")}
    UNION ALL
    SELECT 'P:' || p.id, p.full_name, u.code, coalesce('sinh năm ' || p.birth_year, '')
    FROM person p JOIN unit u ON u.id = p.unit_id
    WHERE {_ALIKE.format("p.full_name")} OR EXISTS (
        SELECT FROM nomination n WHERE n.person_id = p.id
        AND (lower(n.reference) = lower(:asked) OR EXISTS (
            SELECT FROM submission s WHERE {_OF_PROPOSAL}
            AND {_ALIKE.format("s.facts ->> 'full_name'")})))
    UNION ALL
    SELECT * FROM (
        SELECT DISTINCT ON (s.year, s.form, s.unit_id, s.item) 'D:' || s.id,
            s.facts ->> 'full_name', u.code, s.sheet || ', năm ' || s.year
        FROM submission s JOIN unit u ON u.id = s.unit_id
        WHERE s.form IN ('nominee', 'award')
          AND ({_ALIKE.format("s.facts ->> 'full_name'")}
            OR s.form = 'nominee' AND lower(s.facts ->> 'reference') = lower(:asked))
          AND NOT EXISTS (SELECT FROM nomination n WHERE {_OF_PROPOSAL})
          AND NOT EXISTS (SELECT FROM person p WHERE {OF_PERSON})
        ORDER BY s.year, s.form, s.unit_id, s.item, s.id DESC) told
    UNION ALL
    SELECT 'C:' || i.id, i.found, i.unit_code, i.sheet || ', ' || i.place
    FROM intake_issue i WHERE {_ALIKE.format("i.found")}
    ORDER BY 1
""")  # noqa: S608 - no value is interpolated, only our own clauses


@dataclass(frozen=True)
class Match:
    """A row that may be about the person: its key, and how to tell it from others."""

    key: str
    name: str
    unit: str
    more: str


def find(session: Session, asked: str) -> list[Match]:
    """Find a name with or without marks, a household's code, a proposal's reference."""
    words = _words(asked)
    if not words.strip():
        return []
    rows = session.execute(_FIND, {"asked": asked, "words": words})
    return [Match(*row) for row in rows] + list(_letters(session, words))


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(without_marks(text)))} "


def _letters(session: Session, words: str) -> Iterator[Match]:
    statement = select(Letter).where(Letter.kind.in_(NAMING_PERSONS))
    for letter in session.scalars(statement.order_by(Letter.id)):
        message = message_from_bytes(
            letter.content, EmailMessage, policy=policy.default
        )
        body = message.get_body(("plain",))
        if body and words in _words(body.get_content()):
            yield Match(
                f"T:{letter.id}", letter.subject, "", f"{letter.dated:%d/%m/%Y}"
            )


def parted(key: str) -> tuple[str, str]:
    sort, _, of = key.partition(":")
    return sort, of
