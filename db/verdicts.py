"""A second opinion: one statement asks the criteria of all units of a kind at once.

Written apart from ``rules/checks``, in the three-valued logic SQL itself has: true is
met, false unmet, NULL unknown. Where the two disagree, one of them is wrong.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Numeric,
    all_,
    and_,
    case,
    cast,
    column,
    false,
    func,
    null,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlalchemy.orm import Session

from db.evidence import COUNTED, SUBJECTS, TOLD, Moment
from rules.criteria import Criterion, Encoding, Shape
from rules.forms import NOT_APPLICABLE
from rules.judgement import Outcome
from rules.law import CriteriaSet
from rules.units import UnitKind
from rules.windows import Days

OUTCOMES = {True: Outcome.MET, False: Outcome.UNMET, None: Outcome.UNKNOWN}
PERCENT = 100
Truth = ColumnElement[bool]
Facts = ColumnElement[object]  # of the type JSONB
Number = ColumnElement[Decimal]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A unit's outcome, and that of each criterion that decides."""

    unit_id: int
    outcome: Outcome
    criteria: Mapping[str, Outcome]


def of_units(
    session: Session, kind: UnitKind, law: CriteriaSet, days: Days, moment: Moment
) -> Iterator[Verdict]:
    """Judge all units of a kind by what is known of them."""
    known = text(_facts_of(kind)).columns(
        column("unit_id", Integer), column("facts", JSONB)
    )
    binds = moment.binds | {"kinds": [str(kind)]}
    return verdicts(session, law, days, known.subquery(), binds)


def verdicts(
    session: Session,
    law: CriteriaSet,
    days: Days,
    known: FromClause,
    binds: Mapping[str, object] = MappingProxyType({}),
) -> Iterator[Verdict]:
    """Judge rows of ``unit_id`` and ``facts``, a JSON object of what is known."""
    deciding = [c for c in law.criteria if c.encoding is not Encoding.NOT_ENCODED]
    truths = array([_truth(each, known.c.facts, days) for each in deciding])
    # OFFSET 0: the whole is made of the answers; no criterion is asked twice for it.
    asked = select(known.c.unit_id, truths.label("answers")).offset(0).subquery()
    whole = true() == all_(asked.c.answers)
    names = [criterion.id for criterion in deciding]
    for unit_id, answers, passes in session.execute(select(asked, whole), binds):
        each = dict(zip(names, (OUTCOMES[answer] for answer in answers), strict=True))
        yield Verdict(unit_id, OUTCOMES[passes], each)


def _facts_of(kind: UnitKind) -> str:
    """Lay what was told and what is counted of each unit into one object.

    OFFSET 0 has it made once, not once for every criterion that looks into it.
    """
    counts = COUNTED[kind]
    joins = "".join(
        f" LEFT JOIN ({count.statement}) count{n} ON count{n}.unit_id = subject.id"
        for n, count in enumerate(counts)
    )
    objects = "".join(
        f" || (CAST('{json.dumps(dict(count.nothing))}' AS jsonb)"
        f" || coalesce(to_jsonb(count{n}) - 'unit_id', '{{}}'))"
        for n, count in enumerate(counts)
    )
    return f"""
        SELECT subject.id AS unit_id, coalesce(told.facts, '{{}}') {objects} AS facts
        FROM ({SUBJECTS}) subject
        LEFT JOIN (
            SELECT unit_id, jsonb_object_agg(key, value ORDER BY form) AS facts
            FROM ({TOLD}) each CROSS JOIN jsonb_each(each.facts) GROUP BY unit_id
        ) told ON told.unit_id = subject.id {joins}
        OFFSET 0
    """  # noqa: S608 - made of our own texts only


def _truth(criterion: Criterion, facts: Facts, days: Days) -> Truth:
    """Ask one criterion; NULL where nothing, or nothing sensible, is known."""
    assert criterion.check is not None  # noqa: S101 - it decides, so it has a check
    spared = or_(*(_text(facts, key) == NOT_APPLICABLE for key in criterion.facts))
    answer = ASKED[criterion.check](criterion, facts, days)
    excused = true() if criterion.may_not_apply else null()
    return case((spared, excused), else_=answer)


def _must_hold(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    return _answer(facts, criterion.facts[0])


def _must_not_occur(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    none = and_(*(_amount(facts, key) == 0 for key in criterion.facts))
    return none if criterion.conclusive else func.nullif(none, false())


def _at_least(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    return _number(facts, criterion.facts[0]) >= criterion.bound


def _share_at_least(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    part, whole = (_number(facts, key) for key in criterion.facts)
    return case((and_(whole > 0, part <= whole), _enough(criterion, part, whole)))


def _children_share(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    part, pending, whole = (_number(facts, key) for key in criterion.facts)
    sensible = and_(whole > 0, part + pending <= whole)
    return case(
        (and_(sensible, _enough(criterion, part, whole)), true()),
        (and_(sensible, ~_enough(criterion, part + pending, whole)), false()),
    )


def _enough(criterion: Criterion, part: Number, whole: Number) -> Truth:
    reached, asked = part * PERCENT, whole * criterion.bound
    return reached > asked if criterion.more_than else reached >= asked


def _held_by(criterion: Criterion, facts: Facts, days: Days) -> Truth:
    written = _text(facts, criterion.facts[0])
    day = case((func.pg_input_is_valid(written, "date"), cast(written, Date)))
    last = date(days.last.year, *criterion.by) if criterion.by else days.last
    return case((day >= days.first, day <= last))


def _rank_at_least(criterion: Criterion, facts: Facts, _: Days) -> Truth:
    passing = criterion.ranks[: criterion.ranks.index(criterion.least) + 1]
    rank = _text(facts, criterion.facts[0])
    return case((rank.in_(criterion.ranks), rank.in_(passing)))


def _text(facts: Facts, key: str) -> ColumnElement[str]:
    return facts.op("->>")(key)


def _kind(facts: Facts, key: str) -> ColumnElement[str]:
    return func.jsonb_typeof(facts.op("->")(key))


def _number(facts: Facts, key: str) -> Number:
    """Read a count; NULL if it is none, or below zero."""
    number = case((_kind(facts, key) == "number", cast(_text(facts, key), Numeric)))
    return case((number >= 0, number))


def _answer(facts: Facts, key: str) -> Truth:
    return case((_kind(facts, key) == "boolean", cast(_text(facts, key), Boolean)))


def _amount(facts: Facts, key: str) -> Number:
    """Read a count, or a yes as one and a no as none."""
    return func.coalesce(_number(facts, key), cast(_answer(facts, key), Integer))


Asked = Callable[[Criterion, Facts, Days], Truth]
ASKED: Mapping[Shape, Asked] = {
    Shape.MUST_HOLD: _must_hold,
    Shape.MUST_NOT_OCCUR: _must_not_occur,
    Shape.AT_LEAST: _at_least,
    Shape.SHARE_AT_LEAST: _share_at_least,
    Shape.CHILDREN_SHARE: _children_share,
    Shape.HELD_BY: _held_by,
    Shape.RANK_AT_LEAST: _rank_at_least,
}
