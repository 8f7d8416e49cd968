"""Where a year stands, for those who only look; imports nothing that is slow."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db import contacts, cycle, inquiries, outbox, progress, reviews
from db.contacts import Dead
from db.inquiries import Owed
from db.outbox import LetterStatus
from db.session import transaction
from rules.cycle import STATUS_NAMES
from rules.errors import OutOfTurnError
from rules.reporting import reports
from rules.timetable import calendar
from rules.units import TIER_NAMES, Tier

LETTER_NAMES = {
    LetterStatus.QUEUED: "đang chờ gửi",
    LetterStatus.SENDING: "đang gửi",
    LetterStatus.SENT: "đã gửi",
    LetterStatus.DEFERRED: "máy chủ thư hẹn gửi lại",
    LetterStatus.REFUSED: "máy chủ thư từ chối",
    LetterStatus.BOUNCED: "bị trả về",
    LetterStatus.EXPIRED: "hết hạn trước khi gửi được",
    LetterStatus.WITHDRAWN: "rút lại, không cần gửi",
}
NEXT = 5
#: So far ahead must the days off be known.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Share:
    """How far one level of units is with a stage: n of N, and how many late."""

    tier: str
    done: int
    total: int
    late: int


@dataclass(frozen=True)
class StageLine:
    """A stage of the year; ``act`` is there when the secretariat itself must act."""

    key: str
    title: str
    period: str
    status: str
    opens: date
    due: date
    act: str | None
    shares: Sequence[Share]

    @property
    def late(self) -> int:
        return sum(share.late for share in self.shares)

    @property
    def waits(self) -> bool:
        return any(share.done < share.total for share in self.shares)


@dataclass(frozen=True)
class Debt:
    """A duty still owed, and how many working days late it is."""

    owed: Owed
    days_late: int


@dataclass(frozen=True)
class Unreachable:
    code: str
    name: str


@dataclass(frozen=True)
class Status:
    """A year as it stood on a day."""

    year: int
    on: date
    stages: Sequence[StageLine]
    overdue: int
    debts: Sequence[Debt]
    unreachable: Sequence[Unreachable]
    dead: Sequence[Dead]
    letters: Mapping[str, int]
    #: The years whose days off must be known by now, and are not.
    unknown_years: Sequence[int]

    @property
    def next_due(self) -> Sequence[StageLine]:
        """The stages that are due next, those not opened yet included."""
        coming = [stage for stage in self.stages if stage.due >= self.on]
        unmet = [stage for stage in coming if stage.waits or not stage.shares]
        return sorted(unmet, key=lambda stage: stage.due)[:NEXT]


def year_at(on: date, year: int | None = None) -> int:
    """Return the year asked for, that of the day, or the last one started."""
    with transaction() as session:
        started = inquiries.years(session)
    if year is None and started:
        return on.year if on.year in started else started[0]
    if year is not None and year in started:
        return year
    raise OutOfTurnError(
        f"Năm {year or on.year} chưa bắt đầu: nhận tệp tổ chức của tỉnh (antq intake)"
        f" rồi chạy “antq stage start_year --year {year or on.year}”."
    )


def stand(year: int, on: date, at_most: int) -> Status:
    """Say where a year stands on a day, with so many of the overdue duties."""
    with transaction() as session:
        shares: dict[int, list[Share]] = defaultdict(list)
        for each in progress.by_tier(session, year, on):
            tier = TIER_NAMES[Tier(each.tier)]
            share = Share(tier, each.done, each.total, each.late)
            shares[each.stage_id].append(share)
        overdue, owed = inquiries.overdue(session, [year], on, at_most)
        letters: Counter[str] = Counter()
        for (_, status), number in outbox.counts(session, year).items():
            letters[LETTER_NAMES[LetterStatus(status)]] += number
        return Status(
            year=year,
            on=on,
            stages=[
                _line(stage, shares[stage.id])
                for stage in cycle.due_stages(session, year)
            ],
            overdue=overdue,
            debts=[Debt(each, _days_late(each.due, on)) for each in owed],
            unreachable=[
                Unreachable(unit.code, unit.name)
                for unit in contacts.without(session, on)
            ],
            dead=contacts.dead(session, on),
            letters=dict(letters),
            unknown_years=calendar().unknown_years(date(year, 1, 1), on + AHEAD),
        )


def _line(stage: cycle.Stage, shares: Sequence[Share]) -> StageLine:
    return StageLine(
        key=stage.key,
        title=stage.title,
        period=stage.period,
        status=STATUS_NAMES[stage.status],
        opens=stage.opens,
        due=stage.due,
        act=stage.act,
        shares=shares,
    )


def _days_late(due: date, on: date) -> int:
    return calendar().working_days_late(due, on)


@dataclass(frozen=True)
class Figure:
    """A reported number: n, and of how many where it is a share."""

    label: str
    numerator: int
    denominator: int | None
    unit: str


@dataclass(frozen=True)
class Reviewed:
    """A review as it was frozen; ``name`` is that of its files."""

    year: int
    period: str
    title: str
    made_on: date
    sections: Mapping[str, Sequence[Figure]]
    name: str


def reviewed(year: int, period: str) -> Reviewed:
    """Return a review that was made; refuse when it was not."""
    report = reports()[period]
    with transaction() as session:
        made = reviews.of_period(session, year, period)
        if made is None:
            raise OutOfTurnError(
                f"Chưa có “{report.title}” năm {year}: xem “antq stage” rồi chạy giai"
                f" đoạn sơ kết, tổng kết kỳ “{period}”."
            )
        sections: dict[str, list[Figure]] = defaultdict(list)
        for row in reviews.indicators(session, made.id):
            figure = Figure(row.label, row.numerator, row.denominator, row.unit)
            sections[row.section].append(figure)
        return Reviewed(
            year, period, report.title, made.made_on, dict(sections), report.name
        )
