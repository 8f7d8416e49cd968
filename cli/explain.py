"""Why a unit passed or not, reason by reason."""

from collections import Counter
from collections.abc import Sequence

from rich.markup import escape
from rich.padding import Padding

from cli import clock, services
from cli.console import CONSOLE, coloured, day, heading, line, show_json, table
from tasks import explanations
from tasks.explanations import Explanation, Graded, Inspected, Reason, Recognised
from tasks.status import year_at
from tasks.turns import Duty


def explain(unit: str, year: int | None, *, as_json: bool) -> None:
    today = clock.today()
    with services.database():
        of = year_at(today, year)
        found = explanations.explain(unit, of, clock.within(of, today))
    if as_json:
        show_json(found)
        return
    _who(found)
    _recognition(found.recognition)
    _grade(found.grade)
    _inspections(found.inspections)
    _duties(found.duties)


def _who(found: Explanation) -> None:
    heading(f"{found.name} ({found.code}), năm {found.year}")
    places = (found.kind, found.territory, f"quản lý: {found.manager or 'không có'}")
    line("; ".join(part for part in places if part))
    if found.exempt_ground:
        line(f"Không thuộc diện xét: {found.exempt_ground}")


def _recognition(result: Recognised | None) -> None:
    heading("Công nhận “An toàn về an ninh, trật tự”")
    if result is None:
        line("Chưa xét.")
        return
    found = coloured(result.outcome, result.outcome_name)
    CONSOLE.print(f"  Kết quả: [bold]{found}[/]")
    line(f"Gồm {_tally(result.reasons)}.")
    line(f"Xét ngày {day(result.judged_on)} theo {result.law}.")
    line(f"Số liệu từ {day(result.window_start)} đến {day(result.window_end)}.")
    if result.note:
        line(result.note)
    if result.decision:
        signed = result.decision
        line(
            f"Quyết định {signed.number} ngày {day(signed.signed_on)}, {signed.issuer}."
        )
    if given := result.certificate:
        line(
            f"Giấy công nhận {given.number}, mã tra cứu {given.code},"
            f" cấp ngày {day(given.issued_on)}."
        )
        if given.revoked_on:
            line(f"Thu hồi ngày {day(given.revoked_on)}: {given.revoked_ground}.")
    _reasons(result.reasons)


def _tally(reasons: Sequence[Reason]) -> str:
    counted = Counter(each.outcome_name for each in reasons)
    return ", ".join(f"{number} tiêu chí {name}" for name, number in counted.items())


def _grade(result: Graded | None) -> None:
    heading("Phân loại phong trào")
    if result is None:
        line("Chưa xếp loại.")
        return
    line(f"{result.total} điểm, {result.grade or 'chưa xếp loại'} ({result.status})")
    line(f"Bảng điểm: {result.scheme}.")
    for remark in (result.note, *result.remarks):
        if remark:
            line(remark)
    if signed := result.decision:
        line(
            f"Quyết định {signed.number} ngày {day(signed.signed_on)}, {signed.issuer}."
        )
    rows = [
        (each.criterion, each.text, each.reason, f"{each.citation} ({each.confidence})")
        for each in result.reasons
    ]
    table("Từng mục", ("#Mục", "Nội dung", "Điểm", "Căn cứ"), rows)


def _reasons(reasons: Sequence[Reason]) -> None:
    for number, each in enumerate(reasons, start=1):
        CONSOLE.print()
        line(f"{number}. {each.text}", 2, "bold")
        found = coloured(each.outcome, each.outcome_name)
        said = Padding(f"{found}: {escape(each.reason)}", (0, 0, 0, 5), expand=False)
        CONSOLE.print(said)
        for fact in each.facts:
            line(f"{fact.name}: {fact.value} ({fact.origin})", 5)
        line(f"{each.citation} ({each.confidence})", 5, "dim")


def _inspections(inspections: Sequence[Inspected]) -> None:
    if inspections:
        heading("Kiểm tra")
    for each in inspections:
        told = [each.result, each.finding, each.remedy and f"yêu cầu: {each.remedy}"]
        words = "; ".join(part for part in told if part)
        line(f"{each.quarter}, ngày {day(each.inspected_on)}: {words}")


def _duties(duties: Sequence[Duty]) -> None:
    if not duties:
        heading("Không có việc nào phải làm trong năm.")
        return
    rows = [(each.title, day(each.due), each.state) for each in duties]
    table("Việc của đơn vị", ("Việc", "#Hạn", "Tình trạng"), rows)
