"""A draft of the law, tried on years that are over."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli import clock, services
from cli.console import heading, is_narrow, line, say, show_json, table
from cli.law import show_changes
from rules.errors import UnreadableFileError
from tasks.status import year_at

if TYPE_CHECKING:
    from tasks.moves import Move
    from tasks.simulations import Flip, Simulation


def simulate(
    law: Path, years: Sequence[int] | None, limit: int, *, as_json: bool
) -> None:
    if not law.is_dir():
        raise UnreadableFileError(f"Không thấy thư mục dự thảo “{law}”.")
    today = clock.today()
    with services.database():
        from tasks import simulations  # noqa: PLC0415 - imports Prefect

        asked = sorted(set(years or [])) or [year_at(today, None)]
        found = [
            simulations.simulate(law, year, clock.within(year, today)) for year in asked
        ]
    if as_json:
        show_json(found)
        return
    for each in found:
        _show(each, limit)


def _show(found: "Simulation", limit: int) -> None:
    heading(f"Thử dự thảo “{found.draft}” với số liệu năm {found.year}")
    if not found.changes:
        line("Dự thảo không đổi gì đối với năm này; xem lại tên tệp, mã tiêu chí.")
    if found.untried:
        line(f"Chưa tính thử được: {', '.join(found.untried)}.")
    show_changes(found.changes, "Dự thảo khác quy định hiện hành ở chỗ")
    rows = [
        (
            each.kind,
            str(each.units),
            str(each.recognised),
            str(each.by_draft),
            _signed(each.difference),
        )
        for each in found.kinds
    ]
    columns = ("Loại đơn vị", "#Diện xét", "#Hiện hành", "#Dự thảo", "#Chênh")
    table("Số đơn vị đạt tiêu chuẩn", columns, rows)
    line(f"Giấy công nhận: {_compared(found.certificates)}.")
    _flips(found, limit)
    _moves("Phân loại phong trào thay đổi", "Loại đơn vị", found.grades)
    _moves("Đề nghị Kỷ niệm chương thay đổi", "Diện đề nghị", found.medals)
    if found.off_record:
        line(
            f"{found.off_record} đơn vị xét lại theo quy định hiện hành cũng khác kết"
            " quả đã ghi, vì số liệu đến sau ngày xét hoặc đã có quyết định."
        )
    say("\nChỉ là tính thử: không kết quả nào được ghi hay sửa.")


def _flips(found: "Simulation", limit: int) -> None:
    if not found.flips:
        line("Không đơn vị nào đổi kết quả.")
        return
    causes = sorted(found.because.items(), key=lambda each: -each[1])
    rows = [(cause, str(number)) for cause, number in causes]
    table("Vì tiêu chí nào", ("Tiêu chí", "#Số đơn vị"), rows)
    table(
        f"Đơn vị đổi kết quả: {len(found.flips)}",
        ("#Mã", "Đơn vị", "Hiện hành → dự thảo")
        + (() if is_narrow() else ("Vì tiêu chí",)),
        [_flip(each) for each in found.flips[:limit]],
    )
    if len(found.flips) > limit:
        line(f"… và {len(found.flips) - limit} đơn vị nữa; thêm --limit để xem hết.")


def _moves(title: str, whom: str, moves: Sequence["Move"]) -> None:
    if moves:
        rows = [
            (each.whom, f"{each.before} → {each.after}", str(each.count))
            for each in moves
        ]
        table(title, (whom, "Hiện hành → dự thảo", "#Số"), rows)


def _flip(flip: "Flip") -> tuple[str, ...]:
    told = (flip.code, flip.name, f"{flip.before} → {flip.after}")
    return told if is_narrow() else (*told, "; ".join(flip.because))


def _compared(number: int) -> str:
    more = "nhiều hơn" if number > 0 else "ít hơn"
    return f"{more} {abs(number)}" if number else "không đổi"


def _signed(number: int) -> str:
    return f"{number:+d}" if number else "không đổi"
