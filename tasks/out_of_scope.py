"""Let go what is owed by units that ended, merged or were exempted mid-year."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import journal, notices, out_of_scope
from db.session import transaction

ACT = "Miễn việc của đơn vị không còn thuộc diện"
BY = f"{journal.OFFICE}, theo danh sách đơn vị"


def owed_out_of_scope(today: date) -> bool:
    """Say whether a unit out of scope owes anything; looking leaves no trace."""
    with transaction() as session:
        return out_of_scope.are_owed(session, today)


@task(task_run_name="Miễn việc ngoài diện ngày {today}", cache_policy=NO_CACHE)
def release_duties(today: date) -> None:
    """Let such duties go, each on its unit's ground; nobody is asked for them again."""
    with transaction() as session:
        notices.take_turns(session)
        released = out_of_scope.release(session, BY, today)
        if released:
            duties = {f"{key} {year}": n for (year, key), n in released.items()}
            journal.write(session, today, ACT, "Danh sách đơn vị", **duties)
