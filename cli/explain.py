"""Why a unit passed or not, reason by reason."""

from collections.abc import Sequence

from rich.markup import escape
from rich.padding import Padding

from cli import clock, services
from cli.console import CONSOLE, coloured, day, heading, show_json, table
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
    _line("; ".join(part for part in places if part))
    if found.exempt_ground:
        _line(f"Không thuộc diện xét: {found.exempt_ground}")


def _recognition(result: Recognised | None) -> None:
    heading("Công nhận “An toàn về an ninh, trật tự”")
    if result is None:
        _line("Chưa xét.")
        return
    CONSOLE.print(f"  Kết quả: {coloured(result.outcome, result.outcome_name)}")
    _line(f"Xét ngày {day(result.judged_on)} theo {result.law}.")
    _line(f"Số liệu từ {day(result.window_start)} đến {day(result.window_end)}.")
    if result.note:
        _line(result.note)
    if result.decision:
        signed = result.decision
        _line(
            f"Quyết định {signed.number} ngày {day(signed.signed_on)}, {signed.issuer}."
        )
    if given := result.certificate:
        _line(
            f"Giấy công nhận {given.number}, mã tra cứu {given.code},"
            f" cấp ngày {day(given.issued_on)}."
        )
        if given.revoked_on:
            _line(f"Thu hồi ngày {day(given.revoked_on)}: {given.revoked_ground}.")
    _reasons(result.reasons)


def _grade(result: Graded | None) -> None:
    heading("Phân loại phong trào")
    if result is None:
        _line("Chưa xếp loại.")
        return
    _line(f"{result.total} điểm, {result.grade or 'chưa xếp loại'} ({result.status})")
    _line(f"Bảng điểm: {result.scheme}.")
    for remark in (result.note, *result.remarks):
        if remark:
            _line(remark)
    if signed := result.decision:
        _line(
            f"Quyết định {signed.number} ngày {day(signed.signed_on)}, {signed.issuer}."
        )
    rows = [
        (each.criterion, each.text, each.reason, each.citation)
        for each in result.reasons
    ]
    table("Từng mục", ("Mục", "Nội dung", "Điểm", "Căn cứ"), rows)


def _reasons(reasons: Sequence[Reason]) -> None:
    for number, each in enumerate(reasons, start=1):
        CONSOLE.print(
            f"\n  [bold]{number}.[/] {escape(each.text)}"
            f"  {coloured(each.outcome, each.outcome_name)}"
        )
        _line(each.reason, 5)
        for fact in each.facts:
            _line(f"{fact.name}: {fact.value} ({fact.origin})", 5)
        CONSOLE.print(Padding(escape(each.citation), (0, 0, 0, 5)), style="dim")


def _inspections(inspections: Sequence[Inspected]) -> None:
    if inspections:
        heading("Kiểm tra")
    for each in inspections:
        told = [each.result, each.finding, each.remedy and f"yêu cầu: {each.remedy}"]
        words = "; ".join(part for part in told if part)
        _line(f"{each.quarter}, ngày {day(each.inspected_on)}: {words}")


def _duties(duties: Sequence[Duty]) -> None:
    if not duties:
        heading("Không có việc nào phải làm trong năm.")
        return
    rows = [(each.title, day(each.due), each.state) for each in duties]
    table("Việc của đơn vị", ("Việc", "#Hạn", "Tình trạng"), rows)


def _line(text: str, indent: int = 2) -> None:
    CONSOLE.print(Padding(escape(text), (0, 0, 0, indent)))
