"""Judge a past year again under a draft of the law; the record stays as it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from sqlalchemy.orm import Session

from db import cycle, evidence, recognition, submissions, verdicts
from db.evidence import Moment, Subject
from db.session import reading
from db.verdicts import Verdict
from rules.changes import changes
from rules.checking.law import refuse_faults
from rules.differences import Change
from rules.drafts import checked
from rules.entries import ENACTED, Book, folder
from rules.judgement import OUTCOME_NAMES, Outcome
from rules.recognition import law_of
from rules.simulation import causes
from rules.units import KIND_NAMES, UnitKind
from rules.windows import window
from tasks import moves
from tasks.moves import Move
from tasks.recognition import SUBJECTS

#: In this order: a commune's result counts those before it.
KINDS = tuple(kind for each in SUBJECTS.values() for kinds in each for kind in kinds)

#: The files of the law by which a past year is judged again.
USED = (
    "recognition/*",
    "windows.toml",
    "grading/*",
    "commendations/medal/*",
    "commendations/service.toml",
)


@dataclass(frozen=True)
class Flip:
    """A unit whose result the draft would change, and by which criteria."""

    kind: str
    code: str
    name: str
    before: str
    after: str
    because: Sequence[str]


@dataclass(frozen=True)
class KindLine:
    """How many units of a kind are recognised, as the law stands and by the draft."""

    kind: str
    units: int
    recognised: int
    by_draft: int

    @property
    def difference(self) -> int:
        return self.by_draft - self.recognised


@dataclass(frozen=True)
class Simulation:
    """A year under a draft: what it says otherwise, and what comes of it."""

    year: int
    draft: str
    changes: Sequence[Change]
    kinds: Sequence[KindLine]
    flips: Sequence[Flip]
    because: Mapping[str, int]
    certificates: int
    grades: Sequence[Move]
    medals: Sequence[Move]
    #: Units whose result differs from the recorded one even as the law stands.
    off_record: int
    #: Files of the draft that nothing here is judged by.
    untried: Sequence[str]


@dataclass(frozen=True)
class _Judged:
    """All units of a year, judged by one book."""

    verdicts: Mapping[int, Verdict]
    texts: Mapping[tuple[UnitKind, str], str]


def simulate(draft: Path, year: int, on: date) -> Simulation:
    """Compare a year as the law stands with the same year under a draft."""
    book = Book(checked(draft, folder("")))
    refuse_faults(book)
    with reading() as session:
        name = cycle.cycle_of(session, year).grading
        units = list(_units(session, year))
        before = _judge(session, year, on, ENACTED)
        after = _judge(session, year, on, book)
        recorded = recognition.outcomes(session, year)
        points = submissions.scores(session, year, on)
        medals = moves.medals(session, year, on, book)
    flips = list(_flips(units, before, after))
    kinds = [_line(kind, units, before, after) for kind in KINDS]
    both = [_outcomes(year, *each) for each in ((ENACTED, before), (book, after))]
    last = window(UnitKind.COMMUNE, year).end
    return Simulation(
        year=year,
        draft=draft.name,
        changes=changes(last, last, book, grading=name),
        kinds=kinds,
        flips=flips,
        because=dict(
            Counter(f"{flip.kind}: {cause}" for flip in flips for cause in flip.because)
        ),
        certificates=sum(line.difference for line in kinds),
        grades=moves.grades(units, name, points, both),
        medals=medals,
        off_record=sum(
            before.verdicts[unit].outcome is not outcome
            for unit, outcome in recorded.items()
            if unit in before.verdicts
        ),
        untried=_untried(draft),
    )


def _untried(draft: Path) -> list[str]:
    found = (path.relative_to(draft).as_posix() for path in draft.rglob("*.toml"))
    return sorted(
        file for file in found if not any(fnmatch(file, used) for used in USED)
    )


def _units(session: Session, year: int) -> Iterator[Subject]:
    for kind in KINDS:
        yield from evidence.subjects(session, [kind], window(kind, year).end)


def _judge(session: Session, year: int, on: date, book: Book) -> _Judged:
    found: dict[int, Verdict] = {}
    texts: dict[tuple[UnitKind, str], str] = {}
    for kind in KINDS:
        law, when = law_of(kind, year, book)
        outcomes = {unit: verdict.outcome for unit, verdict in found.items()}
        moment = Moment(year, when.end, on, outcomes)
        each = verdicts.of_units(session, kind, law, when.days, moment)
        found |= {verdict.unit_id: verdict for verdict in each}
        texts |= {(kind, criterion.id): criterion.text for criterion in law.criteria}
    return _Judged(found, texts)


def _outcomes(year: int, book: Book, judged: _Judged) -> moves.Judged:
    found = judged.verdicts.items()
    return moves.Judged(book, year, {unit: each.outcome for unit, each in found})


def _flips(units: Sequence[Subject], before: _Judged, after: _Judged) -> Iterator[Flip]:
    texts = {**before.texts, **after.texts}
    for unit in units:
        was, becomes = before.verdicts.get(unit.id), after.verdicts.get(unit.id)
        if was and becomes and was.outcome is not becomes.outcome:
            keys = causes(was.criteria, becomes.criteria, becomes.outcome)
            yield Flip(
                kind=KIND_NAMES[unit.kind],
                code=unit.code,
                name=unit.name,
                before=OUTCOME_NAMES[was.outcome],
                after=OUTCOME_NAMES[becomes.outcome],
                because=[texts[unit.kind, key] for key in keys],
            )


def _line(
    kind: UnitKind, units: Sequence[Subject], before: _Judged, after: _Judged
) -> KindLine:
    ids = [unit.id for unit in units if unit.kind is kind]
    met = [
        sum(
            judged.verdicts[unit].outcome is Outcome.MET
            for unit in ids
            if unit in judged.verdicts
        )
        for judged in (before, after)
    ]
    return KindLine(KIND_NAMES[kind], len(ids), *met)
