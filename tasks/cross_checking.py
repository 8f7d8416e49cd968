"""Check what units sent against itself, last year and each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db import comparisons
from db.comparisons import About, Figures, RowKey
from db.documents import Issue, Severity
from db.submissions import Row
from rules.compared import NOBODY, Known, Usual, shown, usual
from rules.cross_checks import Doubt, doubts
from rules.form_checks import CheckKind
from rules.forms import forms
from rules.reporting import published
from rules.sheets import Context

#: The letters of a sheet's columns by field, for each file and form.
Letters = Mapping[tuple[int, str], Mapping[str, str]]


@dataclass(frozen=True)
class Examined:
    """The rows that may be recorded, and what was found wrong or doubtful."""

    good: Sequence[Row]
    issues: Sequence[Issue]


def examine(
    session: Session,
    rows: Sequence[Row],
    units: Mapping[str, int],
    letters: Letters,
    context: Context,
) -> Examined:
    """Refuse the rows a blocking check finds wrong; doubt, but keep, the others."""
    codes = {unit_id: code for code, unit_id in units.items()}
    # What contradicts itself is compared with nothing, and nothing with it.
    sound = [row for row in rows if not _blocking(doubts(forms()[row.form], row.facts))]
    known = _known(session, sound, context.today)
    found = {
        id(row): list(doubts(forms()[row.form], row.facts, known.get(id(row), NOBODY)))
        for row in rows
    }
    good = [row for row in rows if not _blocking(found[id(row)])]
    doubted = [row for row in good if found[id(row)]]
    # What was doubted before and is sent again as it was has been looked at.
    settled = comparisons.unchanged(session, context.year, doubted)
    issues = [
        _issue(row, doubt, codes[row.unit_id], letters)
        for row in rows
        if _key(row) not in settled
        for doubt in _blocking(found[id(row)]) or found[id(row)]
    ]
    return Examined(good, issues)


def _blocking(found: Iterable[Doubt]) -> list[Doubt]:
    return [doubt for doubt in found if doubt.check.blocks]


def _issue(row: Row, doubt: Doubt, code: str, letters: Letters) -> Issue:
    columns = letters[row.document_id, row.form]
    cells = ", ".join(f"{columns[key]}{row.row}" for key in doubt.fields)
    adds_up = (row.form, doubt.fields[0], row.period) in published()
    return Issue(
        document_id=row.document_id,
        sheet=row.sheet,
        place=f"ô {cells}",
        found="; ".join(shown(row.facts[key]) for key in doubt.fields),
        problem=doubt.sentence,
        unit_code=code,
        unit_id=row.unit_id,
        severity=Severity.REFUSED if doubt.check.blocks else Severity.WARNING,
        effect=doubt.gap if adds_up else 0,
    )


def _key(row: Row) -> RowKey:
    return row.form, row.unit_id, row.period, row.item


def _known(session: Session, rows: Sequence[Row], today: date) -> dict[int, Known]:
    """Ask once, for all rows, what each kind of check compares them with."""
    compared = _asking(rows, {CheckKind.JUMP, CheckKind.REPEATED})
    before = comparisons.last_year(session, today.year, compared)
    groups = comparisons.peers(session, {row.unit_id for row in rows})
    peers = _peers(session, _asking(rows, {CheckKind.PEERS}), groups, today)
    below = _below(session, _asking(rows, {CheckKind.CHILDREN}), today)
    return {
        id(row): Known(
            before.get(_key(row), {}),
            peers.get((row.form, row.period, groups[row.unit_id]), {}),
            below.get((row.form, row.period, row.unit_id), ()),
        )
        for row in rows
    }


def _asking(rows: Sequence[Row], kinds: set[CheckKind]) -> list[Row]:
    asking = {
        form.key
        for form in forms().values()
        if any(check.kind in kinds for check in form.checks)
    }
    return [row for row in rows if row.form in asking]


def _about(rows: Sequence[Row]) -> set[About]:
    return {(row.form, row.period) for row in rows}


def _peers(
    session: Session, rows: Sequence[Row], groups: Mapping[int, str], today: date
) -> dict[tuple[str, str, str], Mapping[str, Usual]]:
    """Find the middle among units of a kind, those that come in just now included."""
    told = comparisons.of_units(session, today.year, _about(rows)) if rows else {}
    for row in rows:
        group = row.form, row.period, groups[row.unit_id]
        told.setdefault(group, {})[row.unit_id] = row.facts
    return {group: usual(each.values()) for group, each in told.items()}


def _below(
    session: Session, rows: Sequence[Row], today: date
) -> dict[tuple[str, str, int], Sequence[Figures | None]]:
    """Find what those below have told, those who tell it just now included."""
    if not rows:
        return {}
    above = {row.unit_id for row in rows}
    told = comparisons.below(session, today, _about(rows), above)
    incoming = {(row.form, row.period, row.unit_id): row.facts for row in rows}
    return {
        (form, period, unit): [
            incoming.get((form, period, child), facts) for child, facts in each.items()
        ]
        for (form, period, unit), each in told.items()
    }
