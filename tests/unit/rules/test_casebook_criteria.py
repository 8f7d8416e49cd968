"""The cases leave no criterion out: each is shown both ways."""

from functools import cache
from itertools import chain

import pytest

from rules.commendations import MEDAL
from rules.criteria import Encoding, criterion
from rules.entries import folder, load
from rules.judgement import OUTCOME_NAMES, Outcome
from tests import casebook

FINDINGS = {
    "recognition": lambda case: casebook.judged(case).findings,
    "medal": lambda case: casebook.proposed(case).findings,
    "merit": lambda case: casebook.merited(case).findings,
    "grading": lambda case: casebook.graded(case).findings,
    "vote": lambda case: (casebook.voted(case),),
    "achievement": lambda case: (casebook.compared(case),),
}


def texts():
    """Return what each text, or part of a text, asks: its deciding criteria."""
    asked = {}
    for file in folder("recognition"):
        asked[stem(file, "recognition/")] = load(file).tables("criteria")
    for file in folder(MEDAL):
        for part in load(file).tables("categories"):
            tables = load(file).tables("criteria"), part.tables("criteria")
            asked[f"{stem(file, 'commendations/')} {part.name}"] = chain(*tables)
    for part in load("commendations/merit.toml").tables("subjects"):
        asked[f"merit {part.name}"] = part.tables("criteria")
    ceilings = load("commendations/ceilings.toml").tables("ceilings")
    above = chain.from_iterable(each.tables("criteria") for each in ceilings)
    asked["merit unit"] = chain(asked["merit unit"], above)
    votes = load("commendations/votes.toml").tables("votes")
    asked["vote"] = chain.from_iterable(rule.tables("criteria") for rule in votes)
    asked["achievement"] = load("commendations/achievements.toml").tables("criteria")
    return {text: deciding(tables) for text, tables in asked.items()}


def stem(file, root):
    return file.removeprefix(root).removesuffix(".toml")


def deciding(tables):
    criteria = [criterion(table) for table in tables]
    return [c for c in criteria if c.encoding is not Encoding.NOT_ENCODED]


def text_of(case):
    category, subject = case["given"].get("category"), case.get("subject")
    text = case.get("law", case["about"])
    return " ".join(part for part in (text, category, subject) if part)


def told():
    cases = chain.from_iterable(casebook.cases(about) for about in FINDINGS)
    return [case for case in cases if "refused" not in case]


@cache
def shown():
    """Return, by text, the outcomes shown of a criterion by some case."""
    return {
        (text_of(case), finding.criterion, finding.outcome)
        for case in told()
        for finding in shown_by(case)
    }


def shown_by(case):
    """Yield what a case names, and in a sound case all that is met."""
    findings = FINDINGS[case["about"]](case)
    only = findings[0].criterion_id if len(findings) == 1 else None
    named = case["finding"]["id"] if "finding" in case else only
    for finding in findings:
        silent = "missing" in case and finding.outcome is Outcome.UNKNOWN
        sound = case["sound"] and finding.outcome is Outcome.MET
        if sound or (finding.criterion_id == named and not silent):
            yield finding


def both_ways(asked):
    """A count that proves nothing by itself can only leave the matter open."""
    return Outcome.MET, Outcome.UNMET if asked.conclusive else Outcome.UNKNOWN


def not_shown(text, criteria):
    return [
        f"{asked.id}, {asked.provision.citation}: {OUTCOME_NAMES[outcome]}"
        for asked in criteria
        for outcome in both_ways(asked)
        if (text, asked, outcome) not in shown()
    ]


@pytest.mark.parametrize(("text", "criteria"), texts().items(), ids=texts())
def test_every_criterion_is_shown_both_ways(text, criteria):
    missing = not_shown(text, criteria)

    assert not missing, "\n".join(missing)


def test_every_knockout_item_is_shown_both_ways():
    items = chain.from_iterable(load(f).tables("items") for f in folder("grading"))
    knockouts = [item for item in deciding(items) if item.knockout]
    missing = not_shown("grading", knockouts)

    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("text", [t for t in texts() if t not in FINDINGS])
def test_every_text_has_a_case_that_names_just_what_is_missing(text):
    sentences = [
        (case["finding"]["says"], finding.reason)
        for case in told()
        if text_of(case) == text and "missing" in case and case["outcome"] == "unknown"
        for finding in FINDINGS[case["about"]](case)
        if finding.criterion_id == case["finding"]["id"]
    ]

    assert sentences
    assert [says for says, _ in sentences] == [reason for _, reason in sentences]
