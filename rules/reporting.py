"""What a review reports: its lines, and which named measure counts each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rules.cycle import Owner
from rules.errors import MalformedRuleFileError


class Measure(StrEnum):
    """The closed set of ways a line is counted, always from rows."""

    FULFILLED = "fulfilled"
    HOUSEHOLDS = "households"
    ROWS = "rows"
    ROWS_BY = "rows_by"
    SUM = "sum"
    INSPECTED = "inspected"
    AWARDS = "awards"
    RECOGNISED = "recognised"
    GRADED = "graded"


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    unit: str
    measure: Measure
    owners: tuple[Owner, ...] = ()
    duty: str = ""
    form: str = ""
    field: str = ""
    period: str = ""
    type: str = ""
    recipient: str = ""
    band: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Report:
    """One review of the year; ``paper`` names its words in ``templates/papers``.

    ``name`` is what people find it by: the file, the artifact.
    """

    period: str
    name: str
    paper: str
    title: str
    subject: str
    late_duties: tuple[str, ...]
    strengths: tuple[str, ...]
    shortcomings: tuple[str, ...]
    next_tasks: tuple[str, ...]
    sections: tuple[Section, ...]


@cache
def reports() -> Mapping[str, Report]:
    """Read every ``rules/indicators/<review>.toml``, by period."""
    folder = files("rules").joinpath("indicators")
    found = [_report(path.name) for path in folder.iterdir()]
    return {report.period: report for report in found}


@cache
def published() -> frozenset[tuple[str, str, str]]:
    """Name the figures that are added up and published: form, field, period."""
    return frozenset(
        (line.form, line.field, line.period)
        for report in reports().values()
        for section in report.sections
        for line in section.lines
        if line.measure is Measure.SUM
    )


def _report(name: str) -> Report:
    try:
        text = files("rules").joinpath("indicators", name).read_text("utf-8")
        entry = tomllib.loads(text)
        sections = tuple(
            Section(each["title"], tuple(_line(line) for line in each["lines"]))
            for each in entry.pop("sections")
        )
        return Report(
            period=entry["period"],
            name=entry["name"],
            paper=entry["paper"],
            title=entry["title"],
            subject=entry["subject"],
            late_duties=tuple(entry["late_duties"]),
            strengths=tuple(entry["strengths"]),
            shortcomings=tuple(entry["shortcomings"]),
            next_tasks=tuple(entry["next_tasks"]),
            sections=sections,
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise MalformedRuleFileError(f"rules/indicators/{name}: {problem}") from problem


def _line(entry: Mapping[str, object]) -> Line:
    owners = entry.get("owners", ())
    typed = {
        "measure": Measure(str(entry["measure"])),
        "owners": tuple(Owner.parse(text) for text in owners)
        if isinstance(owners, list)
        else (),
    }
    return Line(**dict(entry) | typed)  # type: ignore[arg-type] # a wrong key or value is reported with the file's name
