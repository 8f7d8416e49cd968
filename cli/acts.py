"""The secretariat's acts: from the name of an act in a cycle to the flow that does it.

Importing this module imports the flows, and they import Prefect.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from flows.annual_cycle import issue_plan, run_day, start_year
from flows.certificates import issue_certificates
from flows.commendations import nominate, record_council
from flows.festival import hold_festival
from flows.inspections import inspect_quarter
from flows.post_office import read_bounces, send_letters
from flows.purge import purge_persons
from flows.recognition import grade, recognise
from flows.reviews import review

Act = Callable[[int, str, date], Awaitable[object]]


def _of_the_year(flow: Callable[[int, date], Awaitable[object]]) -> Act:
    """Start a flow that asks for no period."""
    return lambda year, _period, today: flow(year, today)


def _of_a_period(flow: Callable[..., Awaitable[object]]) -> Act:
    """Start a flow that asks for one of its own periods, and refuses any other."""
    return flow


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
    "purge_persons": _of_the_year(purge_persons),
}

#: What is done besides the stages, by the name it is asked for on the command line.
ROUTINES: Mapping[str, Act] = {
    "start_year": _of_the_year(start_year),
    "run_day": lambda _year, _period, today: run_day(today),
    "send_letters": lambda _year, _period, today: send_letters(today),
    "read_bounces": lambda _year, _period, today: read_bounces(today),
}
