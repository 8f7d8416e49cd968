"""The paper of a signed decision: its grounds, and the list of all it is about."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import awards
from db.council import Decision
from db.units import Unit
from rules.recognition import decider
from rules.units import JUDGED, Tier, UnitKind
from tasks import papers
from templates.facts import Reference
from templates.paper_facts import Ground, ListedGroup, ListedLine
from templates.papers import write

AREAS = "Công nhận khu dân cư"
UNITS = "Công nhận xã, cơ quan, doanh nghiệp, cơ sở giáo dục"
GRADES = "Phân loại phong trào"
RECOGNISED_KINDS = {
    AREAS: (UnitKind.RESIDENTIAL_AREA,),
    UNITS: tuple(kind for kind in JUDGED if kind is not UnitKind.RESIDENTIAL_AREA),
}
GROUP_NAMES = {
    UnitKind.RESIDENTIAL_AREA: ("Khu dân cư", "khu dân cư"),
    UnitKind.COMMUNE: ("Xã, phường, thị trấn, đặc khu", "xã"),
    UnitKind.AGENCY: ("Cơ quan", "cơ quan"),
    UnitKind.ENTERPRISE: ("Doanh nghiệp", "doanh nghiệp"),
    UnitKind.SCHOOL: ("Cơ sở giáo dục", "cơ sở"),
}
#: A unit with the name of who manages it.
Managed = tuple[Unit, str]


def reference(session: Session, decision: Decision) -> Reference:
    issuer = session.get_one(Unit, decision.issuer_id)
    return Reference(
        kind="Quyết định",
        number=decision.number,
        day=decision.signed_on,
        issuer=papers.body_name(issuer),
        subject=_subject(decision),
    )


def _subject(decision: Decision) -> str:
    kind = decision.kind[0].lower() + decision.kind[1:]
    if decision.kind in RECOGNISED_KINDS:
        return (
            f"{kind} đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm {decision.year}"
        )
    return f"{kind} năm {decision.year}"


def keep_paper(
    session: Session,
    decision: Decision,
    concerned: Sequence[Managed],
    given: Sequence[awards.Given],
) -> None:
    """Write what a decision covers or gives, to print and to edit."""
    recognises = decision.kind in RECOGNISED_KINDS
    groups = _listed(concerned) if recognises else _rewarded(given)
    issuer = session.get_one(Unit, decision.issuer_id)
    seat = papers.seat(session, issuer)
    # A ministry, above every territory, writes its own.
    if not groups or decision.kind == GRADES or seat is None:
        return
    kind = "recognition_decision" if recognises else "commendation_decision"
    subject = f"Về việc {_subject(decision)}"
    grounds = _grounds(decision)
    frame = papers.decision_frame(session, issuer, seat, decision, subject, grounds)
    facts = {"groups": groups, "year": decision.year}
    paper = write(kind, frame=frame, facts=facts)
    name = f"{issuer.code}-{decision.number}".replace("/", "-")
    papers.keep_both(papers.folder(decision.year) / "quyet-dinh" / name, paper)


def _grounds(decision: Decision) -> tuple[Ground, ...]:
    if decision.kind in RECOGNISED_KINDS:
        kind = RECOGNISED_KINDS[decision.kind][0]
        ground = decider(kind, Tier.COMMUNE, decision.signed_on).provision
        unconfirmed = ground.confidence == "unconfirmed"
        return (Ground(f"Căn cứ {ground.document}", unconfirmed),)
    return (Ground("Căn cứ Luật Thi đua, khen thưởng"),)


def _listed(concerned: Sequence[Managed]) -> list[ListedGroup]:
    groups: dict[UnitKind, list[ListedLine]] = defaultdict(list)
    for unit, manager in concerned:
        groups[unit.kind].append(ListedLine(unit.name, manager))
    return [
        ListedGroup(*GROUP_NAMES[kind], groups[kind]) for kind in JUDGED if groups[kind]
    ]


def _rewarded(given: Sequence[awards.Given]) -> list[ListedGroup]:
    groups: dict[str, list[ListedLine]] = defaultdict(list)
    for each in given:
        line = ListedLine(each.recipient, each.place, each.achievement)
        groups[each.form_name].append(line)
    return [
        ListedGroup(name, "tập thể, cá nhân", lines) for name, lines in groups.items()
    ]
