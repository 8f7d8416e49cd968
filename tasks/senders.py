"""Who sent a file: whoever must mend it is told of all that is wrong in it."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from db.documents import Issue
from tasks.arrivals import Arrival


def address(
    arrival: Arrival, named: Mapping[int, Collection[str]], codes: Mapping[str, int]
) -> list[Issue]:
    """Address what is wrong in a file to its sender, where one is known.

    The sender is the one unit its workbook was written for, or else the one known unit
    it has rows of: a code mistyped is not another unit's mistake.
    """
    units = {key: set(each) for key, each in named.items()} | {
        key: set(mark.units) & codes.keys() for key, mark in arrival.marks.items()
    }
    senders = {key: each.pop() for key, each in units.items() if len(each) == 1}
    return [
        replace(issue, unit_id=codes[senders[issue.document_id]])
        if issue.document_id in senders
        else issue
        for issue in arrival.issues
    ]
