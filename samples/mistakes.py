"""A few careless files early in the year, each put right by a later one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from samples.organisation import committee_code
from samples.pledges import PledgeFile
from samples.sample import DAY, Sample
from samples.sent import Sent

#: Days until the sender sends the whole sheet again, put right.
CORRECTED_AFTER = 6
FEWEST_ROWS = 3

Spoil = Callable[[Sample, Sequence[Sent]], list[Sent]]


def with_mistakes(sample: Sample, rows: Sequence[Sent]) -> Iterator[Sent]:
    """Yield the rows with some files spoilt, and those files again, later."""
    files: dict[tuple[date, str, str], list[Sent]] = defaultdict(list)
    for row in rows:
        files[row.day, row.sender, row.form].append(row)
    spoilt = _chosen(sample, files)
    for key, sheet in files.items():
        if key not in spoilt:
            yield from sheet
            continue
        yield from spoilt[key](sample, sheet)
        later = sample.first_working_day(key[0] + CORRECTED_AFTER * DAY)
        yield from (replace(row, day=later) for row in sheet)


def _chosen(
    sample: Sample, files: dict[tuple[date, str, str], list[Sent]]
) -> dict[tuple[date, str, str], Spoil]:
    """Choose the file each mistake is made in: the first long enough of its form."""
    chosen: dict[tuple[date, str, str], Spoil] = {}
    last = sample.year.midyear - (CORRECTED_AFTER + 5) * DAY
    for form, spoil in MISTAKES:
        fit = (
            key
            for key in sorted(files)
            if key[2] == form
            and key not in chosen
            and len(files[key]) >= FEWEST_ROWS
            and key[0] <= last
            and not _of_committees(files[key])
        )
        key = next(fit, None)
        if key:
            chosen[key] = spoil
    return chosen


def _of_committees(rows: Sequence[Sent]) -> bool:
    """Say whether others' plans must follow these: such a file is left right."""
    return any(str(row.values["unit"]).endswith(committee_code("")) for row in rows)


def _put(row: Sent, **cells: str | date | None) -> Sent:
    return replace(row, values={**row.values, **cells})


def _wrong_year(sample: Sample, rows: Sequence[Sent]) -> list[Sent]:
    """A date of last year, and a number left out."""
    past = date(sample.year.year - 1, 3, 5)
    first, second, *rest = rows
    return [_put(first, issued_on=past), _put(second, number=None), *rest]


def _unknown_code(sample: Sample, rows: Sequence[Sent]) -> list[Sent]:
    """A code nobody bears."""
    first, *rest = rows
    return [_put(first, unit=f"{sample.year.code}-X999-K01"), *rest]


def _twice(_: Sample, rows: Sequence[Sent]) -> list[Sent]:
    """The same unit on two lines."""
    return [*rows, rows[0]]


def _text_in_a_number(_: Sample, rows: Sequence[Sent]) -> list[Sent]:
    first, *rest = rows
    return [_put(first, members="khoảng 20 người"), *rest]


def _before_the_plan_above(sample: Sample, rows: Sequence[Sent]) -> list[Sent]:
    """A plan older than the province's."""
    first, *rest = rows
    return [_put(first, issued_on=sample.day(1, 12)), *rest]


MISTAKES: Sequence[tuple[str, Spoil]] = (
    ("plan", _wrong_year),
    ("plan", _before_the_plan_above),
    ("registration", _unknown_code),
    ("registration", _twice),
    ("model", _text_in_a_number),
)


def with_spoilt_pledges(
    sample: Sample, files: Sequence[PledgeFile]
) -> Iterator[PledgeFile]:
    """Yield the pledge files, the earliest with wrong lines, and those lines again."""
    first = min(files, key=lambda file: (file.day, file.commune))
    later = sample.first_working_day(first.day + CORRECTED_AFTER * DAY)
    for file in files:
        yield replace(file, lines=_spoilt(file.lines)) if file is first else file
    yield PledgeFile(later, first.commune, first.lines[:3], part="bo-sung")


def _spoilt(lines: Sequence[str]) -> list[str]:
    """An area nobody knows, a day that does not exist, a word for a number."""
    cells = [line.split(",") for line in lines[:3]]
    cells[0][2] += "0"
    cells[1][4] = cells[1][4][:4] + "-02-31"
    cells[2][3] = "có"
    return [",".join(row) for row in cells] + list(lines[3:])
