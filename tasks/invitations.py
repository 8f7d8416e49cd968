"""Which due dates a mailbox is given for its calendar, and which it is rid of."""

from collections.abc import Sequence

from db.digests import Told
from rules.ladder import OVER, Notice
from tasks.digest_lines import Known
from templates import invitations as calendars
from templates.invitations import DueDate, Task
from templates.letters import Attachment, Sender

#: A date is put in the calendar when it is new to the mailbox; a reminder adds nothing.
_NEW = (Notice.OPENED, Notice.EXTENDED, Notice.HANDED_OVER)
#: Whoever follows more duties than this does so in a list, not in a calendar.
AT_MOST = 50


def invitations(told: Sequence[Told], known: Known, sender: Sender) -> list[Attachment]:
    """Put new due dates in the calendar, take out those met; none for very many."""
    new = {each.obligation_id: each for each in told if each.rung.notice in _NEW}
    met = [each for each in told if each.rung.notice in OVER]
    if len(new) + len(met) > AT_MOST:
        return []
    return calendars.attachments(
        sender,
        new=[_due_date(each, known) for each in new.values()],
        met=[_due_date(each, known) for each in met],
    )


def _due_date(each: Told, known: Known) -> DueDate:
    stage = known.stages[each.stage_id]
    key = f"{stage.year}/{stage.key}/{stage.period}/{each.unit_code}"
    task = Task(stage.title, each.due, stage.how, stage.source, each.extensions)
    return DueDate(key, each.unit, task)
