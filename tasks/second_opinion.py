"""Judge again, another way, before a result may be written down."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import verdicts
from db.evidence import Moment, Subject
from db.verdicts import Verdict
from rules.errors import DisagreementError
from rules.judgement import OUTCOME_NAMES, Judgement
from rules.recognition import law_of
from rules.units import UnitKind

NAMED = 20


def compare(
    session: Session, judged: Sequence[tuple[Subject, Judgement]], moment: Moment
) -> None:
    """Refuse results that the other way of judging does not reach; name the units."""
    by_kind: dict[UnitKind, dict[int, tuple[Subject, Judgement]]] = defaultdict(dict)
    for unit, judgement in judged:
        by_kind[unit.kind][unit.id] = unit, judgement
    wrong = [
        sentence
        for kind, units in by_kind.items()
        for sentence in _disagreements(session, kind, units, moment)
    ]
    if wrong:
        raise DisagreementError(
            f"Hai cách xét độc lập cho kết quả khác nhau ở {len(wrong)} đơn vị, nên"
            " chưa ghi kết quả nào; báo người phụ trách chương trình. "
            + "; ".join(wrong[:NAMED])
            + "."
        )


def _disagreements(
    session: Session,
    kind: UnitKind,
    units: dict[int, tuple[Subject, Judgement]],
    moment: Moment,
) -> list[str]:
    law, window = law_of(kind, moment.year)
    second = {
        each.unit_id: each
        for each in verdicts.of_units(session, kind, law, window.days, moment)
    }
    return [
        f"{unit.code}: {difference}"
        for unit, judgement in units.values()
        if (difference := _difference(judgement, second.get(unit.id)))
    ]


def _difference(judgement: Judgement, second: Verdict | None) -> str:
    if second is None:
        return "chỉ một cách xét có đơn vị này"
    differing = [
        f"“{finding.text}” {OUTCOME_NAMES[finding.outcome]} hay {OUTCOME_NAMES[other]}"
        for finding in judgement.findings
        if finding.decides
        and (other := second.criteria[finding.criterion_id]) is not finding.outcome
    ]
    if judgement.outcome is not second.outcome and not differing:
        return "các tiêu chí như nhau mà kết luận khác nhau"
    return ", ".join(differing)
