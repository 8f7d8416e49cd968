"""Two whole years lived side by side, one of them also under kills."""

import random
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.commendations import Award
from db.council import Decision
from db.cycle import Cycle, Stage
from db.obligations import Obligation
from db.outbox import Letter, LetterStatus
from db.recognition import Recognition
from db.reviews import Indicator, Review
from db.units import Unit
from rules.cycle import StageStatus
from samples.sample import sample
from samples.writing import well_formed
from samples.years import Scale, sample_year
from templates import letters
from tests.fingerprint import fingerprint

BINH_THUAN, LAM_DONG = "binh-thuan-2021", "lam-dong-2026"
NAMES = (BINH_THUAN, LAM_DONG)
SEED = 510
#: One kill in each part of the year.
PARTS = ((20, 110), (130, 230), (300, 350))
#: Written when something goes wrong, or the days off change.
NOT_OF_A_QUIET_YEAR = {"alarm", "calendar_changed", "catch_up"}
MAIL = Path(letters.__file__).with_name("mail")


@pytest.fixture(scope="module")
def lives(life):
    """Live both samples to their end, and the first once more under kills."""
    begun = {name: life(name, name.replace("-", "_")) for name in NAMES}
    killed = life(BINH_THUAN, "killed")
    luck = random.Random(SEED)  # noqa: S311 - the same moments on every run
    for part in PARTS:
        kill(killed, date(2021, 1, 1) + timedelta(luck.randint(*part)), luck.random())
        killed.begin()
    for each in (*begun.values(), killed):
        each.end()
    return begun | {"killed": killed}


def kill(life, after: date, moment: float) -> None:
    """Kill a life some moment after a day was lived."""
    lived = select(Cycle.lived_until)
    while (told(life, lived) or date.min) < after:
        assert life.process.poll() is None, life.log()
        time.sleep(0.01)
    time.sleep(moment)
    life.stop()


def told(life, statement):
    with life.engine.connect() as connection:
        return connection.scalar(statement)


@pytest.fixture(params=NAMES)
def year(request, lives):
    return lives[request.param]


def test_every_stage_is_over_or_waits_only_for_the_silent(year):
    open_acts = (
        select(Stage.key)
        .join(Obligation, Obligation.stage_id == Stage.id)
        .where(Stage.act.is_not(None), Obligation.fulfilled_on.is_(None))
    )
    last_day = date(year.year, 12, 31)

    with year.engine.connect() as connection:
        stages = connection.execute(select(Stage.key, Stage.status, Stage.locks)).all()
        undone = connection.scalars(open_acts).all()

    assert undone == []
    assert [
        key
        for key, status, locks in stages
        if status is not StageStatus.CLOSED
        and not (status is StageStatus.OPEN and locks == last_day)
    ] == []


def test_letters_of_every_kind_were_sent_and_none_waits(year):
    sent = select(Letter.kind).where(Letter.status == LetterStatus.SENT).distinct()
    elsewhere = select(func.count()).where(
        Letter.status.not_in([LetterStatus.SENT, LetterStatus.WITHDRAWN])
    )

    with year.engine.connect() as connection:
        kinds = set(connection.scalars(sent))

    written = {path.name for path in MAIL.iterdir() if path.name[0] != "_"}
    assert kinds == written - NOT_OF_A_QUIET_YEAR
    assert told(year, elsewhere) == 0


def test_each_letter_was_delivered_once(year):
    assert Counter(delivered(year)) == Counter(sent(year))


def test_the_figures_of_six_months_are_those_the_sample_was_drawn_from(year):
    columns = (Indicator.code, Indicator.numerator, Indicator.denominator)
    statement = (
        select(*columns)
        .join(Review, Review.id == Indicator.review_id)
        .where(Review.period == "6 tháng")
    )

    with year.engine.connect() as connection:
        counted = {
            code: (part, all_) for code, part, all_ in connection.execute(statement)
        }

    expected = figures(year.sample)
    assert {code: counted.get(code) for code in expected} == expected


def figures(name: str) -> Mapping[str, tuple[int, int | None]]:
    """Count what the six-month review must say, from the sample's own file and rows."""
    told = sample_year(name)
    of = told.counts(Scale.SMALL)
    local = "LOCAL" if told.has_districts else "COMMUNE"
    units = {
        "PROV": sum(of.province_units.values()),
        local: sum(of.local_units.values()),
    }
    communes, areas = of.organisation["communes"], of.organisation["areas"]
    households = of.households
    return {
        "PLAN_PROV_UNITS": (of.plans["province_units"], units["PROV"]),
        f"PLAN_{local}_UNITS": (of.plans["local_units"], units[local]),
        "PLAN_BCD_L3": (communes, communes),
        "PLAN_KDC": (of.plans["areas"], areas),
        "REG_PROV_UNITS": (of.registrations["province_units"], units["PROV"]),
        f"REG_{local}_UNITS": (of.registrations["local_units"], units[local]),
        "REG_COMMUNE": (communes, communes),
        "REG_KDC": (areas, areas),
        "REG_HOUSEHOLD": (households["pledged"], households["residing"]),
        "MODEL_TOTAL": (of.models["active"], None),
        "WELFARE_VISITS": (of.figures["visits"], None),
        "WELFARE_ALLOWANCES": (of.figures["allowances"], None),
        "AWARD_KNC_PERSON": (of.medals["awarded"], None),
        "AWARD_ADHOC_ORG": (of.adhoc["collectives"], None),
        "AWARD_ADHOC_PERSON": (of.adhoc["individuals"], None),
        "PROPAGANDA_SESSIONS": (told_of(name, "propaganda_sessions"), None),
        "PROPAGANDA_ATTENDANCE": (told_of(name, "propaganda_attendance"), None),
        "TIPS_TOTAL": (told_of(name, "tips_total"), None),
        "TIPS_VALUABLE": (told_of(name, "tips_valuable"), None),
    }


def told_of(name: str, field: str) -> int:
    sent = well_formed(sample(name, Scale.SMALL))
    return sum(
        row.values[field]
        for row in sent
        if row.form == "figures" and row.values["period"] == "6 tháng"
    )


def test_the_grades_of_each_kind_add_up_to_all_who_were_judged(year):
    graded = (
        select(func.sum(Indicator.numerator), func.min(Indicator.denominator))
        .where(Indicator.code.startswith("GRADE_"))
        .group_by(func.split_part(Indicator.code, "_", 2))
    )

    with year.engine.connect() as connection:
        rows = connection.execute(graded).all()

    assert len(rows) == 3
    assert all(counted == whole for counted, whole in rows)


def test_nobody_was_given_a_medal_twice(year):
    medals = select(func.count(), func.count(Award.person_id.distinct())).where(
        Award.form == "medal"
    )

    with year.engine.connect() as connection:
        given, holders = connection.execute(medals).one()

    assert given == holders > 0


def test_each_decision_signed_in_the_province_is_a_paper_to_print_and_to_edit(year):
    signed = (
        select(Unit.code, Decision.number)
        .join(Unit, Unit.id == Decision.issuer_id)
        .where(Decision.kind != "Phân loại phong trào", Unit.code != "BCA")
    )

    with year.engine.connect() as connection:
        rows = connection.execute(signed).all()

    wanted = {f"{code}-{number.replace('/', '-')}" for code, number in rows}
    assert {code for code, _ in rows} >= {sample_year(year.sample).code, "CAT"}
    shelf = year.folder / "out" / "giay-to" / str(year.year) / "quyet-dinh"
    assert {path.stem for path in shelf.glob("*.pdf")} == wanted
    assert {path.stem for path in shelf.glob("*.docx")} == wanted


def test_the_present_law_judges_each_kind_over_its_own_window(lives):
    windows = (
        select(Unit.kind, Recognition.window_start, Recognition.window_end)
        .join(Unit, Unit.id == Recognition.unit_id)
        .distinct()
    )

    with lives[LAM_DONG].engine.connect() as connection:
        found = {kind: (start, end) for kind, start, end in connection.execute(windows)}

    of_units = date(2025, 11, 16), date(2026, 11, 15)
    assert found == {
        "residential_area": (date(2025, 11, 1), date(2026, 10, 31)),
        "commune": of_units,
        "agency": of_units,
        "enterprise": of_units,
        "school": of_units,
    }


def test_the_results_of_2026_were_there_on_the_days_the_decision_names(lives):
    acts = (
        select(Stage.key, Obligation.due, Obligation.late)
        .join(Obligation, Obligation.stage_id == Stage.id)
        .where(Stage.act.in_(["recognise", "grade"]))
    )

    with lives[LAM_DONG].engine.connect() as connection:
        found = {key: (due, late) for key, due, late in connection.execute(acts)}

    areas, units = (date(2026, 11, 19), False), (date(2026, 11, 29), False)
    assert found == {
        "recognise_areas": areas,
        "grade_areas": areas,
        "recognise_units": units,
        "grade_units": units,
    }


def test_a_year_killed_three_times_ends_as_one_never_killed(lives):
    killed, whole = (fingerprint(lives[name].engine) for name in ("killed", BINH_THUAN))

    differ = {
        table: (set(killed[table]) ^ set(rows)) or "as often"
        for table, rows in whole.items()
        if killed[table] != rows
    }
    assert differ == {}


def test_no_letter_is_lost_to_a_kill_and_hardly_one_comes_twice(lives):
    killed = lives["killed"]
    came = Counter(delivered(killed))

    assert set(came) == set(sent(killed))
    # One letter may come twice when a kill fell between its last byte and its receipt.
    assert came.total() - len(came) <= len(PARTS)


def test_a_year_lived_again_changes_nothing_and_sends_nothing(lives):
    lived = lives[BINH_THUAN]
    before, came = fingerprint(lived.engine), sorted(delivered(lived))

    lived.begin("again")
    lived.end()

    assert fingerprint(lived.engine) == before
    assert sorted(delivered(lived)) == came


def delivered(life) -> list[str]:
    """Return the Message-ID of each letter that was delivered."""
    kept = (life.maildir / "new").iterdir()
    return [named(path.read_bytes()) for path in kept]


def sent(life) -> list[str]:
    """Return the Message-ID of each letter that is written down as sent."""
    statement = select(Letter.content).where(Letter.status == LetterStatus.SENT)
    with life.engine.connect() as connection:
        return [named(content) for content in connection.scalars(statement)]


def named(content: bytes) -> str:
    head, _, _ = content.partition(b"\r\n\r\n")
    return message_from_bytes(head)["Message-ID"]
