"""The page of a lived year: what came out of it, for looking at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from sqlalchemy.orm import Session

from db import cycle, outbox, reviews
from db.base import FAR_FUTURE
from db.session import transaction
from rules.units import TIER_NAMES, Tier
from tasks.papers import SHELF
from templates.report_facts import (
    LetterSample,
    PaperLink,
    StageLine,
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


def summary(year: int) -> Sequence[SummaryLine]:
    with transaction() as session:
        return _summary(session, year)


def _summary(session: Session, year: int) -> list[SummaryLine]:
    """Give the figures of every review made, in their order."""
    lines = []
    for made in reviews.of_year(session, year):
        for row in reviews.indicators(session, made.id):
            part, whole = row.numerator, row.denominator
            value = ratio(part, whole) if whole is not None else f"{part}"
            shown = f" ({share(part, whole)})" if whole else ""
            label = f"{made.period}: {row.section} – {row.label}"
            lines.append(SummaryLine(label, f"{value} {row.unit}{shown}"))
    return lines


def _stages(session: Session, year: int) -> list[StageLine]:
    tiers: dict[int, list[TierLine]] = defaultdict(list)
    for each in cycle.progress(session, year, FAR_FUTURE):
        name = TIER_NAMES[Tier(each.tier)]
        tiers[each.stage_id].append(TierLine(name, each.done, each.total, each.late))
    return [
        StageLine(stage.title, stage.opens, stage.due, tiers[stage.id])
        for stage in cycle.due_stages(session, year)
    ]


def _papers(out: Path, year: int) -> list[PaperLink]:
    shelf = out / SHELF / str(year)
    groups: dict[Path, list[Path]] = defaultdict(list)
    for file in sorted(shelf.rglob("*")):
        if file.is_file():
            groups[file.parent].append(file)
    links = []
    for folder, files in groups.items():
        if len(files) > MANY:
            title = f"{folder.relative_to(shelf)} ({len(files)} tệp)"
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
    counts: dict[str, int] = defaultdict(int)
    for (kind, _), number in outbox.counts(session, year).items():
        counts[kind] += number
    return [
        _sample(kind, counts[kind], subject, content)
        for kind, subject, content in outbox.first_of_each_kind(session, year)
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
    "stage_opened": "Mở giai đoạn",
    "reminder": "Nhắc hạn",
    "overdue": "Quá hạn",
    "escalation": "Báo cấp trên",
    "result": "Kết quả kèm lý do",
    "correction": "Mời sửa tệp",
    "decision": "Quyết định",
    "certificate": "Giấy công nhận",
    "act_due": "Việc của thường trực",
}


def _part(letter: Message, kind: str) -> str:
    for part in letter.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8") if isinstance(payload, bytes) else ""
    return ""
