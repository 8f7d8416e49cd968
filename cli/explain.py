"""Why a unit passed or not, reason by reason."""

from collections import Counter
from collections.abc import Sequence

from rich.markup import escape
from rich.padding import Padding

from cli import clock, services
from cli.console import (
    CONSOLE,
    TROUBLE,
    coloured,
    day,
    heading,
    line,
    show_json,
    table,
)
from tasks import explanation_papers
from tasks.explanations import Explanation, Graded, Inspected
from tasks.nominee_explanations import NomineeExplanation, explanation_of
from tasks.reasons import Reason, conclusion
from tasks.recognised import Child, Recognised
from tasks.special_results import Exemplary, TeamRanked
from tasks.status import year_at
from tasks.turns import Duty
from templates.paper_facts import Outlook


def explain(unit: str, year: int | None, *, on_paper: bool, as_json: bool) -> None:
    today = clock.today()
    with services.database():
        of = year_at(today, year)
        on = clock.within(of, today)
        found = explanation_of(unit, of, on)
        paper = explanation_papers.put(found) if on_paper else None
    if as_json:
        show_json(found)
    elif isinstance(found, Explanation):
        _unit(found)
    else:
        _nominee(found)
    if on_paper:
        TROUBLE.print(
            f"Văn bản: {paper} (và .docx cùng tên)."
            if paper
            else "Không lập văn bản: đơn vị này không thuộc diện xét công nhận."
        )


def _unit(found: Explanation) -> None:
    _who(found)
    if found.recognition:
        _recognition(found.recognition)
        _grade(found.grade)
    _exemplar(found.exemplar)
    _team(found.team)
    _inspections(found.inspections)
    _duties(found.duties)
    if found.duties:
        line(f"Đã báo đơn vị từng việc ra sao: antq prove {found.code} VIỆC.")


def _nominee(found: NomineeExplanation) -> None:
    heading(f"Hồ sơ {found.reference}, {found.award} năm {found.year}")
    line(f"{found.subject}; đơn vị đề nghị: {found.proposer}")
    shown = coloured(found.outcome, found.outcome_name)
    CONSOLE.print(f"  Kết quả: [bold]{shown}[/]")
    line(f"Gồm {_tally(found.reasons)}.")
    line(f"Đề nghị ngày {day(found.proposed_on)}, xét ngày {day(found.judged_on)}.")
    if found.votes:
        line(f"Phiếu của Hội đồng: {found.votes}.")
    if found.awarded:
        line(f"Đã tặng {found.awarded}.")
    _outlooks(found.outlooks, lost=found.lost)
    heading("Từng điều kiện")
    _reasons(found.reasons)


def _who(found: Explanation) -> None:
    heading(f"{found.name} ({found.code}), năm {found.year}")
    places = (found.kind, found.territory, f"quản lý: {found.manager or 'không có'}")
    line("; ".join(part for part in places if part))
    if found.exempt_ground:
        line(f"Không thuộc diện xét: {found.exempt_ground}")


def _recognition(result: Recognised) -> None:
    heading("Công nhận “An toàn về an ninh, trật tự”")
    found = coloured(result.outcome, result.outcome_name)
    if result.judged_on:
        CONSOLE.print(f"  Kết quả: [bold]{found}[/]")
        line(f"Gồm {_tally(result.reasons)}.")
        line(f"Xét ngày {day(result.judged_on)} theo {result.law}.")
    else:
        CONSOLE.print(f"  Chưa xét; tạm tính theo số liệu đã có: [bold]{found}[/]")
        line(f"Gồm {_tally(result.reasons)}.")
        line(f"Tính theo {result.law}.")
    line(f"Số liệu từ {day(result.window_start)} đến {day(result.window_end)}.")
    if result.sent_to:
        line(f"Hồ sơ gửi {result.sent_to}.")
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
    _outlooks(result.outlooks, lost=result.lost)
    _holding_back(result.holding_back)
    heading("Từng tiêu chí")
    _reasons(result.reasons)


def _outlooks(outlooks: Sequence[Outlook], *, lost: bool) -> None:
    """Say what is left to do, what can still be done apart from what cannot."""
    if not outlooks:
        return
    heading("Để đạt, ít nhất phải")
    for each in outlooks:
        line(f"{each.title}:", 2, "bold")
        for step in each.steps:
            line(f"- {step.words}", 4)
            line(step.criterion, 6, "dim")
    line(conclusion(lost=lost))


def _holding_back(children: Sequence[Child]) -> None:
    if children:
        rows = [(each.code, each.name, each.outcome_name) for each in children]
        title = f"Đơn vị thuộc diện xét chưa được công nhận: {len(rows)}"
        table(title, ("#Mã", "Đơn vị", "Kết quả"), rows)


def _tally(reasons: Sequence[Reason]) -> str:
    counted = Counter(each.outcome_name for each in reasons if each.decides)
    told = [f"{number} tiêu chí {name}" for name, number in counted.items()]
    if listed := sum(not each.decides for each in reasons):
        told.append(f"{listed} nội dung người xét tự đối chiếu với văn bản")
    return ", ".join(told)


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
        found = f"{coloured(each.outcome, each.outcome_name)}: " if each.decides else ""
        said = Padding(f"{found}{escape(each.reason)}", (0, 0, 0, 5), expand=False)
        CONSOLE.print(said)
        for fact in each.facts:
            line(f"{fact.name}: {fact.value} ({fact.origin})", 5)
        line(f"{each.citation} ({each.confidence})", 5, "dim")


def _exemplar(result: Exemplary | None) -> None:
    if result is None:
        return
    heading("Điển hình về phong trào")
    found = coloured(result.outcome, result.outcome_name)
    CONSOLE.print(f"  Tạm tính theo hồ sơ đã gửi: [bold]{found}[/]")
    line(f"Gồm {_tally(result.reasons)}.")
    for words in (f"Tính theo {result.law}.", result.note):
        line(words)
    _outlooks(result.outlooks, lost=result.lost)
    _reasons(result.reasons)


def _team(result: TeamRanked | None) -> None:
    if result is None:
        return
    heading("Xếp loại Tổ bảo vệ an ninh, trật tự")
    line(f"Tổ: {result.level or 'chưa xếp loại'} ({result.status}).", 2, "bold")
    line(f"Tổ trưởng: {result.leader}")
    for remark in result.remarks:
        line(f"- {remark}")
    _reasons(result.reasons)


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
