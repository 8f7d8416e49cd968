"""Draw up who is proposed for commendation, and record how the council voted."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import (
    commendations,
    council,
    cycle,
    journal,
    recognition,
    submissions,
    units,
)
from db.base import Fact as Told
from db.commendations import Proposal
from db.session import transaction
from db.submissions import Submission
from rules.awards import AWARD_NAMES, AwardForm, Ballots, passes_vote
from rules.commendations import Eligibility, EligibilityOutcome, eligibility
from rules.errors import OutOfTurnError
from rules.forms import NOT_APPLICABLE as ANSWERED_NOT_APPLICABLE
from rules.judgement import NOT_APPLICABLE, Fact, NotApplicable, Outcome
from rules.merit import Nominated, merit
from rules.nominees import CATEGORY_NAMES, Category, Nominee, Sex
from rules.service import POST_NAMES, Post, Service
from tasks import findings

NOMINATE, COUNCIL = "nominate", "record_council"
MEDAL_ROUND, YEAR_END_ROUND = "Kỷ niệm chương", "Tổng kết"
SEXES = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}
AWARDS = {name: form for form, name in AWARD_NAMES.items()}
CATEGORIES = {name: category for category, name in CATEGORY_NAMES.items()}
POSTS = {name: post for post, name in POST_NAMES.items()}


@dataclass(frozen=True)
class Nominations:
    """How many proposals there are, by eligibility, and how many changed."""

    outcomes: Mapping[str, int]
    changed: int


@task(task_run_name="Đề nghị khen thưởng {round_} năm {year}", cache_policy=NO_CACHE)
def nominate(year: int, round_: str, today: date) -> Nominations:
    """Judge every proposal of a round by the texts in force when it was made."""
    with transaction() as session:
        stage = cycle.acts(session, year, NOMINATE, round_)
        proposals = _persons(session, year, round_, today)
        if round_ == YEAR_END_ROUND:
            proposals += _units(session, year, today)
        changed = commendations.store(session, year, today, proposals)
        outcomes = Counter(str(each.columns["eligibility"]) for each in proposals)
        if changed:
            done = f"Lập danh sách đề nghị: {round_}"
            journal.write(session, today, done, stage.source, **outcomes)
        cycle.fulfil_act(session, stage, today)
        return Nominations(outcomes, changed)


def _round(row: Submission) -> str:
    medal = row.facts["award"] == AWARD_NAMES[AwardForm.MEDAL]
    return MEDAL_ROUND if medal else YEAR_END_ROUND


def _persons(session: Session, year: int, round_: str, today: date) -> list[Proposal]:
    served: dict[str, list[Service]] = defaultdict(list)
    for row, _ in submissions.of_form(session, year, "service", today):
        served[str(row.facts["reference"])].append(_service(row.facts))
    return [
        _person(session, row, origin, served[str(row.facts["reference"])])
        for row, origin in submissions.of_form(session, year, "nominee", today)
        if _round(row) == round_
    ]


def _service(told: Mapping[str, Told]) -> Service:
    until = told.get("served_to")
    return Service(
        post=Post(POSTS[str(told["post"])]),
        served_from=date.fromisoformat(str(told["served_from"])),
        served_to=date.fromisoformat(str(until)) if until else None,
        special_area=told.get("special_area") is True,
    )


def _person(
    session: Session, row: Submission, file: str, served: Sequence[Service]
) -> Proposal:
    told = row.facts
    person = commendations.person(
        session,
        row.unit_id,
        str(told["full_name"]),
        int(str(told["birth_year"])),
        str(told["sex"]),
    )
    origin = f"tệp “{file}”, trang “{row.sheet}”, dòng {row.row}"
    if _round(row) == MEDAL_ROUND:
        holds = commendations.holds_medal(session, person.id)
        judged = eligibility(_nominee(told, served, holds=holds, origin=origin))
    else:
        rewarded = commendations.rewarded(session, person.id, None)
        judged = merit(
            Nominated.PERSON, _merit_facts(row, origin, rewarded), _day(told)
        )
    columns = {"person_id": person.id, "position": str(told["position"])}
    return _proposal(row, judged, columns)


def _nominee(
    told: Mapping[str, Told], served: Sequence[Service], *, holds: bool, origin: str
) -> Nominee:
    counting_from = told.get("counting_from")
    return Nominee(
        category=Category(CATEGORIES[str(told["category"])]),
        sex=SEXES[str(told["sex"])],
        proposed_on=_day(told),
        service=tuple(served),
        prior_commendations=_count(told.get("prior_commendations")),
        locality_clean=_answer(told.get("locality_clean")),
        tasks_done=_answer(told.get("tasks_done")),
        excluded=_flag(told.get("excluded")),
        on_hold=_flag(told.get("on_hold")),
        counting_from=date.fromisoformat(str(counting_from)) if counting_from else None,
        holds_medal_already=holds,
        standard_accepted=_flag(told.get("standard_accepted")),
        origin=origin,
    )


def _units(session: Session, year: int, today: date) -> list[Proposal]:
    outcomes = recognition.outcomes(session, year)
    codes = units.ids_by_code(session, today)
    proposals = []
    for row, file in submissions.of_form(session, year, "nominated_unit", today):
        unit_id = codes[str(row.facts["nominated_unit"])]
        origin = f"tệp “{file}”, trang “{row.sheet}”, dòng {row.row}"
        facts = _merit_facts(
            row, origin, commendations.rewarded(session, None, unit_id)
        )
        outcome = outcomes.get(unit_id)
        if outcome in (Outcome.MET, Outcome.UNMET):
            known = Fact(outcome == Outcome.MET, f"kết quả xét năm {year}")
            facts["unit_recognised"] = known
        judged = merit(Nominated.UNIT, facts, _day(row.facts))
        columns = {"nominated_unit_id": unit_id}
        proposals.append(_proposal(row, judged, columns))
    return proposals


def _merit_facts(
    row: Submission, origin: str, rewarded: Sequence[str]
) -> dict[str, Fact]:
    achievement = str(row.facts["achievement"]).casefold()
    times = sum(other.casefold() == achievement for other in rewarded)
    facts = {"same_achievement": Fact(times, "danh sách khen thưởng đã có")}
    for key in ("excluded", "on_hold"):
        if isinstance(row.facts.get(key), bool):
            facts[key] = Fact(row.facts[key] is True, origin, row.received_on)
    return facts


def _proposal(
    row: Submission, judged: Eligibility, columns: Mapping[str, object]
) -> Proposal:
    return Proposal(
        {
            "round": _round(row),
            "reference": str(row.facts["reference"]),
            "award_form": AWARDS[str(row.facts["award"])],
            "proposer_id": row.unit_id,
            "achievement": str(row.facts["achievement"]),
            "proposed_on": _day(row.facts),
            "eligibility": judged.outcome,
            "submission_id": row.id,
            **columns,
        },
        findings.rows(judged.findings),
    )


@dataclass(frozen=True)
class Votes:
    """How many nominations the council passed, and how many it did not."""

    passed: int
    failed: int


@task(task_run_name="Ghi nhận Hội đồng {round_} năm {year}", cache_policy=NO_CACHE)
def record_council(year: int, round_: str, today: date) -> Votes:
    """Record the session and its ballots; say how many proposals passed."""
    with transaction() as session:
        stage = cycle.acts(session, year, COUNCIL, round_)
        council.record_votes(session, year, round_, today)
        passed = _passed(session, year, round_)
        if not passed:
            raise OutOfTurnError(
                f"Chưa nhận phiếu của Hội đồng về “{round_}”: gửi trang “Phiên họp” và"
                " “Phiếu bầu” rồi chạy lại."
            )
        votes = Votes(sum(passed.values()), len(passed) - sum(passed.values()))
        if cycle.fulfil_act(session, stage, today):
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


def _day(told: Mapping[str, Told]) -> date:
    return date.fromisoformat(str(told["proposed_on"]))


def _count(value: Told) -> int | None:
    return value if isinstance(value, int) else None


def _flag(value: Told) -> bool | None:
    return value if isinstance(value, bool) else None


def _answer(value: Told) -> bool | NotApplicable | None:
    return NOT_APPLICABLE if value == ANSWERED_NOT_APPLICABLE else _flag(value)
