"""Take in the organisation as its workbook tells it: units first, then their ties."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ARRAY, ColumnElement, Text, any_, literal, select, text
from sqlalchemy.orm import Session

from db import contacts
from db.base import Fact
from db.contacts import Contact
from db.session import analyse
from db.units import Unit

Rows = Sequence[Mapping[str, Fact]]
#: What is known, from which day, and until which if it has ended.
Span = tuple[tuple[str, ...], date, date | None]

_UNITS = text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            code text, name text, kind text, style text, valid_from date,
            valid_to date, exempt_ground text, special_area boolean,
            short_name text, symbol text)
    ), known AS (
        UPDATE unit u SET name = t.name, kind = t.kind, style = t.style,
            valid_to = t.valid_to, exempt_ground = t.exempt_ground,
            special_area = coalesce(t.special_area, false),
            short_name = t.short_name, symbol = t.symbol
        FROM told t WHERE u.code = t.code AND u.valid_from = t.valid_from
        RETURNING u.code, u.valid_from
    )
    INSERT INTO unit (code, name, kind, style, tier, valid_from, valid_to,
                      exempt_ground, special_area, short_name, symbol)
    SELECT code, name, kind, style, 'central', valid_from, valid_to, exempt_ground,
           coalesce(special_area, false), short_name, symbol
    FROM told
    WHERE (code, valid_from) NOT IN (SELECT code, valid_from FROM known)
    ORDER BY code
""")

#: A parent's code means the parent that existed when the unit began, or later.
_TIES = text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            code text, valid_from date, territory text, managing_body text)
    )
    UPDATE unit u SET
        territory_id = (SELECT p.id FROM unit p WHERE p.code = t.territory
                        AND coalesce(p.valid_to, 'infinity') >= u.valid_from
                        ORDER BY p.valid_from LIMIT 1),
        managing_body_id = (SELECT p.id FROM unit p WHERE p.code = t.managing_body
                            AND coalesce(p.valid_to, 'infinity') >= u.valid_from
                            ORDER BY p.valid_from LIMIT 1)
    FROM told t WHERE u.code = t.code AND u.valid_from = t.valid_from
""")

#: A committee stands at the level of its territory; any other unit at its manager's.
_TIERS = text("""
    UPDATE unit u SET tier = CASE p.kind
        WHEN 'province' THEN 'province'
        WHEN 'district' THEN 'district'
        WHEN 'commune' THEN 'commune'
        ELSE 'central' END
    FROM unit p
    WHERE p.id = CASE WHEN u.kind = 'steering_committee'
                      THEN u.territory_id ELSE u.managing_body_id END
""")

#: The committee of the level above: of the body that manages the unit, or its host.
_SUPERIORS = text("""
    UPDATE unit u SET superior_id = above.id
    FROM unit host, unit above
    WHERE host.id = CASE WHEN u.kind = 'steering_committee'
                         THEN u.territory_id ELSE u.id END
      AND above.kind = 'steering_committee'
      AND above.territory_id = host.managing_body_id
      AND coalesce(above.valid_to, 'infinity') >= u.valid_from
      AND coalesce(u.valid_to, 'infinity') >= above.valid_from
      AND u.superior_id IS DISTINCT FROM above.id
""")

_SUCCESSIONS = text("""
    WITH told AS (
        SELECT r.code, r.valid_from, btrim(old) AS predecessor
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            code text, valid_from date, predecessors text),
            unnest(string_to_array(r.predecessors, ';')) AS old
    )
    INSERT INTO unit_succession (predecessor_id, successor_id)
    SELECT DISTINCT p.id, u.id FROM told t
    JOIN unit u ON u.code = t.code AND u.valid_from = t.valid_from
    JOIN unit p ON p.code = t.predecessor AND p.valid_to < u.valid_from
    ON CONFLICT DO NOTHING
""")

#: A new mailbox of a role ends the one before on the day it begins.
_CONTACTS = text("""
    WITH told AS (
        SELECT u.id AS unit_id, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            unit text, role text, email text, deputy_email text, since date)
        JOIN unit u ON u.code = r.unit AND coalesce(u.valid_to, 'infinity') >= r.since
    ), ended AS (
        UPDATE contact c SET valid_to = t.since - 1 FROM told t
        WHERE c.unit_id = t.unit_id AND c.role = t.role AND c.valid_to IS NULL
          AND c.valid_from < t.since
        RETURNING c.id
    ), known AS (
        UPDATE contact c SET email = t.email, deputy_email = t.deputy_email
        FROM told t WHERE c.unit_id = t.unit_id AND c.role = t.role
          AND c.valid_from = t.since
        RETURNING c.unit_id, c.role, c.valid_from
    )
    SELECT t.unit_id, t.role, t.email, t.deputy_email, t.since FROM told t
    WHERE (t.unit_id, t.role, t.since) NOT IN (TABLE known)
""")

_NEW_CONTACTS = text("""
    INSERT INTO contact (unit_id, role, email, deputy_email, valid_from)
    VALUES (:unit_id, :role, :email, :deputy_email, :since)
""")


def take_in_units(session: Session, rows: Rows) -> None:
    """Add units not known, bring known ones up to date, then tie all together."""
    facts = {"rows": json.dumps(list(rows), ensure_ascii=False)}
    session.execute(_UNITS, facts)
    analyse(session, len(rows), "unit")
    session.execute(_TIES, facts)
    session.execute(_TIERS)
    session.execute(_SUPERIORS)
    session.execute(_SUCCESSIONS, facts)


def take_in_contacts(session: Session, rows: Rows) -> None:
    """Write down who is reached where; an address told anew is trusted again."""
    facts = {"rows": json.dumps(list(rows), ensure_ascii=False)}
    new = session.execute(_CONTACTS, facts).mappings().all()
    if new:
        session.execute(_NEW_CONTACTS, [dict(row) for row in new])
    told = (row.get(key) for row in rows for key in ("email", "deputy_email"))
    contacts.revive(session, [str(address) for address in told if address])
    analyse(session, len(rows), "contact")


def _bears(codes: Collection[str]) -> ColumnElement[bool]:
    """Say whether a unit bears one of any number of codes."""
    return Unit.code == any_(literal(list(codes), ARRAY(Text)))


def unit_spans(session: Session, codes: Collection[str]) -> list[Span]:
    """Return from when until when units of these codes are known."""
    asked = select(Unit.code, Unit.valid_from, Unit.valid_to).where(_bears(codes))
    return [((code,), since, until) for code, since, until in session.execute(asked)]


def contact_spans(session: Session, codes: Collection[str]) -> list[Span]:
    """Return from when until when each role of these units has a mailbox."""
    asked = (
        select(Unit.code, Contact.role, Contact.valid_from, Contact.valid_to)
        .join(Unit, Unit.id == Contact.unit_id)
        .where(_bears(codes))
    )
    return [
        ((code, role), since, until)
        for code, role, since, until in session.execute(asked)
    ]
