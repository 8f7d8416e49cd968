"""The secretariat's acts: from the name of an act in a cycle to the flow that does it.

Importing this module imports the flows, and they import Prefect.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from prefect import Flow

from flows.annual_cycle import issue_plan
from flows.certificates import issue_certificates
from flows.commendations import nominate, record_council
from flows.festival import hold_festival
from flows.inspections import inspect_quarter
from flows.recognition import grade, recognise
from flows.reviews import review

Act = Callable[[int, str, date], Awaitable[object]]
_Flow = Flow[Any, Any]  # A flow's own type says nothing we could check here.


def _of_the_year(flow: _Flow) -> Act:
    """Start a flow once a year: it asks for no period."""

    async def act(year: int, period: str, today: date) -> None:
        del period
        await flow(year, today)

    return act


def _of_a_period(flow: _Flow) -> Act:
    async def act(year: int, period: str, today: date) -> None:
        await flow(year, period, today)

    return act


#: By the `act` of a stage: called with its year, its period and the day.
ACTS: Mapping[str, Act] = {
    "issue_plan": _of_the_year(issue_plan),
    "inspect_quarter": _of_a_period(inspect_quarter),
    "nominate": _of_a_period(nominate),
    "record_council": _of_a_period(record_council),
    "review": _of_a_period(review),
    "hold_festival": _of_the_year(hold_festival),
    "recognise": _of_a_period(recognise),
    "grade": _of_a_period(grade),
    "issue_certificates": _of_the_year(issue_certificates),
}
