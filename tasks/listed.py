"""Hold the totals units send against their lists, whichever came last."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from db import listings
from db.documents import Issue, Severity
from db.listings import Held, Total
from rules.compared import Known, Listed, shown
from rules.cross_checks import Doubt, doubts
from rules.form_checks import CheckKind, Listing
from rules.forms import forms


def compare(
    session: Session, documents: Collection[int], pledges: Collection[int], today: date
) -> list[Issue]:
    """Tell every total that is not what its list holds, if either came just now."""
    totals = listings.totals(session, today.year, _fields())
    if not totals:
        return []
    new = [total for total in totals if total.row.document_id in documents]
    held = listings.held(
        session,
        today,
        # Households are many: those of others are counted when a list of them came.
        households_of=_communes(totals if pledges else new),
        models_of=_communes(totals),
        documents=documents,
    )
    return [
        issue
        for total in totals
        for issue in _issues(total, held.get(total.territory_id or 0, {}), documents)
    ]


def _fields() -> dict[str, list[str]]:
    fields: dict[str, list[str]] = defaultdict(list)
    for form in forms().values():
        for check in form.checks:
            if check.kind is CheckKind.LISTED:
                fields[form.key] += check.fields
    return fields


def _communes(totals: Iterable[Total]) -> set[int]:
    return {total.territory_id for total in totals if total.territory_id}


def _issues(
    total: Total, held: Mapping[Listing, Held], documents: Collection[int]
) -> list[Issue]:
    is_new = total.row.document_id in documents
    known = Known(
        lists={
            listing: Listed(each.count, _origin(each), total.row.origin(total.file))
            for listing, each in held.items()
            if is_new or each.is_new
        }
    )
    return [
        _issue(total, held[doubt.check.listing], doubt, is_new=is_new)
        for doubt in doubts(forms()[total.row.form], total.row.facts, known)
        if doubt.check.listing
    ]


def _origin(held: Held) -> str:
    return f"tệp mới nhất “{held.file}”, nhận ngày {held.received_on:%d/%m/%Y}"


def _issue(total: Total, held: Held, doubt: Doubt, *, is_new: bool) -> Issue:
    """Say it of the file that came just now: the total's, or else the list's."""
    return Issue(
        document_id=total.row.document_id if is_new else held.document_id,
        sheet=total.row.sheet if is_new else "",
        place=f"dòng {total.row.row}" if is_new else "tệp",
        found=shown(total.row.facts[doubt.fields[0]] if is_new else held.count),
        problem=doubt.sentence,
        unit_code=total.code,
        unit_id=total.row.unit_id,
        severity=Severity.WARNING,
        # It is the list that is published: no total of a unit moves it.
        effect=0 if is_new else -doubt.gap,
    )
