"""The page of a lived year: what came out of it, for looking at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from sqlalchemy.orm import Session

from db import access, cycle, outbox, progress, reviews
from db.access import Kind, Reading
from db.base import FAR_FUTURE
from db.outbox import NAMING_PERSONS
from db.reviews import Indicator
from db.session import transaction
from rules.text import number
from rules.units import TIER_NAMES, Tier
from tasks.papers import SHELF
from templates.report_facts import (
    LetterSample,
    PaperLink,
    StageLine,
    Summary,
    SummaryLine,
    TierLine,
    TimingLine,
    YearPage,
)
from templates.reports import index_page as render
from templates.writing import ratio, share

#: Of a folder with more papers than this only the folder is linked.
MANY = 12


def index_page(
    year: int, province: str, out: Path, seconds: Mapping[str, float]
) -> str:
    """Write the index page of everything below ``out``."""
    with transaction() as session:
        page = YearPage(
            province=province,
            year=year,
            summary=_summary(session, year),
            stages=_stages(session, year),
            papers=_papers(out, year),
            letters=_letters(session, year),
            timings=[
                TimingLine(step, round(spent * 1000)) for step, spent in seconds.items()
            ],
        )
    return render(page)


def summary(year: int) -> Summary:
    with transaction() as session:
        return _summary(session, year)


def _summary(session: Session, year: int) -> Summary:
    """Set the figures of every review made side by side, as the last orders them."""
    made = reviews.of_year(session, year)
    values: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    for review in reversed(made):
        for row in reviews.indicators(session, review.id):
            values[row.section, row.label, row.unit][review.id] = _figure(row)
    sections: dict[str, list[SummaryLine]] = defaultdict(list)
    for (section, label, unit), found in values.items():
        shown = [found.get(review.id, "") for review in made]
        sections[section].append(SummaryLine(label, unit, shown))
    return Summary([review.period for review in made], sections)


def _figure(row: Indicator) -> str:
    part, whole = row.numerator, row.denominator
    if whole is None:
        return number(part)
    return f"{ratio(part, whole)} ({share(part, whole)})" if whole else number(part)


def _stages(session: Session, year: int) -> list[StageLine]:
    tiers: dict[int, list[TierLine]] = defaultdict(list)
    for each in progress.by_tier(session, year, FAR_FUTURE):
        name = TIER_NAMES[Tier(each.tier)]
        tiers[each.stage_id].append(TierLine(name, each.done, each.total, each.late))
    return [
        StageLine(stage.title, stage.opens, stage.due, tiers[stage.id])
        for stage in cycle.due_stages(session, year)
    ]


def _papers(out: Path, year: int) -> list[PaperLink]:
    shelf = out / SHELF / str(year)
    entries = sorted(shelf.iterdir()) if shelf.is_dir() else []
    links = _links([entry for entry in entries if entry.is_file()], out)
    for folder in filter(Path.is_dir, entries):
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        if len(files) > MANY:
            title = f"{folder.name} ({number(len(files))} tệp)"
            links.append(PaperLink(title, [("thư mục", f"{folder.relative_to(out)}/")]))
        else:
            links += _links(files, out)
    return links


def _links(files: Sequence[Path], out: Path) -> list[PaperLink]:
    formats: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file in files:
        formats[file.stem].append((file.suffix[1:], str(file.relative_to(out))))
    return [PaperLink(name, found) for name, found in formats.items()]


def _letters(session: Session, year: int) -> list[LetterSample]:
    """Show a letter of each kind; those that may name persons are noted."""
    counts: dict[str, int] = defaultdict(int)
    for (kind, _), letters in outbox.counts(session, year).items():
        counts[kind] += letters
    shown = outbox.first_of_each_kind(session, year)
    naming = sum(kind in NAMING_PERSONS for kind, *_ in shown)
    reading = Reading("Trang tổng hợp", "xem mẫu thư mỗi loại", f"năm {year}")
    access.note(session, reading, Kind.LETTER, naming)
    return [
        _sample(kind, counts[kind], subject, content)
        for kind, subject, content in shown
    ]


def _sample(kind: str, count: int, subject: str, content: bytes) -> LetterSample:
    letter = message_from_bytes(content)
    return LetterSample(
        title=LETTER_NAMES[kind],
        count=count,
        subject=subject,
        text=_part(letter, "text/plain"),
        html=_part(letter, "text/html"),
    )


LETTER_NAMES = {
    "plan_issued": "Ban hành kế hoạch",
    "digest": "Các việc của một hộp thư trong ngày",
    "result": "Kết quả kèm lý do",
    "correction": "Mời sửa tệp",
    "decision": "Quyết định",
    "certificate": "Giấy công nhận",
    "catch_up": "Làm bù sau gián đoạn",
    # Written before a mailbox read of all its duties in one letter.
    "stage_opened": "Mở giai đoạn",
    "reminder": "Nhắc hạn",
    "overdue": "Quá hạn",
    "escalation": "Báo cấp trên",
    "act_due": "Việc của thường trực",
    "weekly": "Báo cáo tuần của lãnh đạo",
    "alarm": "Báo động của người canh",
    "calendar_changed": "Lịch nghỉ thay đổi",
}


def _part(letter: Message, kind: str) -> str:
    for part in letter.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8") if isinstance(payload, bytes) else ""
    return ""
