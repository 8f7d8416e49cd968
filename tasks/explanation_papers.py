"""Put an explanation on paper, to print and to edit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from db.session import reading
from rules.provisions import CONFIDENCE_NAMES, Confidence
from tasks import papers
from tasks.explanations import Explanation, Graded
from tasks.nominee_explanations import NomineeExplanation
from tasks.reasons import Reason, conclusion
from tasks.recognised import Recognised
from templates.paper_facts import Explained, ExplainedLine
from templates.papers import write

SHELF = "giai-trinh"
STANDARD = "công nhận đạt tiêu chuẩn “An toàn về an ninh, trật tự”"
TRIED = "chưa xét, tạm tính theo số liệu đã có"


def put(found: Explanation | NomineeExplanation) -> Path | None:
    """Write an explanation as PDF and as Word; return where the first is kept."""
    return of_unit(found) if isinstance(found, Explanation) else of_nominee(found)


def of_unit(found: Explanation) -> Path | None:
    """Write a unit's explanation; nothing, where the unit is not one that is judged."""
    if found.recognition is None:
        return None
    result = found.recognition
    asked = f"{STANDARD} năm {found.year}"
    told = Explained(
        asked=asked,
        whom=found.name,
        result=_result(result),
        notes=_notes(result),
        outlooks=result.outlooks,
        conclusion=conclusion(lost=result.lost),
        grade=_grade(found.grade) if found.grade else (),
        reasons=_lines(result.reasons),
    )
    return _keep(found.year, found.code, told, found.name)


def of_nominee(found: NomineeExplanation) -> Path:
    told = Explained(
        asked=f"đề nghị tặng {found.award} năm {found.year}",
        whom=f"hồ sơ {found.reference} ({found.subject})",
        result=found.outcome_name,
        notes=[
            f"Đơn vị đề nghị: {found.proposer};",
            f"Ngày đề nghị {found.proposed_on:%d/%m/%Y};",
            f"Ngày xét {found.judged_on:%d/%m/%Y};",
            f"Phiếu của Hội đồng: {found.votes or 'chưa có'};",
            f"Khen thưởng: {found.awarded or 'chưa có quyết định'}.",
        ],
        outlooks=found.outlooks,
        conclusion=conclusion(lost=found.lost),
        grade=(),
        reasons=_lines(found.reasons),
    )
    name = f"ho-so-{found.reference}"
    return _keep(found.year, name, told, found.proposer)


def _keep(year: int, name: str, told: Explained, recipient: str) -> Path:
    with reading() as session:
        frame = papers.committee_frame(
            session,
            kind="Thông báo",
            number=None,
            fallback="TB-BCĐ",
            day=None,
            year=year,
            subject=f"Kết quả xét {told.asked} của {told.whom}",
            grounds=(),
        )
    frame = replace(frame, recipients=[recipient, "Lưu: VT"], wide_appendices=True)
    paper = write("explanation", frame=frame, facts={"told": told})
    path = papers.folder(year) / SHELF / f"{_file_name(name)}.pdf"
    papers.keep_both(path, paper)
    return path


def _file_name(reference: str) -> str:
    """Make a name that stays in its folder, and is no other reference's."""
    plain = re.sub(r"[^\w-]+", "-", reference)
    if plain == reference:
        return plain
    return f"{plain}-{sha256(reference.encode()).hexdigest()[:6]}"


def _result(result: Recognised) -> str:
    name = result.outcome_name
    return name if result.judged_on else f"{name} ({TRIED})"


def _notes(result: Recognised) -> list[str]:
    window = f"từ {result.window_start:%d/%m/%Y} đến {result.window_end:%d/%m/%Y}"
    judged = result.judged_on
    notes = [
        f"Xét ngày {judged:%d/%m/%Y};" if judged else f"{TRIED.capitalize()};",
        f"Áp dụng: {result.law};",
        f"Số liệu {window};",
    ]
    if result.sent_to:
        notes.append(f"Hồ sơ gửi {result.sent_to};")
    if result.note:
        notes.append(f"Lưu ý: {result.note}")
    if signed := result.decision:
        notes.append(
            f"Quyết định {signed.number} ngày {signed.signed_on:%d/%m/%Y}"
            f" của {signed.issuer}."
        )
    held = [f"{each.name} ({each.outcome_name})" for each in result.holding_back]
    if held:
        notes.append(f"Đơn vị thuộc diện xét chưa được công nhận: {'; '.join(held)}.")
    return notes


def _grade(grade: Graded) -> Sequence[str]:
    name = grade.grade or "chưa xếp loại"
    first = f"{grade.total or 0} điểm, {name} ({grade.status}), {grade.scheme};"
    return [first, *(remark for remark in (*grade.remarks, grade.note) if remark)]


def _lines(reasons: Sequence[Reason]) -> list[ExplainedLine]:
    return [
        ExplainedLine(
            text=each.text,
            outcome=each.outcome_name if each.decides else "tự đối chiếu",
            reason=each.reason,
            facts=[f"{fact.name}: {fact.value} ({fact.origin})" for fact in each.facts],
            citation=_cited(each),
        )
        for each in reasons
    ]


def _cited(reason: Reason) -> str:
    if reason.confidence == CONFIDENCE_NAMES[Confidence.READ]:
        return reason.citation
    return f"{reason.citation} ({reason.confidence})"
