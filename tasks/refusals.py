"""Which good rows are refused after all: locked, too early, erased, out of place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from db import plans, submissions
from db.cycle import Cycle
from db.documents import Issue
from db.submissions import Row
from rules.criteria import Criterion
from rules.forms import duties, forms
from rules.grading import refusal
from rules.schemes import scheme
from rules.sheets import Context
from rules.units import JUDGED, KIND_NAMES
from rules.windows import window

PLAN, SCORE = "plan", "score"
NOMINEE = "nominee"
PROPOSALS = (NOMINEE, "nominated_unit")
ERASED = (
    "đã xóa theo yêu cầu của người này; đơn vị rút dòng này, đề nghị người khác thì đặt"
    " mã hồ sơ khác"
)


def refuse(
    session: Session, rows: Sequence[Row], units: Mapping[str, int], context: Context
) -> tuple[list[Row], list[Issue]]:
    """Refuse what is locked, out of order, on another's form or reference."""
    codes = {unit_id: code for code, unit_id in units.items()}
    misplaced = _misplaced(rows, codes, context)
    reasons = {
        **_locked(session, rows, context),
        **_too_early(session, rows, context),
        **_taken(session, rows, codes, context),
        **_unscored(session, rows, codes, context),
        **_erased(session, rows, context),
        **misplaced,
    }
    good = [row for row in rows if id(row) not in reasons]
    refused = [
        Issue(
            document_id=row.document_id,
            sheet=row.sheet,
            place=f"dòng {row.row}",
            found=codes[row.unit_id],
            problem=reasons[id(row)],
            unit_code=codes[row.unit_id],
            # Whose code it is did not send it: the office finds who did.
            unit_id=None if id(row) in misplaced else row.unit_id,
        )
        for row in rows
        if id(row) in reasons
    ]
    return good, refused


def _taken(
    session: Session,
    rows: Sequence[Row],
    codes: Mapping[int, str],
    context: Context,
) -> dict[int, str]:
    """Find proposals under a reference that another proposal of the year bears."""
    holders = submissions.references(session, context.year, PROPOSALS)
    reasons = {}
    for row in rows:
        if row.form in PROPOSALS:
            reference = str(row.facts["reference"])
            mine = row.form, row.unit_id
            theirs = holders.setdefault(reference, mine)
            if theirs != mine:
                whose = codes.get(theirs[1], "đơn vị khác")
                reasons[id(row)] = (
                    f"mã hồ sơ “{reference}” đã dùng cho đề nghị khác (đơn vị {whose});"
                    " đặt mã khác rồi gửi lại"
                )
    return reasons


def _erased(session: Session, rows: Sequence[Row], context: Context) -> dict[int, str]:
    """Find proposals of those whose data was erased because they asked for it."""
    told = [row for row in rows if row.form == NOMINEE]
    gone = submissions.erased(session, context.year, NOMINEE) if told else set()
    return {id(row): ERASED for row in told if (row.unit_id, row.item) in gone}


def _unscored(
    session: Session,
    rows: Sequence[Row],
    codes: Mapping[int, str],
    context: Context,
) -> dict[int, str]:
    """Find points for what the scoring table of the unit has no item or room for."""
    cycle = session.get(Cycle, context.year)
    reasons = {}
    for row in rows:
        kind = context.kinds[codes[row.unit_id]]
        if cycle and row.form == SCORE and kind in JUDGED:
            table = scheme(cycle.grading, kind, window(kind, context.year).end)
            if problem := _points_refused(table.item(row.item), row):
                reasons[id(row)] = problem
    return reasons


def _points_refused(item: Criterion | None, row: Row) -> str:
    if item is None:
        return (
            f"mã mục “{row.item}” không có trong bảng điểm áp dụng cho đơn vị; giữ"
            " nguyên các mã mục ghi sẵn trong biểu"
        )
    given = (row.facts.get(key) for key in ("self_score", "reviewed_score"))
    told = (refusal(item, Decimal(str(points))) for points in given if points)
    return next((problem.rstrip(".") for problem in told if problem), "")


def _misplaced(
    rows: Iterable[Row], codes: Mapping[int, str], context: Context
) -> dict[int, str]:
    """Find rows about a unit of another kind than the form is for."""
    reasons = {}
    for row in rows:
        code, asked = codes[row.unit_id], forms()[row.form].kinds
        if asked and context.kinds[code] not in asked:
            names = ", ".join(KIND_NAMES[each] for each in asked)
            reasons[id(row)] = (
                f"mã {code} là của “{KIND_NAMES[context.kinds[code]]}”, biểu này dành"
                f" cho: {names}; kiểm tra lại mã đơn vị hoặc dùng biểu khác"
            )
    return reasons


def _locked(session: Session, rows: Iterable[Row], context: Context) -> dict[int, str]:
    by_duty: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.form in duties():
            by_duty[duties()[row.form], row.period].append(row)
    reasons = {}
    for (duty, period), answers in by_duty.items():
        locked = plans.locked(session, context.year, duty, period, context.today)
        for row in answers:
            if row.unit_id in locked:
                day = locked[row.unit_id]
                reasons[id(row)] = (
                    f"đã khóa nhận từ sau ngày {day:%d/%m/%Y}; "
                    "báo thường trực Ban Chỉ đạo tỉnh nếu cần nhận muộn"
                )
    return reasons


def _too_early(
    session: Session, rows: Sequence[Row], context: Context
) -> dict[int, str]:
    """Find plans dated before the plan of the committee above."""
    issued = {
        row.unit_id: (row, date.fromisoformat(str(row.facts["issued_on"])))
        for row in rows
        if row.form == PLAN
    }
    if not issued:
        return {}
    above = plans.above(session, context.year, list(issued))
    reasons = {}
    for unit_id, (row, day) in issued.items():
        superior, theirs = above.get(unit_id, (None, None))
        if superior in issued:
            theirs = issued[superior][1]
        if theirs is not None and day < theirs:
            reasons[id(row)] = (
                f"kế hoạch ngày {day:%d/%m/%Y} có trước kế hoạch của cấp trên "
                f"(ngày {theirs:%d/%m/%Y}); kiểm tra lại ngày ban hành"
            )
    return reasons
