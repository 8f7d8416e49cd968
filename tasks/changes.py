"""Tell in words what an intake changes of what was recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import differences
from db.base import Fact
from db.differences import Changed
from rules.fields import Field, FieldType
from rules.forms import NO, YES, forms

TOLD_AT_MOST = 2000


@dataclass(frozen=True)
class Change:
    """A row new or told otherwise: where it stands, and its fields from old to new."""

    file: str
    place: str
    unit: str
    is_new: bool
    fields: Sequence[str]


def changes(session: Session, names: Mapping[int, str]) -> list[Change]:
    """Return what this very transaction recorded, by file, sheet and row."""
    found = differences.changed(session, list(names), TOLD_AT_MOST)
    return [
        Change(
            file=names[each.document_id],
            place=f"trang “{each.sheet}”, dòng {each.row}",
            unit=each.unit_code,
            is_new=each.before is None,
            fields=list(_fields(each)),
        )
        for each in found
    ]


def _fields(row: Changed) -> Iterator[str]:
    before = row.before or {}
    for asked in forms()[row.form].fields:
        old, new = before.get(asked.key), row.facts.get(asked.key)
        if old == new:
            continue
        if asked.type is FieldType.PERSON:  # No name is shown to whoever tries a file.
            yield f"{asked.label}: {'đã đổi' if old else 'có ghi'}"
        elif old is None:
            yield f"{asked.label}: {_shown(asked, new)}"
        else:
            yield f"{asked.label}: {_shown(asked, old)} → {_shown(asked, new)}"


def _shown(asked: Field, value: Fact) -> str:
    if value is None:
        return "(trống)"
    if isinstance(value, bool):
        return YES if value else NO
    if asked.type is FieldType.DATE:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return f"“{value}”" if isinstance(value, str) else str(value)
