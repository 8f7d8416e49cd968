"""The cases of tests/cases, and what the rules say of each."""

import tomllib
from decimal import Decimal
from pathlib import Path

from rules.awards import (
    AwardForm,
    AwardType,
    Ballots,
    Rewarded,
    achievement_facts,
    award,
    passes_vote,
)
from rules.commendations import eligibility
from rules.grading import Score, grade
from rules.judgement import NOT_APPLICABLE, Fact, Outcome
from rules.law import criteria_set
from rules.merit import Nominated, merit
from rules.nominees import Category, Nominee, Sex
from rules.recognition import decider, judge
from rules.schemes import scheme
from rules.service import Post, Service
from rules.units import Tier, UnitKind

FOLDER = Path(__file__).parent / "cases"
#: What a case says that is not so in its file's sound example.
CHANGES = {"given", "missing", "scores", "unreviewed"}
_FILE = {"title", "about", "law", "cases"}
_ASKED = {"kind", "year", "on", "scheme", "recognition", "subject", "form"}
_ASKED |= {"managed_by", "achievement", "criterion"}
_EXPECTED = {"outcome", "finding", "total", "grade", "status", "says", "band"}
_EXPECTED |= {"level", "decided_by", "article", "refused"}
#: All that a file or a case may say.
WORDS = {"name"} | CHANGES | _FILE | _ASKED | _EXPECTED


def cases(about):
    """Yield the cases about something, each laid over what its file gives them all."""
    for file in sorted(FOLDER.glob("*.toml")):
        book = tomllib.loads(file.read_text("utf-8"))
        if book["about"] == about:
            yield from (laid_over(book, case, file.stem) for case in book["cases"])


def laid_over(book, case, file):
    shared = {key: value for key, value in book.items() if key != "cases"}
    given = book.get("given", {}) | case.get("given", {})
    told = {k: v for k, v in given.items() if k not in case.get("missing", [])}
    sound = not CHANGES & case.keys()
    return shared | case | {"given": told, "sound": sound, "file": file}


def judged(case):
    return judge(UnitKind(case["kind"]), case["year"], facts_of(case))


def merited(case):
    form = AwardForm(case.get("form", AwardForm.PROVINCE_DIPLOMA))
    return merit(Nominated(case["subject"]), form, facts_of(case), case["on"])


def facts_of(case):
    return {
        key: Fact(
            NOT_APPLICABLE if value == "không áp dụng" else value,
            f"hồ sơ mẫu, ô {key}",
        )
        for key, value in case["given"].items()
    }


def proposed(case):
    told = dict(case["given"])
    services = told.pop("service", [])
    told["service"] = tuple(
        Service(**each | {"post": Post(each["post"])}) for each in services
    )
    told |= {"category": Category(told["category"]), "sex": Sex(told["sex"])}
    return eligibility(Nominee(**told))


def table_of(case):
    return scheme(case["scheme"], UnitKind(case["kind"]), case["on"])


def graded(case):
    """Grade on full marks, reviewed, but for what the case says."""
    table = table_of(case)
    points = {item.id: item.bound for item in table.items}
    points |= {code: Decimal(told) for code, told in case.get("scores", {}).items()}
    unreviewed = case.get("unreviewed", [])
    scores = {
        code: Score(value, None if code in unreviewed else value)
        for code, value in points.items()
        if code not in case.get("missing", [])
    }
    return grade(table, scores, Outcome(case["recognition"]))


def voted(case):
    return passes_vote(Ballots(**case["given"]), AwardForm(case["form"]), case["on"])


def compared(case):
    """Answer what a case asks about: may the achievement be rewarded once more?"""
    rewarded = [
        Rewarded(words, AwardType(type_))
        for type_, given in case["given"].items()
        for words in given
    ]
    facts = achievement_facts(case["achievement"], rewarded)
    form = AwardForm.PROVINCE_DIPLOMA
    findings = merit(Nominated.UNIT, form, facts, case["on"]).findings
    return next(f for f in findings if f.criterion_id == case["criterion"])


def decided(case):
    return decider(UnitKind(case["kind"]), Tier(case["managed_by"]), case["on"])


def awarded(case):
    return award(AwardForm(case["form"]), case["on"])


def asked(case):
    return criteria_set(UnitKind(case["kind"]), case["on"])


ANSWERS = {
    "text": asked,
    "recognition": judged,
    "grading": graded,
    "medal": proposed,
    "merit": merited,
    "vote": voted,
    "achievement": compared,
    "decider": decided,
    "award": awarded,
}
