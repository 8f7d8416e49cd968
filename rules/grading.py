"""Grading of the movement: points out of 100, and the grade they earn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.criteria import Criterion
from rules.judgement import Finding, Outcome
from rules.schemes import GRADE_NAMES, Band, MovementGrade, Scheme


@dataclass(frozen=True, slots=True)
class Score:
    """An item's points as the unit gave them and as the level above reviewed them."""

    self_score: Decimal
    reviewed_score: Decimal | None = None
    reason: str = ""

    @property
    def counted(self) -> Decimal:
        return self.self_score if self.reviewed_score is None else self.reviewed_score


class GradeStatus(StrEnum):
    SETTLED = "settled"
    PROVISIONAL = "provisional"  # an indication only: never to be decided or printed
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Grade:
    """A total, the grade it earns if it earns one, and why."""

    total: Decimal
    grade: MovementGrade | None
    status: GradeStatus
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    scheme: str


def grade(scheme: Scheme, scores: Mapping[str, Score], recognition: Outcome) -> Grade:
    """Sum the reviewed points; what is missing, wrong or unreviewed leaves it open."""
    findings = tuple(_finding(item, scores.get(item.id)) for item in scheme.items)
    counted = [item for item in scheme.items if _usable(item, scores)]
    total = sum((scores[item.id].counted for item in counted), Decimal(0))
    if len(counted) < len(scheme.items):
        reasons = ["Bảng điểm chưa đủ hoặc còn điểm sai, chưa xếp loại được."]
        earned, status = None, GradeStatus.UNKNOWN
    else:
        band, reasons = _band(scheme, total, findings, recognition)
        waits = _waits_for(findings, band, recognition)
        earned, reasons = band.grade, reasons + waits
        status = GradeStatus.PROVISIONAL if waits else GradeStatus.SETTLED
    strange = sorted(scores.keys() - {item.id for item in scheme.items})
    reasons += [
        f"Mã mục “{code}” không có trong bảng điểm, không tính." for code in strange
    ]
    return Grade(total, earned, status, findings, tuple(reasons), scheme.name)


def refusal(item: Criterion, points: Decimal) -> str | None:
    """Say why points cannot be taken for an item, if they cannot."""
    if points < 0:
        return f"Mục {item.id}: điểm {_written(points)} nhỏ hơn 0; cần sửa bảng điểm."
    if points > item.bound:
        return (
            f"Mục {item.id}: điểm {_written(points)} vượt điểm chuẩn"
            f" {_written(item.bound)}; cần sửa bảng điểm."
        )
    return None


def _refused(item: Criterion, score: Score) -> str | None:
    return refusal(item, score.self_score) or refusal(item, score.counted)


def _usable(item: Criterion, scores: Mapping[str, Score]) -> bool:
    return item.id in scores and _refused(item, scores[item.id]) is None


def _finding(item: Criterion, score: Score | None) -> Finding:
    if score is None:
        return Finding(item, Outcome.UNKNOWN, f"Mục {item.id}: chưa có điểm.")
    wrong = _refused(item, score)
    if wrong:
        return Finding(item, Outcome.UNKNOWN, wrong)
    points = f"{_written(score.counted)}/{_written(item.bound)} điểm"
    if score.reviewed_score is None:
        reason = f"Tự chấm {points}, cấp trên chưa chấm."
        return Finding(item, Outcome.UNKNOWN, reason)
    if item.knockout and score.counted < item.bound:
        return Finding(item, Outcome.UNMET, f"{points}; mục bắt buộc đạt điểm tối đa.")
    return Finding(item, Outcome.MET, f"{points}{_difference(score)}.")


def _difference(score: Score) -> str:
    if score.counted == score.self_score:
        return ""
    why = score.reason or "chưa ghi lý do"
    return f", tự chấm {_written(score.self_score)} ({why})"


def _band(
    scheme: Scheme, total: Decimal, findings: Iterable[Finding], recognition: Outcome
) -> tuple[Band, list[str]]:
    earned = next(band for band in scheme.bands if total >= band.minimum)
    reasons = [_earned(scheme, earned, total)]
    if recognition is Outcome.UNMET and earned.needs_recognition:
        earned = next(b for b in scheme.bands if not b.needs_recognition)
        reasons.append(
            "Chưa đạt tiêu chuẩn “An toàn về an ninh, trật tự”"
            f" nên chỉ xếp loại {GRADE_NAMES[earned.grade]}."
        )
    failed = [f.criterion_id for f in findings if f.outcome is Outcome.UNMET]
    if failed and earned is not scheme.bands[-1]:
        earned = scheme.bands[-1]
        reasons.append(
            f"Mục bắt buộc đạt điểm tối đa chưa đạt ({', '.join(failed)})"
            f" nên chỉ xếp loại {GRADE_NAMES[earned.grade]}."
        )
    return earned, reasons


def _earned(scheme: Scheme, band: Band, total: Decimal) -> str:
    """Say what the total earns, and the least that the next grade is short of."""
    name = GRADE_NAMES[band.grade]
    told = f"Tổng {_written(total)} điểm: mức {name}, từ {_written(band.minimum)} điểm."
    better = [each for each in scheme.bands if each.minimum > total]
    if not better:
        return told
    short = _written(better[-1].minimum - total)
    return f"{told} Còn thiếu {short} điểm để lên mức {GRADE_NAMES[better[-1].grade]}."


def _waits_for(
    findings: Iterable[Finding], band: Band, recognition: Outcome
) -> list[str]:
    """Say what the grade still waits for; nothing, if it is settled."""
    unreviewed = [f.criterion_id for f in findings if f.outcome is Outcome.UNKNOWN]
    reasons = []
    if unreviewed:
        items = ", ".join(unreviewed)
        reasons.append(f"Kết quả tạm tính: cấp trên chưa chấm mục {items}.")
    if band.needs_recognition and recognition is Outcome.UNKNOWN:
        name = GRADE_NAMES[band.grade]
        reasons.append(f"Kết quả tạm tính: mức {name} còn chờ kết quả công nhận.")
    return reasons


def _written(points: Decimal) -> str:
    """Write as Vietnamese does: 89,5."""
    return f"{points.normalize():f}".replace(".", ",")
