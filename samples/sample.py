"""What every subject's rows are drawn from: the year, its units, its calendar."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from rules.cycle import StagePlan
from rules.timetable import Calendar, calendar
from samples.dice import dice, shuffled
from samples.organisation import Organisation, Unit
from samples.settlement import settle
from samples.years import Counts, SampleYear, Scale, sample_year

DAY = timedelta(days=1)
POST_WEEKDAYS = (1, 4)  # Tuesday and Friday


@dataclass(frozen=True, eq=False)
class Sample:
    """One sample at one scale."""

    year: SampleYear
    scale: Scale
    counts: Counts
    organisation: Organisation

    def dice(self, *purpose: str) -> Random:
        return dice(self.year.name, *purpose)

    def shuffled(self, units: Sequence[Unit], *purpose: str) -> list[Unit]:
        return shuffled(units, self.year.name, *purpose)

    @cached_property
    def stages(self) -> dict[str, StagePlan]:
        return {stage.key: stage for stage in self.year.cycle.stages}

    @cached_property
    def days(self) -> Calendar:
        return calendar()

    def day(self, month: int, day: int) -> date:
        return date(self.year.year, month, day)

    def working_days(self, first: date, last: date) -> list[date]:
        span = (first + n * DAY for n in range((last - first).days + 1))
        return [day for day in span if self.days.is_working_day(day)]

    def first_working_day(self, day: date) -> date:
        while not self.days.is_working_day(day):
            day += DAY
        return day

    @cached_property
    def _post_days(self) -> list[date]:
        """The post goes twice a week, and on the last day before a stage's deadline."""
        last = {self.days.last_working_day_until(plan.due.day) for plan in self.plans}
        last |= {self.days.last_working_day_until(plan.locks) for plan in self.plans}
        year = self.working_days(self.day(1, 1), self.day(12, 31))
        return [day for day in year if day.weekday() in POST_WEEKDAYS or day in last]

    @property
    def plans(self) -> Collection[StagePlan]:
        return self.stages.values()

    def posted(self, day: date) -> date:
        """Return the day on which what is ready on a day reaches the office."""
        found = bisect_left(self._post_days, day)
        return self._post_days[found] if found < len(self._post_days) else day

    def rush(self, luck: Random, first: date, last: date) -> date:
        """Draw a working day, the likelier the nearer the last."""
        days = self.working_days(first, last) or [self.first_working_day(last)]
        return days[int(len(days) * max(luck.random(), luck.random()))]

    def answer_days(self, stage: str, sender: str, times: int) -> list[date]:
        """Draw the days on which a sender answers a stage, in order."""
        luck, plan = self.dice("answers", stage, sender), self.stages[stage]
        return sorted(
            {self.rush(luck, plan.opens + DAY, plan.due.day) for _ in range(times)}
        )

    def date_between(self, luck: Random, first: date, last: date) -> date:
        """Draw a working day from first to last; the last when there is none."""
        days = self.working_days(first, last)
        return luck.choice(days) if days else last


def sample(name: str, scale: Scale) -> Sample:
    year = sample_year(name)
    counts = year.counts(scale)
    return Sample(year, scale, counts, settle(year, counts))
