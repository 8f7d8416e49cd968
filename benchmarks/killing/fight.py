"""Live the year while workers are killed: days pass, units answer, dates are moved."""

import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlalchemy import text

from benchmarks.killing.province import FIRST, LAST, YEAR
from benchmarks.killing.world import WORKERS, World
from db import extensions
from db.session import transaction
from rules.timetable import calendar

DAY = timedelta(days=1)
LOOK = 0.02  # Seconds between two looks at how the day goes.
TOO_LONG = 120  # Seconds: a day takes a few.
HASTE = 0.15  # How often the next day begins before all letters left.
CHANCE = 0.15  # Each time we look and letters wait, units may act:
ANSWERED, EXTENDED = 0.004, 0.002  # so many of the open duties.
DAYS_MORE = 30
#: Of so many kills one is the database's, if it is killed too.
DATABASE_EVERY = 25

_STATE = text("""
    SELECT coalesce((SELECT lived_until >= :day FROM cycle WHERE year = :year), false),
           count(*) FILTER (WHERE status IN ('queued', 'sending', 'deferred')),
           count(*) FILTER (WHERE status = 'sending')
    FROM letter
""")
_OPEN = text("""
    SELECT id FROM obligation WHERE fulfilled_on IS NULL AND waived_on IS NULL
       AND locks >= :day AND opened_on <= :day ORDER BY id
""")
_ANSWER = text("UPDATE obligation SET fulfilled_on = :day WHERE id = ANY(:ids)")
_UNTOLD = text("""
    SELECT count(*) FROM notice n JOIN obligation o ON o.id = n.obligation_id
    JOIN mailbox_on(:day) m ON m.address = n.recipient
    WHERE n.letter_id IS NULL AND n.due = o.due AND o.locks >= :day
      AND (n.rung = 'received' OR o.fulfilled_on IS NULL AND o.waived_on IS NULL)
""")


@dataclass(frozen=True)
class Answer:
    """A duty met: the day, and the moment from which everyone could know."""

    day: date
    known_at: float


@dataclass(frozen=True)
class State:
    lived: bool
    waiting: int
    in_hand: int


@dataclass
class Fight:
    """A year, and who is killed in it when: all of it follows from the dice."""

    world: World
    dice: Random
    kills_wanted: int
    #: Mean seconds between two kills.
    pause: float
    database_too: bool
    answers: dict[int, Answer] = field(default_factory=dict)
    #: The day each extension was made, by duty.
    extended: dict[int, date] = field(default_factory=dict)
    last_day: date = FIRST
    resting: bool = False

    def run(self) -> None:
        """Live every day; then let the workers come to rest."""
        self.world.show(FIRST)
        self.world.start_workers()
        days = [d for n in range((LAST - FIRST).days) if _works(d := FIRST + n * DAY)]
        for number, day in enumerate(days, 1):
            least = self.kills_wanted * number // len(days)
            self._live(day, least, in_haste=self.dice.random() < HASTE)
        self._come_to_rest()

    def _live(self, day: date, least_kills: int, *, in_haste: bool) -> None:
        """Let one day pass; it ends when it was lived and enough were killed in it."""
        self.world.show(day)
        self.last_day = day
        in_vain = 1
        began, next_kill = time.monotonic(), self._next_kill(in_vain)
        while not self._is_over(state := _state(day), least_kills, in_haste=in_haste):
            if time.monotonic() - began > TOO_LONG:
                sys.exit(f"Ngày {day} không xong, {state}:\n{self._last_trouble()}")
            if time.monotonic() >= next_kill:
                self._kill(state)
                in_vain += not state.lived
                next_kill = self._next_kill(0 if state.lived else in_vain)
            if state.lived and state.waiting and self.dice.random() < CHANCE:
                self._let_units_act(day)
            time.sleep(min(LOOK, max(0, next_kill - time.monotonic())))

    def _is_over(self, state: State, least_kills: int, *, in_haste: bool) -> bool:
        enough = len(self.world.kills) >= min(least_kills, self.kills_wanted)
        return state.lived and enough and (in_haste or not state.waiting)

    def _come_to_rest(self) -> None:
        """Kill no more; end on a day after which nothing is left to be told."""
        self.resting = True
        for _ in range(DAYS_MORE):
            self._live(calendar().days_after(self.last_day, 1), 0, in_haste=False)
            with transaction() as session:
                if not session.scalar(_UNTOLD, {"day": self.last_day}):
                    return

    def _kill(self, state: State) -> None:
        if self.resting or len(self.world.kills) >= self.kills_wanted:
            return
        if self.database_too and self.dice.randrange(DATABASE_EVERY) == 0:
            self.world.kill_database(state.in_hand)
        else:
            self.world.kill_worker(self.dice.randrange(WORKERS), state.in_hand)

    def _next_kill(self, in_vain: int) -> float:
        """Say when the next dies: later each time the day's letters are not written."""
        mean = self.pause * 2**in_vain
        return time.monotonic() + self.dice.expovariate(1 / mean)

    def _let_units_act(self, day: date) -> None:
        """While letters wait: some duties are met, some due dates are put off."""
        if self.resting:
            return
        with transaction() as session:
            open_ones = list(session.scalars(_OPEN, {"day": day}))
            met = self._some(open_ones, ANSWERED)
            session.execute(_ANSWER, {"day": day, "ids": met})
            moved = set(self._some(open_ones, EXTENDED)) - set(met) - {*self.extended}
            until = calendar().days_after(day, 15)
            put_off = extensions.extend(
                session,
                sorted(moved),
                until,
                reason="Mưa lũ kéo dài",
                approved_by="Thường trực Ban Chỉ đạo tỉnh",
                today=day,
            )
        self.answers |= dict.fromkeys(met, Answer(day, time.time()))
        self.extended |= dict.fromkeys(put_off, day)

    def _some(self, ids: list[int], share: float) -> list[int]:
        return [each for each in ids if self.dice.random() < share]

    def _last_trouble(self) -> str:
        troubles = self.world.troubles
        return troubles.read_text("utf-8")[-3000:] if troubles.exists() else ""


def _state(day: date) -> State:
    with transaction() as session:
        return State(*session.execute(_STATE, {"day": day, "year": YEAR}).one())


def _works(day: date) -> bool:
    return calendar().is_working_day(day)
