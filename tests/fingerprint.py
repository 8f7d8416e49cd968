"""What a database says, whatever its numbering, its clock and its luck."""

import re
from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import Column, DateTime, Engine, Table, select

from db.tables import METADATA

#: Drawn at random, or telling how often and when something was tried.
LUCK = {
    "cycle": {"seal"},
    "installation": {"seal", "workbook_key"},
    "certificate": {"code"},
    "letter": {"answer", "attempts", "claimed_by", "is_doubted", "server"},
}
#: Whoever looks leaves a line here, each time.
LOOKED_AT = "access"
#: These of a certificate's letter name its random code.
CODED = {"occasion", "message_id", "content"}

WORKBOOK = re.compile(rb"Content-Type: application/(vnd.openxmlformats|zip)")


def fingerprint(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table by what it says, references spelt out."""
    with engine.connect() as connection:
        names: dict[str, dict[int, str]] = {"unit": {}}
        unit = METADATA.tables["unit"]
        for key, code, since in connection.execute(
            select(unit.c.id, unit.c.code, unit.c.valid_from)
        ):
            names["unit"][key] = f"{code} {since}"
        found = {}
        for table in METADATA.sorted_tables:
            if table.name == LOOKED_AT:
                continue
            rows = connection.execute(select(table)).mappings().all()
            told = [_told(table, row, names) for row in rows]
            if "id" in table.c and table.name != "unit":
                digests = (sha256(each.encode()).hexdigest()[:12] for each in told)
                ids = (row["id"] for row in rows)
                names[table.name] = dict(zip(ids, digests, strict=True))
            found[table.name] = sorted(told)
        return found


def _told(
    table: Table, row: Mapping[str, object], names: Mapping[str, Mapping[int, str]]
) -> str:
    passed = {"id"} | LUCK.get(table.name, set())
    if row.get("kind") == "certificate":
        passed |= CODED
    told = {
        column.name: _value(column, row[column.name], names)
        for column in table.c
        if column.name not in passed and not isinstance(column.type, DateTime)
    }
    return repr(told)


def _value(
    column: Column[object], value: object, names: Mapping[str, Mapping[int, str]]
) -> object:
    if isinstance(value, bytes):
        # A workbook is sealed with a key that is drawn at random.
        value = WORKBOOK.split(value)[0]
        return sha256(value).hexdigest()[:12]
    for reference in column.foreign_keys:
        if value is not None and reference.column.name == "id":
            return names[reference.column.table.name][value]
    return sorted(value.items()) if isinstance(value, dict) else value
