"""One commune that fills a form in, where the others send a list of commas."""

from collections.abc import Iterator
from datetime import date

from rules.forms import NO, YES
from samples import pledges
from samples.pledges import PledgeFile
from samples.sample import Sample
from samples.sent import Sent


def rows(sample: Sample) -> Iterator[Sent]:
    for file in pledges.of_first_commune(sample):
        if is_form(sample, file):
            for line in file.lines:
                yield Sent(file.day, file.commune, "pledge", _values(line))


def is_form(sample: Sample, file: PledgeFile) -> bool:
    """Say whether this file of a commune comes as a form: the first one's in autumn."""
    first = sample.organisation.communes[0].code
    return file.commune == first and file.day > sample.year.midyear


def _values(line: str) -> dict[str, str | date]:
    code, head, area, residing, day = line.split(",")
    told: dict[str, str | date] = {
        "unit": area,
        "code": code,
        "head": head,
        "residing": YES if residing == "1" else NO,
    }
    return told | ({"pledged_on": date.fromisoformat(day)} if day else {})
