"""Tell in words what an intake changes of what was recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import differences
from db.access import Kind
from db.base import Fact
from db.differences import Body
from rules.fields import Field, FieldType, Form
from rules.forms import NO, YES, forms
from rules.units import KIND_NAMES, UnitKind

TOLD_AT_MOST = 2000
#: Rows of these forms are about persons.
PERSONAL = {"nominee": Kind.NOMINEE, "service": Kind.NOMINEE, "award": Kind.AWARD}


@dataclass(frozen=True)
class Change:
    """A row new or told otherwise: where it stands, and its fields from old to new."""

    file: str
    place: str
    unit: str
    is_new: bool
    fields: Sequence[str]
    #: Which rows of persons it is one of; none: it is of a unit.
    shows: Kind | None = None


def changes(
    session: Session, recorded: Session, names: Mapping[int, str]
) -> list[Change]:
    """Return what this very transaction recorded, by file, sheet and row.

    Units and contacts come first; no file is kept of each of them.
    """
    told = differences.bodies(session, recorded)[:TOLD_AT_MOST]
    return [*map(_of_body, told), *_of_rows(session, names)]


def _of_body(body: Body) -> Change:
    form = forms()[body.form]
    before = body.before and _named(body.before)
    return Change(
        file="Đơn vị, đầu mối",
        place=f"trang “{form.sheet}”",
        unit=body.unit_code,
        is_new=before is None,
        fields=list(_fields(form, before or {}, _named(body.facts))),
    )


def _named(facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Name the kind of a unit as its sheet does; not to be special is not told."""
    told = {key: value for key, value in facts.items() if value is not False}
    if "kind" in told:
        told["kind"] = KIND_NAMES[UnitKind(str(told["kind"]))]
    return told


def _of_rows(session: Session, names: Mapping[int, str]) -> list[Change]:
    found = differences.changed(session, list(names), TOLD_AT_MOST)
    return [
        Change(
            file=names[each.document_id],
            place=f"trang “{each.sheet}”, dòng {each.row}",
            unit=each.unit_code,
            is_new=each.before is None,
            fields=list(_fields(forms()[each.form], each.before or {}, each.facts)),
            shows=PERSONAL.get(each.form),
        )
        for each in found
    ]


def _fields(
    form: Form, before: Mapping[str, Fact], facts: Mapping[str, Fact]
) -> Iterator[str]:
    for asked in form.fields:
        old, new = before.get(asked.key), facts.get(asked.key)
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
