"""Ask Prefect which runs did not end well."""

from collections.abc import Sequence
from datetime import date, datetime, time

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectException

from flows.clock import OFFICE_TIME
from tasks.weekly import FailedRun

AT_MOST = 20
_STATES = {StateType.FAILED: "hỏng", StateType.CRASHED: "đứt giữa chừng"}


async def failed_runs(since: date, before: date) -> Sequence[FailedRun] | None:
    """Return the last runs that failed on the days since one; nothing if not told."""
    span = {"after_": _begin(since), "before_": _begin(before)}
    asked = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(_STATES))),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate(span),
    )
    try:
        async with get_client() as client:
            runs = await client.read_flow_runs(
                flow_run_filter=asked,
                sort=FlowRunSort.EXPECTED_START_TIME_DESC,
                limit=AT_MOST,
            )
    except (HTTPError, OSError, PrefectException, RuntimeError, ValueError):
        return None
    return [
        FailedRun(run.name, at.astimezone(OFFICE_TIME), _STATES[run.state_type])
        for run in runs
        if (at := run.start_time or run.expected_start_time) and run.state_type
    ]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME)
