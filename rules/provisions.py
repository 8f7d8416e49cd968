"""A provision: the text that gives a value its force, and how we know it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.entries import Entry


class Confidence(StrEnum):
    """How the provision is known to us."""

    READ = "read"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"


CONFIDENCE_NAMES = {
    Confidence.READ: "đã đọc văn bản",
    Confidence.SECONDARY: "theo nguồn thứ cấp",
    Confidence.UNCONFIRMED: "chưa xác nhận",
}


@dataclass(frozen=True, slots=True)
class Provision:
    """The text that gives a value its force, and when."""

    document: str
    cite: str
    since: date
    until: date | None
    confidence: Confidence

    @property
    def citation(self) -> str:
        return f"{self.document}, {self.cite}"

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def provision(entry: Entry) -> Provision:
    since = entry.day("since")
    if since is None:
        raise entry.error("since", "còn thiếu")
    return Provision(
        document=entry.of("document", str),
        cite=entry.perhaps("cite", str) or "toàn văn",
        since=since,
        until=entry.day("until"),
        confidence=entry.choice("confidence", Confidence),
    )


def month_and_day(entry: Entry, key: str) -> tuple[int, int]:
    """Read “03-31”: a day of every year."""
    written = entry.of(key, str)
    try:
        day = date.fromisoformat(f"2024-{written}")  # a leap year: 02-29 is a day
    except ValueError as problem:
        raise entry.error(key, f"“{written}” không phải tháng-ngày") from problem
    return day.month, day.day
