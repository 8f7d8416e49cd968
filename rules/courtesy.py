"""When letters may leave: in office hours, unless waiting would make them useless."""

from datetime import date, datetime, time, timedelta

from rules.timetable import Calendar

OPENS, CLOSES = time(7), time(17)
#: By then the letters of the day are written.
WRITTEN = time(8)
DAY = timedelta(days=1)


def opens_again(now: datetime, days: Calendar) -> date | None:
    """Return the next day on which letters leave; nothing while they do.

    ``now`` is told in the office's own time. A letter of use only until an earlier day
    does not wait for it.
    """
    today = now.date()
    if days.is_working_day(today) and OPENS <= now.time() < CLOSES:
        return None
    day = today if now.time() < OPENS else today + DAY
    while not days.is_working_day(day):
        day += DAY
    return day
