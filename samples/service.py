"""The posts a nominee held: enough years, or not enough, under the year's circular."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from rules.forms import NO, YES, Cell
from samples.persons import Proposal, person
from samples.sample import Sample

MAN_YEARS, WOMAN_YEARS = 15, 10  # the grass-roots force, in both circulars
TEAMS_SINCE = date(2024, 7, 1)
TEAM = "Tổ bảo vệ an ninh, trật tự"


def service(sample: Sample, proposal: Proposal) -> Iterator[dict[str, Cell]]:
    """Yield the rows of the sheet of posts, oldest first."""
    luck, who = sample.dice("service", proposal.reference), person(sample, proposal)
    if who.leader:
        needed = sample.year.leader_years
    else:
        needed = WOMAN_YEARS if who.woman else MAN_YEARS
        if proposal.unit.special_area:
            needed = -(-needed // sample.year.special_area_factor)
    short = proposal.lacking == "short_leader"
    years = needed - luck.uniform(0.5, 2) if short else needed + _surplus(luck)
    begun = proposal.proposed_on - timedelta(days=round(years * 365.25) + 2)
    posts = ("Lãnh đạo",) if who.leader else sample.year.force_posts
    for post, first, last in _posts(luck, posts, begun, proposal.proposed_on):
        yield {
            "unit": proposal.unit.code,
            "reference": proposal.reference,
            "post": post,
            "served_from": first,
            "served_to": last,
            "special_area": YES if proposal.unit.special_area else NO,
        }


def _surplus(luck: Random) -> float:
    """Most have years to spare; some have just enough."""
    return luck.choice((0.0, 0.2, 1.5, 3.0, 6.0))


def _posts(
    luck: Random, posts: tuple[str, ...], begun: date, proposed_on: date
) -> Iterator[tuple[str, date, date | None]]:
    """Split a service in two posts; the security teams exist since July 2024."""
    if TEAM in posts:
        if begun < TEAMS_SINCE:
            earlier = luck.choice([post for post in posts if post != TEAM])
            yield earlier, begun, TEAMS_SINCE - timedelta(days=1)
        yield TEAM, max(begun, TEAMS_SINCE), None
        return
    change = begun + (proposed_on - begun) / 2
    post = luck.choice(posts)
    yield post, begun, change - timedelta(days=1)
    yield post, change, None
