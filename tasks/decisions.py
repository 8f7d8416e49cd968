"""Record signed decisions: what each covers, whom it rewards, who is told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import access, awards, contacts, council, journal, units
from db.access import Kind, Reading
from db.council import Decision
from db.session import in_turn
from rules.recognition import decider
from rules.units import JUDGED, Tier, UnitKind
from tasks.decision_papers import (
    GRADES,
    RECOGNISED_KINDS,
    Managed,
    keep_paper,
    reference,
)
from tasks.letters import Post
from templates.facts import Reference

SHOWN_FOR = "lập danh sách kèm quyết định, báo các đơn vị có người được khen"
TO_DO = "Thông báo trong đơn vị, lưu hồ sơ và giữ vững kết quả."


@dataclass(frozen=True)
class Recorded:
    """How many decisions were recorded, what they cover, and what was not recorded."""

    decisions: int
    units: int
    awards: int
    refused: Sequence[str]


@task(task_run_name="Ghi nhận quyết định năm {year}", cache_policy=NO_CACHE)
def record_decisions(year: int, today: date) -> Recorded:
    """Record every decision sent; cover its units, give its awards, tell them.

    What is listed under a decision already recorded is given likewise.
    """
    with in_turn() as session:
        post = Post(session, year, today)
        new = council.record_decisions(session, year, today)
        both = sorted({*new, *council.relisted(session, year, today)})
        listed = awards.listed(session, year, today) if both else {}
        covered, given, refused = 0, 0, list[str]()
        for decision_id in both:
            decision = session.get_one(Decision, decision_id)
            cover = _cover(session, decision) if decision_id in new else []
            awarded = _carry_out(session, post, decision, cover, listed)
            covered, given = covered + len(cover), given + len(awarded.given)
            refused += awarded.refused
        post.queue()
        if both:
            counts = {"decisions": len(new), "units": covered, "awards": given}
            journal.write(
                session, today, "Ghi nhận quyết định", "; ".join(refused), **counts
            )
        return Recorded(len(new), covered, given, refused)


def _carry_out(
    session: Session,
    post: Post,
    decision: Decision,
    cover: Sequence[int],
    listed: awards.Listed,
) -> awards.Awarded:
    """Give what is listed, and write the paper and the letters of what is new."""
    concerned = units.with_manager(session, cover)
    awarded = awards.give(session, decision, listed, post.today)
    if concerned or awarded.given:
        whole = [*awarded.before, *awarded.given]
        _note_shown(session, decision, whole)
        keep_paper(session, decision, concerned, whole)
        # Of its grade each unit was told with the reasons, in its result.
        if decision.kind != GRADES:
            _tell(session, post, decision, _told(concerned, awarded.given))
    return awarded


def _note_shown(
    session: Session, decision: Decision, given: Sequence[awards.Given]
) -> None:
    """Note the persons whom the decision's list and letters name."""
    if named := sum(each.is_person for each in given):
        scope = f"quyết định {decision.number}, năm {decision.year}"
        reading = Reading("Ghi nhận quyết định", SHOWN_FOR, scope)
        access.note(session, reading, Kind.AWARD, named)


def _cover(session: Session, decision: Decision) -> list[int]:
    kinds = RECOGNISED_KINDS.get(decision.kind, JUDGED)
    managed, above = _decided(kinds, decision.signed_on)
    if decision.kind == GRADES:
        return council.cover_grades(session, decision.id, managed, above)
    if decision.kind in RECOGNISED_KINDS:
        return council.cover_recognitions(session, decision.id, managed, above)
    return []


def _decided(kinds: Sequence[UnitKind], on: date) -> tuple[list[str], list[str]]:
    """Part kinds and tiers by who decides: their managing body, or the province."""
    managed: list[str] = []
    above: list[str] = []
    for kind in kinds:
        for tier in Tier:
            level = decider(kind, tier, on).tier
            (managed if level is tier else above).append(f"{kind}/{tier}")
    return managed, above


def _told(
    concerned: Sequence[Managed], given: Sequence[awards.Given]
) -> dict[int, list[str]]:
    lines: dict[int, list[str]] = defaultdict(list)
    for unit, _ in concerned:
        lines[unit.id].append(f"{unit.name}: đạt")
    for each in given:
        lines[each.unit_id].append(f"{each.recipient}: {each.form_name}")
    return lines


def _tell(
    session: Session,
    post: Post,
    decision: Decision,
    lines: Mapping[int, Sequence[str]],
) -> None:
    """Write to each mailbox once about all its units in what is new."""
    reach = contacts.mailboxes(session, list(lines), post.today)
    by_mailbox: dict[str, tuple[str, list[str]]] = {}
    for unit_id, (mailbox, name) in sorted(reach.items()):
        by_mailbox.setdefault(mailbox, (name, []))[1].extend(lines[unit_id])
    referred = reference(session, decision)
    for mailbox, (name, told) in by_mailbox.items():
        _write(post, decision, referred, (mailbox, name, told))


def _write(
    post: Post,
    decision: Decision,
    referred: Reference,
    to: tuple[str, str, Sequence[str]],
) -> None:
    mailbox, name, told = to
    facts: Mapping[str, object] = {
        "decision": referred,
        "units": told,
        "to_do": TO_DO,
    }
    whose = f"{decision.signed_on}/{referred.issuer}/{decision.number}"
    occasion = f"{whose}/{decision.last_listed_id}"
    post.write("decision", occasion, mailbox, name, facts)
