"""Awards: what was given before, and what a decision gives - ad hoc to anyone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from db import commendations, submissions, units
from db.base import Fact
from db.commendations import Award, Nomination, Person
from db.council import Decision
from db.submissions import Submission
from db.units import Unit
from rules.awards import AWARD_NAMES, TYPE_NAMES, AwardForm, Rewarded
from rules.commendations import EligibilityOutcome

FORMS = {name: form for form, name in AWARD_NAMES.items()}
PERSON = "Cá nhân"
_GIVEN = "đã được tặng, không tặng lần nữa"
TYPES = {name: type_ for type_, name in TYPE_NAMES.items()}


@dataclass(frozen=True)
class Given:
    """An award as a decision's list and a letter show it."""

    recipient: str
    place: str
    unit_id: int
    form_name: str
    achievement: str
    is_person: bool


@dataclass(frozen=True)
class Awarded:
    """What was given, and the references refused - with why, without names."""

    #: What the decision had given at an earlier look.
    before: Sequence[Given]
    given: Sequence[Given]
    refused: Sequence[str]


Listed = Mapping[tuple[int, str], Sequence[Submission]]


@dataclass(frozen=True)
class _Recipient:
    nomination: Nomination | None
    person: Person | None
    unit: Unit


@dataclass(frozen=True)
class Nominated:
    """Who is proposed - a person or a unit - and by which row of which year."""

    year: int
    reference: str
    person_id: int | None
    unit_id: int | None


def holds_medal(session: Session, nominated: Nominated) -> bool:
    """Say whether the medal was given before, other than on this very proposal."""
    medals = _given_before(nominated).where(Award.form == AwardForm.MEDAL)
    return session.scalar(medals) is not None


def rewarded(session: Session, nominated: Nominated) -> list[Rewarded]:
    """Return what was rewarded before, other than on this very proposal."""
    given = session.scalars(_given_before(nominated))
    return [Rewarded(award.achievement, TYPES[award.type]) for award in given]


def _given_before(nominated: Nominated) -> Select[Award]:
    own = select(Nomination.id).filter_by(
        year=nominated.year, reference=nominated.reference
    )
    whose = (
        Award.person_id == nominated.person_id
        if nominated.person_id
        else Award.awarded_unit_id == nominated.unit_id
    )
    return select(Award).where(
        whose,
        Award.revoked_on.is_(None),
        or_(Award.nomination_id.is_(None), Award.nomination_id.not_in(own)),
    )


def decision_of(
    session: Session, nomination_id: int
) -> tuple[AwardForm, str, date] | None:
    """Return what a proposal brought: the form, its decision's number and day."""
    statement = (
        select(Award.form, Decision.number, Decision.signed_on)
        .join(Decision, Decision.id == Award.decision_id)
        .where(Award.nomination_id == nomination_id, Award.revoked_on.is_(None))
    )
    found = session.execute(statement).first()
    return (found[0], found[1], found[2]) if found else None


def listed(session: Session, year: int, today: date) -> Listed:
    """Return the awards listed by then, by the issuer and number of their decision."""
    found: dict[tuple[int, str], list[Submission]] = defaultdict(list)
    for row, _ in submissions.of_form(session, year, "award", today):
        found[row.unit_id, str(row.facts["number"])].append(row)
    return found


def of_decision(session: Session, decision: Decision) -> list[Given]:
    """Return what a decision gave already, in the order in which it was listed."""
    statement = (
        select(Award, Person, Nomination.position, Unit)
        .outerjoin(Person, Person.id == Award.person_id)
        .outerjoin(Nomination, Nomination.id == Award.nomination_id)
        .join(Unit, Unit.id == func.coalesce(Award.awarded_unit_id, Person.unit_id))
        .where(Award.decision_id == decision.id, Award.revoked_on.is_(None))
        .order_by(Award.id)
    )
    return [
        Given(
            recipient=person.full_name if person else unit.name,
            place=(position or unit.name) if person else "",
            unit_id=unit.id,
            form_name=AWARD_NAMES[award.form],
            achievement=award.achievement,
            is_person=person is not None,
        )
        for award, person, position, unit in session.execute(statement)
    ]


def give(session: Session, decision: Decision, listed: Listed, today: date) -> Awarded:
    """Give what its issuer listed under the decision's number since the last look.

    A row put right after it was given is not given again: its award stands.
    """
    given, refused = [], []
    before = of_decision(session, decision)
    known = {(each.unit_id, each.recipient) for each in before}
    rows = listed.get((decision.issuer_id, decision.number), ())
    since = decision.last_listed_id
    decision.last_listed_id = max((since, *(row.id for row in rows)))
    for row in rows:
        if row.id <= since:
            continue
        told = row.facts
        unit = units.by_code(session, str(told["awarded_unit"]), today)
        # A proposal is given once whatever its row says.
        is_proposed = told.get("reference") is not None
        if not is_proposed and (unit.id, _named(told, unit)) in known:
            refused.append(f"dòng {row.row}: {_GIVEN}")
            continue
        recipient = _recipient(session, decision, told, unit)
        if isinstance(recipient, str):
            refused.append(f"dòng {row.row}: {recipient}")
        elif _store(session, decision, recipient, told):
            given.append(_given(recipient, told))
        else:
            refused.append(f"dòng {row.row}: {_GIVEN}")
    return Awarded(before, given, refused)


def _named(told: Mapping[str, Fact], unit: Unit) -> str:
    """Name whom a row rewards, as a decision's list does."""
    return str(told.get("full_name")) if told["recipient"] == PERSON else unit.name


def _recipient(
    session: Session, decision: Decision, told: Mapping[str, Fact], unit: Unit
) -> _Recipient | str:
    reference = told.get("reference")
    if reference is not None:
        return _nominated(session, decision.year, str(reference), unit)
    if told["recipient"] != PERSON:
        return _Recipient(None, None, unit)
    if not all(told.get(key) for key in ("full_name", "birth_year", "sex")):
        return "thiếu họ tên, năm sinh hoặc giới tính"
    person = commendations.person(
        session,
        unit.id,
        str(told["full_name"]),
        int(str(told["birth_year"])),
        str(told["sex"]),
    )
    return _Recipient(None, person, unit)


def _nominated(
    session: Session, year: int, reference: str, unit: Unit
) -> _Recipient | str:
    nomination = session.scalar(
        select(Nomination).filter_by(year=year, reference=reference)
    )
    if nomination is None:
        return f"không có hồ sơ đề nghị {reference}"
    if nomination.eligibility is not EligibilityOutcome.ELIGIBLE:
        return f"hồ sơ {reference} chưa đủ điều kiện"
    person = (
        session.get_one(Person, nomination.person_id) if nomination.person_id else None
    )
    return _Recipient(nomination, person, unit)


def _store(
    session: Session,
    decision: Decision,
    recipient: _Recipient,
    told: Mapping[str, Fact],
) -> bool:
    nomination = recipient.nomination
    achievement = nomination.achievement if nomination else told.get("achievement", "")
    statement = insert(Award).values(
        year=decision.year,
        decision_id=decision.id,
        nomination_id=nomination.id if nomination else None,
        person_id=recipient.person.id if recipient.person else None,
        awarded_unit_id=None if recipient.person else recipient.unit.id,
        form=AwardForm(FORMS[str(told["form"])]),
        type=told["type"],
        achievement=achievement or "",
    )
    added = statement.on_conflict_do_nothing().returning(Award.id)
    return session.scalar(added) is not None


def _given(recipient: _Recipient, told: Mapping[str, Fact]) -> Given:
    nomination, person, unit = recipient.nomination, recipient.person, recipient.unit
    position = nomination.position if nomination and nomination.position else unit.name
    return Given(
        recipient=person.full_name if person else unit.name,
        place=position if person else "",
        unit_id=unit.id,
        form_name=str(told["form"]),
        achievement=str(
            nomination.achievement if nomination else told.get("achievement") or ""
        ),
        is_person=person is not None,
    )
