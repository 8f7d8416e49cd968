"""Draw up who is proposed for commendation, and record how the council voted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import awards, commendations, council, cycle, journal, obligations, recognition
from db.commendations import Proposal
from db.session import in_turn, transaction
from db.submissions import Submission
from db.units import by_code
from rules.awards import (
    AWARD_NAMES,
    AwardForm,
    Ballots,
    Rewarded,
    achievement_facts,
    passes_vote,
)
from rules.commendations import Eligibility, EligibilityOutcome, eligibility
from rules.errors import OutOfTurnError
from rules.judgement import Fact, Outcome
from rules.merit import Nominated, merit
from rules.schemes import GRADE_NAMES, MovementGrade
from rules.windows import Days
from tasks import findings
from tasks.nominees import AWARDS, Proposed, day_of, flag, nominee, proposed

NOMINATE, COUNCIL = "nominate", "record_council"
MEDAL_ROUND, YEAR_END_ROUND = "Kỷ niệm chương", "Tổng kết"


@dataclass(frozen=True)
class Nominations:
    """How many proposals there are, by eligibility, and how many changed."""

    outcomes: Mapping[str, int]
    changed: int


@task(task_run_name="Đề nghị khen thưởng {round_} năm {year}", cache_policy=NO_CACHE)
def nominate(year: int, round_: str, today: date) -> Nominations:
    """Judge every proposal of a round by the texts in force when it was made."""
    with in_turn() as session:
        stage = cycle.acts(session, year, NOMINATE, round_)
        proposals = judged(session, year, today, lambda p: _round(p.row) == round_)
        changed = commendations.store(session, year, today, proposals)
        outcomes = Counter(str(each.columns["eligibility"]) for each in proposals)
        if changed:
            done = f"Lập danh sách đề nghị: {round_}"
            journal.write(session, today, done, stage.source, **outcomes)
        obligations.fulfil_act(session, stage, today)
        return Nominations(outcomes, changed)


def proposals_retold(today: date) -> bool:
    """Say whether more was told of a proposal since it was judged."""
    with transaction() as session:
        return bool(commendations.retold(session, today))


@task(task_run_name="Xét lại hồ sơ bổ sung ngày {today}", cache_policy=NO_CACHE)
def judge_retold(today: date) -> Nominations:
    """Judge proposals again of which more was told: a hold ends by itself."""
    with in_turn() as session:
        asked: dict[int, set[str]] = defaultdict(set)
        for row in commendations.retold(session, today):
            asked[row.year].add(row.reference)
        outcomes: Counter[str] = Counter()
        for year, references in asked.items():
            proposals = judged(session, year, today, _among(references))
            commendations.store(session, year, today, proposals)
            outcomes.update(str(each.columns["eligibility"]) for each in proposals)
        if outcomes:
            done = "Xét lại hồ sơ đề nghị được bổ sung"
            journal.write(session, today, done, "tệp đơn vị gửi lại", **outcomes)
        return Nominations(outcomes, outcomes.total())


def _among(references: Collection[str]) -> Callable[[Proposed], bool]:
    return lambda proposal: proposal.reference in references


def judged(
    session: Session, year: int, today: date, asked: Callable[[Proposed], bool]
) -> list[Proposal]:
    """Judge those of a year's proposals that are asked for."""
    persons = proposed(session, year, "nominee", today)
    found = [_person(session, each) for each in persons if asked(each)]
    units = proposed(session, year, "nominated_unit", today)
    asked_units = [each for each in units if asked(each)]
    if asked_units:
        results = _Results(
            recognition.outcomes(session, year),
            recognition.settled_grades(session, year),
        )
        found += [_unit(session, each, results) for each in asked_units]
    return found


def _round(row: Submission) -> str:
    medal = row.facts["award"] == AWARD_NAMES[AwardForm.MEDAL]
    return MEDAL_ROUND if medal else YEAR_END_ROUND


def _person(session: Session, proposal: Proposed) -> Proposal:
    row, told = proposal.row, proposal.row.facts
    person = commendations.person(
        session,
        row.unit_id,
        str(told["full_name"]),
        int(str(told["birth_year"])),
        str(told["sex"]),
    )
    who = awards.Nominated(row.year, proposal.reference, person.id, None)
    if _round(row) == MEDAL_ROUND:
        holds = awards.holds_medal(session, who)
        found = eligibility(nominee(proposal, holds_medal=holds))
    else:
        facts = _merit_facts(proposal, awards.rewarded(session, who))
        found = merit(Nominated.PERSON, _form(row), facts, day_of(told))
    columns = {"person_id": person.id, "position": str(told["position"])}
    return _proposal(proposal, found, columns)


def _form(row: Submission) -> AwardForm:
    return AWARDS[str(row.facts["award"])]


@dataclass(frozen=True)
class _Results:
    """What units got in the year."""

    outcomes: Mapping[int, Outcome]
    grades: Mapping[int, MovementGrade]


def _unit(session: Session, proposal: Proposed, results: _Results) -> Proposal:
    row = proposal.row
    code = str(row.facts["nominated_unit"])
    unit_id = by_code(session, code, row.received_on).id
    who = awards.Nominated(row.year, proposal.reference, None, unit_id)
    facts = _merit_facts(proposal, awards.rewarded(session, who))
    outcome = results.outcomes.get(unit_id)
    if outcome in (Outcome.MET, Outcome.UNMET):
        known = Fact(outcome == Outcome.MET, f"kết quả xét năm {row.year}")
        facts["unit_recognised"] = known
    if grade := results.grades.get(unit_id):
        known = Fact(GRADE_NAMES[grade], f"kết quả phân loại năm {row.year}")
        facts["unit_grade"] = known
    found = merit(Nominated.UNIT, _form(row), facts, day_of(row.facts))
    return _proposal(proposal, found, {"nominated_unit_id": unit_id})


def _merit_facts(proposal: Proposed, rewarded: Sequence[Rewarded]) -> dict[str, Fact]:
    row = proposal.row
    facts = achievement_facts(str(row.facts["achievement"]), rewarded)
    for key in ("excluded", "on_hold"):
        if (answer := flag(row.facts.get(key))) is not None:
            facts[key] = Fact(answer, proposal.origin, row.received_on)
    return facts


def _proposal(
    proposal: Proposed, found: Eligibility, columns: Mapping[str, object]
) -> Proposal:
    row = proposal.row
    day = day_of(row.facts)
    return Proposal(
        {
            "round": _round(row),
            "reference": str(row.facts["reference"]),
            "award_form": _form(row),
            "proposer_id": row.unit_id,
            "achievement": str(row.facts["achievement"]),
            "proposed_on": day,
            "eligibility": found.outcome,
            "submission_id": row.id,
            "last_row_id": proposal.last_row_id,
            **columns,
        },
        findings.rows(found.findings, Days(day, day)),
    )


@dataclass(frozen=True)
class Votes:
    """How many nominations the council passed, and how many it did not."""

    passed: int
    failed: int


@task(task_run_name="Ghi nhận Hội đồng {round_} năm {year}", cache_policy=NO_CACHE)
def record_council(year: int, round_: str, today: date) -> Votes:
    """Record the session and its ballots; say how many proposals passed."""
    with in_turn() as session:
        stage = cycle.acts(session, year, COUNCIL, round_)
        council.record_votes(session, year, round_, today)
        passed = _passed(session, year, round_)
        if not passed:
            raise OutOfTurnError(
                f"Chưa nhận phiếu của Hội đồng về “{round_}”: gửi trang “Phiên họp” và"
                " “Phiếu bầu” rồi chạy lại."
            )
        votes = Votes(sum(passed.values()), len(passed) - sum(passed.values()))
        if obligations.fulfil_act(session, stage, today):
            done = f"Ghi nhận phiếu của Hội đồng: {round_}"
            journal.write(session, today, done, stage.source, **vars(votes))
        return votes


def _passed(session: Session, year: int, round_: str) -> dict[int, bool]:
    ballots = council.ballots(session, year, round_)
    sessions = council.sessions(session, year, round_)
    passed = {}
    for row in commendations.nominations(session, year, round_):
        if row.id in ballots and row.eligibility is EligibilityOutcome.ELIGIBLE:
            agreed, against, session_id = ballots[row.id]
            met = sessions[session_id]
            cast = Ballots(
                in_favour=agreed, against=against, seats=met.seats, present=met.present
            )
            finding = passes_vote(cast, row.award_form, met.held_on)
            passed[row.id] = finding.outcome is Outcome.MET
    return passed
