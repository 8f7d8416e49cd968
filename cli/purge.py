"""Show what personal data is over; take it away once somebody decided so."""

from collections.abc import Sequence
from datetime import date

from typer import BadParameter

from cli import clock, services
from cli.console import day, say, show_json, table
from tasks import purging
from tasks.purging import Over

UNDECIDED = "Ghi --by: cơ quan hoặc chức vụ quyết định xóa."
TRIED = (
    "Chưa xóa gì. Đối chiếu các thời hạn với rules/law/personal_data.toml; đúng thì"
    " chạy lại với --commit --by “chức vụ quyết định”. Đã xóa thì không lấy lại được."
)


def purge(on: date | None, by: str | None, *, commit: bool, as_json: bool) -> None:
    if commit and not by:
        raise BadParameter(UNDECIDED)
    today = on or clock.today()
    with services.database():
        found = purging.purge(today, by or "") if commit else purging.foresee(today)
    if as_json:
        show_json(found)
        return
    _tell(found, "Đã xóa" if commit else f"Hết thời hạn lưu đến ngày {day(today)}")
    if not commit:
        say(TRIED)


def _tell(found: Sequence[Over], title: str) -> None:
    rows = [
        (
            each.name,
            f"{each.years} năm" if each.years else "không xóa",
            f"trước {day(each.kept_from)}" if each.kept_from else "",
            str(each.rows),
            each.ground,
        )
        for each in found
    ]
    table(title, ("Dữ liệu", "#Lưu", "#Đã hết hạn", "#Dòng", "Căn cứ"), rows)
