"""Whether the figures of a row agree: with each other, last year's, other units'."""

from collections.abc import Iterator
from dataclasses import dataclass

from rules.check_kinds import KINDS
from rules.compared import NOBODY, Known, Row, Values
from rules.fields import Form
from rules.form_checks import Check
from rules.provisions import Confidence

UNCONFIRMED = "chưa kiểm chứng"


@dataclass(frozen=True)
class Doubt:
    """What does not agree: which fields, what they say, and what was to be expected.

    ``gap`` is by how much the first field stands above that; 0 where nobody can say.
    """

    check: Check
    fields: tuple[str, ...]
    sentence: str
    gap: int = 0


def doubts(form: Form, facts: Values, known: Known = NOBODY) -> Iterator[Doubt]:
    """Find what does not agree in a row; a figure left out agrees with everything."""
    row = Row(form, facts)
    for check in form.checks:
        for fields, clause, gap in KINDS[check.kind](check, row, known):
            sentence = f"{clause}; {check.message} (căn cứ: {_ground(check)})"
            yield Doubt(check, fields, sentence, gap)


def _ground(check: Check) -> str:
    if check.confidence is Confidence.UNCONFIRMED:
        return f"{check.ground}; {UNCONFIRMED}"
    return check.ground
