"""A province of as many units as asked, some badly reached, a year full of rungs."""

from datetime import date

from sqlalchemy import text, update

from benchmarks.faulty_smtp import UNKNOWN
from db import migrations, organisation
from db.contacts import LEADERSHIP_ROLE, MOVEMENT_ROLE
from db.cycle import Stage
from db.session import transaction
from rules.ladder import Notice, Rung

YEAR = 2026
FIRST, LAST = date(2026, 2, 23), date(2026, 4, 24)
SINCE = "2025-07-01"
AREAS = 18  # In a commune, agencies included.
#: Every so many units the first mailbox is unknown; every other has no deputy then.
BADLY_REACHED = 40
#: Every so many units have their letters read by the commune's committee.
SHARED = 9

_REMINDED = (10, 7, 5, 4, 3, 2, 1, 0)
_LATE = (-1, -2, -3, -4, -5, -6, -8, -10)
LADDER = (
    *(Rung(Notice.REMINDER, mark) for mark in _REMINDED),
    *(Rung(Notice.OVERDUE, mark) for mark in _LATE),
    Rung(Notice.SUPERIOR, -3),
    Rung(Notice.OFFICE, -7),
    Rung(Notice.LEADERSHIP, -12),
)

#: Which letter ever carried which notice: the engine itself keeps only the last. And
#: when a letter was marked as sent, by the clock on the wall, not by the office's day.
_HISTORY = """
    CREATE TABLE carriage (
        letter_id integer NOT NULL, notice_id integer NOT NULL,
        PRIMARY KEY (letter_id, notice_id));
    CREATE FUNCTION note_carriage() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO carriage VALUES (NEW.letter_id, NEW.id) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_carriage AFTER UPDATE OF letter_id ON notice FOR EACH ROW
        WHEN (NEW.letter_id IS NOT NULL) EXECUTE FUNCTION note_carriage();
    CREATE TABLE settlement (
        letter_id integer NOT NULL PRIMARY KEY, at timestamptz NOT NULL);
    CREATE FUNCTION note_settlement() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO settlement VALUES (NEW.id, clock_timestamp());
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_settlement AFTER UPDATE OF status ON letter FOR EACH ROW
        WHEN (OLD.status <> 'sent' AND NEW.status = 'sent')
        EXECUTE FUNCTION note_settlement();
"""


def found(url: str, units: int) -> None:
    """Lay out the schema, take in the organisation, start the year."""
    from tasks.planning import start_cycle  # noqa: PLC0415 - after settling

    migrations.upgrade(url)
    with transaction() as session:
        session.execute(text(_HISTORY))
        rows = _units(units)
        organisation.take_in_units(session, rows)
        organisation.take_in_contacts(session, _contacts(rows))
    start_cycle.fn(YEAR, date(YEAR, 1, 5))
    with transaction() as session:
        ladder = [str(rung) for rung in LADDER]
        session.execute(update(Stage).values(ladder=ladder))


def address(code: str) -> str:
    return f"{code.lower()}@mau.example"


def _units(count: int) -> list[dict[str, str | None]]:
    rows = [
        _unit("T", "Tỉnh Mẫu", "province", None),
        _unit("T-BCD", "Ban Chỉ đạo tỉnh Mẫu", "steering_committee", "T"),
    ]
    for number in range(1, 2 + count // (AREAS + 2)):
        code, name = f"X{number}", f"Xã Số {number}"
        rows += [
            _unit(code, name, "commune", "T"),
            _unit(f"{code}-BCD", f"Ban Chỉ đạo {name}", "steering_committee", code),
        ]
        for area in range(1, AREAS + 1):
            kind = "agency" if area % 3 == 0 else "residential_area"
            rows.append(_unit(f"{code}-A{area}", f"Thôn {area}, {name}", kind, code))
    return rows[: count + 2]


def _unit(code: str, name: str, kind: str, above: str | None) -> dict[str, str | None]:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "territory": above,
        "managing_body": above,
        "valid_from": SINCE,
    }


def _contacts(rows: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    codes = [str(row["code"]) for row in rows if row["kind"] != "province"]
    leaders = {**_contact("T-BCD", 0), "role": LEADERSHIP_ROLE}
    leaders["email"] = "lanh-dao@mau.example"
    return [leaders, *(_contact(code, n) for n, code in enumerate(codes, 1))]


def _contact(code: str, number: int) -> dict[str, str | None]:
    commune, _, area = code.partition("-A")
    email, deputy = address(code), None
    if area and number % SHARED == 0:
        email = address(f"{commune}-BCD")
    elif area and number % BADLY_REACHED == 0:
        email = f"{UNKNOWN}{email}"
        deputy = address(f"pho-{code}") if number % (2 * BADLY_REACHED) else None
    return {
        "unit": code,
        "role": MOVEMENT_ROLE,
        "email": email,
        "deputy_email": deputy,
        "since": SINCE,
    }
