"""Two ways of judging the same facts: plain Python, and one statement of SQL."""

import json
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, column, table, text
from sqlalchemy.dialects.postgresql import JSONB

from db.session import transaction
from db.verdicts import ASKED, verdicts
from rules.criteria import Shape
from rules.judgement import NOT_APPLICABLE, Fact
from rules.recognition import judge, law_of
from rules.units import UnitKind

BATCH, BATCHES = 10_000, 10
YEARS = (2021, 2026)
KINDS = (
    UnitKind.RESIDENTIAL_AREA,
    UnitKind.COMMUNE,
    UnitKind.AGENCY,
    UnitKind.SCHOOL,
)
DRAWN = table("drawn", column("unit_id", Integer), column("facts", JSONB))
#: What a cell may hold by mistake, whatever was asked.
STRANGE = (None, True, False, 0, 1, -1, "", "vâng", NOT_APPLICABLE)
WRITTEN = {NOT_APPLICABLE: "Không áp dụng"}


def drawn_units(law, window, seed):
    """Draw units most of whose answers are good: else none would pass."""
    luck = Random(seed)  # noqa: S311 - drawing examples, not secrets
    keys = [(c.check, key) for c in law.criteria for key in c.facts]
    return [
        {key: drawn_fact(shape, key, window, luck) for shape, key in keys}
        for _ in range(BATCH)
    ]


def drawn_fact(shape, key, window, luck):
    if luck.random() < 0.02:
        return luck.choice(STRANGE)
    match shape:
        case Shape.MUST_HOLD:
            return luck.random() < 0.95
        case Shape.MUST_NOT_OCCUR:
            return 0 if luck.random() < 0.95 else luck.randint(1, 3)
        case Shape.AT_LEAST:
            return luck.randint(0, 9)
        case Shape.SHARE_AT_LEAST | Shape.CHILDREN_SHARE:
            return drawn_count(key, luck)
        case Shape.HELD_BY:
            return window.start + timedelta(luck.randint(-9, 200))
    raise AssertionError(shape)


def drawn_count(key, luck):
    if key.endswith("unknown"):
        return luck.randint(0, 2)
    return luck.choice((25, 25, 25, 25, 24, 18, 17))


def in_python(kind, year, units):
    for number, told in enumerate(units):
        facts = {k: Fact(v, "") for k, v in told.items() if v is not None}
        found = judge(kind, year, facts)
        each = {f.criterion_id: f.outcome for f in found.findings if f.decides}
        yield number, found.outcome, each


def in_sql(session, law, window, units):
    session.execute(text("CREATE TEMP TABLE drawn (unit_id int, facts jsonb)"))
    cursor = session.connection().connection.driver_connection.cursor()
    with cursor.copy("COPY drawn FROM STDIN") as copy:
        for number, told in enumerate(units):
            known = {key: value for key, value in told.items() if value is not None}
            copy.write_row((number, json.dumps(known, default=as_stored)))
    for each in verdicts(session, law, window.days, DRAWN):
        yield each.unit_id, each.outcome, each.criteria
    session.execute(text("DROP TABLE drawn"))


def as_stored(value):
    return value.isoformat() if isinstance(value, date) else WRITTEN[value]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", YEARS)
@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=BATCHES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_both_ways_of_judging_agree_on_every_criterion_of_every_unit(kind, year, seed):
    law, window = law_of(kind, year)
    units = drawn_units(law, window, seed)

    first = list(in_python(kind, year, units))
    with transaction() as session:
        second = sorted(in_sql(session, law, window, units), key=lambda each: each[0])

    assert {outcome for _, outcome, _ in first} == {"met", "unmet", "unknown"}
    assert [a for a, b in zip(first, second, strict=True) if a != b] == []


def test_every_check_a_unit_may_be_asked_has_its_second_way():
    shapes = {
        criterion.check
        for kind in KINDS
        for year in YEARS
        for criterion in law_of(kind, year)[0].criteria
    }

    assert shapes - {None} <= ASKED.keys()
