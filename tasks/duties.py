"""Put duties off and let them go: for one unit or for all that are meant at once."""

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from db import cycle, extensions, journal, obligations
from db.session import transaction
from rules.steering import Grant, Release, Whom
from tasks.steering import Steered, given, meant


@task(task_run_name="Gia hạn “{duty}” năm {year}", cache_policy=NO_CACHE)
def extend_duty(year: int, duty: str, whom: Whom, grant: Grant, today: date) -> Steered:
    """Put a duty off for all who are meant; a delay until now remains a fact."""
    grant.check(today)
    with transaction() as session:
        stage = cycle.hold(session, given(session, year, duty).id)
        found = meant(session, stage, whom, today, until=grant.until, hold=True)
        extensions.extend(
            session,
            _ids(found),
            grant.until,
            reason=grant.reason,
            approved_by=grant.approved_by,
            today=today,
        )
        if found.done:
            cycle.reopen(stage)
            journal.write(
                session,
                today,
                f"Gia hạn “{stage.title}”",
                grant.reason,
                stage=stage.key,
                until=f"{grant.until}",
                approved_by=grant.approved_by,
                units=len(found.done),
                late=found.late,
            )
        return found


@task(task_run_name="Miễn “{duty}” năm {year}", cache_policy=NO_CACHE)
def waive_duty(
    year: int, duty: str, whom: Whom, release: Release, today: date
) -> Steered:
    """Let a duty of all who are meant go; it counts in no denominator any more."""
    release.check()
    with transaction() as session:
        stage = given(session, year, duty)
        found = meant(session, stage, whom, today, hold=True)
        obligations.waive(
            session, _ids(found), ground=release.ground, by=release.by, today=today
        )
        if found.done:
            journal.write(
                session,
                today,
                f"Miễn “{stage.title}”",
                release.ground,
                stage=stage.key,
                decided_by=release.by,
                units=len(found.done),
            )
        return found


def _ids(found: Steered) -> list[int]:
    return [each.id for each in found.done if each.id is not None]
