"""Write each mailbox one letter a day: all that is to be told of its duties."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from hashlib import sha256
from itertools import groupby, islice

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from db import digests
from db.digests import Told
from db.outbox import DIGEST
from db.session import analyse, transaction
from rules.ladder import OVER, Notice
from tasks.digest_lines import Known, known, sections
from tasks.enclosed_forms import Forms, enclosed, forms_told
from tasks.invitations import invitations
from tasks.letters import Post

LETTERS_A_BATCH = 500


@task(task_run_name="Viết thư về việc phải làm ngày {today}", cache_policy=NO_CACHE)
def tell_duties(today: date) -> int:
    """Write today's letters of duties; return how many mailboxes get one."""
    with transaction() as session:
        return write_digests(session, today)


def write_digests(
    session: Session, today: date, only: Collection[str] | None = None
) -> int:
    """Write what no letter carries yet, to ``only`` these mailboxes; count letters."""
    mailboxes = _mailboxes(session, today, only)
    written = 0
    while batch := list(islice(mailboxes, LETTERS_A_BATCH)):
        written += _write(Post(session, today.year, today), batch)
    analyse(session, written, "letter", "notice")
    return written


def _mailboxes(
    session: Session, today: date, only: Collection[str] | None
) -> Iterator[Sequence[Told]]:
    """Stream the notices of one mailbox after the other."""
    told = digests.unwritten(session, today)
    for recipient, group in groupby(told, lambda each: each.recipient):
        if only is None or recipient in only:
            yield list(group)


def _write(post: Post, batch: Sequence[Sequence[Told]]) -> int:
    told = [each for group in batch for each in group]
    facts = known(post.session, told, post.sender.reply_to, post.today)
    forms = forms_told(post, told)
    occasions = {_compose(post, group, facts, forms): group for group in batch}
    ids = post.queue()
    pairs = [
        (each.id, ids[occasion])
        for occasion, group in occasions.items()
        # Another run may have written to this mailbox just now.
        if occasion in ids
        for each in group
    ]
    if pairs:
        digests.carried_by(post.session, pairs, post.today)
    return len(ids)


def _compose(post: Post, told: Sequence[Told], facts: Known, forms: Forms) -> str:
    ahead = [
        each.due
        for each in told
        if each.due >= post.today and each.rung.notice not in OVER
    ]
    return post.write(
        DIGEST,
        occasion=f"{post.today}/{_news(told, facts)}",
        recipient=told[0].recipient,
        to=_addressee(told, facts, post.sender.office),
        facts={"sections": sections(told, facts)},
        attachments=[
            *invitations(told, facts, post.sender),
            *enclosed(told, forms),
        ],
        last_day=min(ahead, default=None),
    )


def _addressee(told: Sequence[Told], facts: Known, office: str) -> str:
    first = told[0]
    if first.recipient == facts.office:
        return office
    if any(each.rung.notice is Notice.LEADERSHIP for each in told):
        return f"Lãnh đạo {first.addressee}"
    return first.addressee


def _news(told: Sequence[Told], facts: Known) -> str:
    """Name what makes this letter a new one: whose duties, their rungs and dates."""
    parts = (
        f"{each.unit_code}/{facts.stages[each.stage_id].key}/{each.rung}/{each.due}"
        for each in told
    )
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
