"""Invite the units whose files hold mistakes to correct them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session

from db import contacts, units
from db.documents import Issue
from rules.timetable import calendar
from tasks.letters import Post
from templates.facts import ErrorLine

WORKING_DAYS_TO_MEND = 5


def write_letters(
    session: Session,
    issues: Sequence[Issue],
    names: Mapping[int, str],
    accepted: Mapping[int, int],
    today: date,
) -> None:
    """Write to each unit concerned; to the office where no unit is known.

    ``accepted`` counts the good rows of each file: they need not be sent again.
    """
    if not issues:
        return
    office = units.office(session)
    post = Post(session, today.year, today)
    by_unit: dict[int, list[Issue]] = defaultdict(list)
    for issue in issues:
        by_unit[issue.unit_id or office.id].append(issue)
    reach = contacts.mailboxes(session, [*by_unit, office.id], today)
    for unit_id, wrong in sorted(by_unit.items()):
        # Without a contact of its own, the unit is the office's to find.
        mailbox, name = reach.get(unit_id) or reach.get(office.id) or (None, "")
        if mailbox is None:
            continue
        files = {each.document_id for each in wrong}
        lines = [_line(each, names) for each in wrong if not each.is_warning]
        doubts = [_line(each, names) for each in by_effect(wrong)]
        post.write(
            "correction",
            occasion=f"{today}/{_digest(lines + doubts)}",
            recipient=mailbox,
            to=name,
            facts={
                "errors": lines,
                "warnings": doubts,
                "accepted": sum(accepted.get(each, 0) for each in files),
                "due": calendar().days_after(today, WORKING_DAYS_TO_MEND),
            },
        )
    post.queue()


def by_effect(issues: Sequence[Issue]) -> list[Issue]:
    """Return the warnings, first those on which most of a published total hangs."""
    warnings = [each for each in issues if each.is_warning]
    return sorted(warnings, key=lambda each: -abs(each.effect))


def _digest(lines: Sequence[ErrorLine]) -> str:
    return sha256(repr(lines).encode()).hexdigest()[:16]


def _line(issue: Issue, names: Mapping[int, str]) -> ErrorLine:
    return ErrorLine(
        file=names[issue.document_id],
        sheet=issue.sheet,
        cell=issue.place,
        wrong=f"“{issue.found}”" if issue.found else "",
        expected=issue.problem,
        effect=issue.effect if issue.is_warning else 0,
    )
