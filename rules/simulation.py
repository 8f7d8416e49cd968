"""What a draft of the law would change for a unit, and by which criterion."""

from collections.abc import Mapping

from rules.judgement import Outcome

Outcomes = Mapping[str, Outcome]


def causes(before: Outcomes, after: Outcomes, whole: Outcome) -> list[str]:
    """Name the criteria, by id, that bring the whole result to what it becomes.

    Towards met those count that stood in the way and no longer do; towards any other
    outcome those that stand in the way and did not before.
    """
    if whole is Outcome.MET:
        return [key for key in before if _in_the_way(before, after, key)]
    blocking = [key for key, outcome in after.items() if outcome is whole]
    new = [key for key in blocking if before.get(key) is not whole]
    return new or [key for key in before if _in_the_way(before, after, key)]


def _in_the_way(before: Outcomes, after: Outcomes, key: str) -> bool:
    return before[key] is not Outcome.MET and after.get(key) is not before[key]
