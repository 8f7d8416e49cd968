"""Let go what is owed by units that ended, merged or were exempted mid-year."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import journal, notices, out_of_scope
from db.session import transaction

ACT = "Miễn việc của đơn vị không còn thuộc diện"
RESTORED = "Giao lại việc của đơn vị trở lại thuộc diện"
BY = f"{journal.OFFICE}, theo danh sách đơn vị"


def owed_out_of_scope(today: date) -> bool:
    """Say whether a unit out of scope owes anything; looking leaves no trace."""
    with transaction() as session:
        return out_of_scope.are_owed(session, BY, today)


@task(task_run_name="Miễn việc ngoài diện ngày {today}", cache_policy=NO_CACHE)
def release_duties(today: date) -> None:
    """Let such duties go, each on its unit's ground; ask again once that was wrong."""
    with transaction() as session:
        notices.take_turns(session)
        done = {
            RESTORED: out_of_scope.restore(session, BY, today),
            ACT: out_of_scope.release(session, BY, today),
        }
        for act, counted in done.items():
            if counted:
                duties = {f"{key} {year}": n for (year, key), n in counted.items()}
                journal.write(session, today, act, "Danh sách đơn vị", **duties)
