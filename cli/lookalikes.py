"""Who may be written down twice, shown two by two; and those the office told apart."""

from datetime import date

from cli import clock, services
from cli.console import day, say, show_json, table
from rules.lookalikes import LIKENESS_NAMES, Named, Pair
from tasks import lookalikes
from tasks.persons import Approval

SHOWN = 50


def alike(place: str | None, purpose: str, on: date | None, *, as_json: bool) -> None:
    with services.database():
        found = lookalikes.propose(place, purpose, on or clock.today())
    if as_json:
        show_json(found)
        return
    if not found:
        say("Không có ai, hộ nào nghi ghi hai lần.")
        return
    columns = ("#Khóa", "Đang ghi", "#Khóa", "Đang ghi", "Vì sao nghi")
    title = f"Nghi là một, chưa gộp gì: {len(found)} cặp"
    table(title, columns, [_row(each) for each in found[:SHOWN]])
    if len(found) > SHOWN:
        say(f"… và {len(found) - SHOWN} cặp nữa (xem đủ: thêm --json).")
    say("Là một: báo đơn vị sửa dòng ghi sai rồi gửi lại.")
    say("Không phải một: antq person apart KHÓA KHÓA, sẽ không hỏi lại.")


def _row(each: Pair) -> tuple[str, str, str, str, str]:
    one, other = each.one, each.other
    why = LIKENESS_NAMES[each.likeness]
    return one.key, _named(one), other.key, _named(other), why


def _named(each: Named) -> str:
    born = f", {each.birth_year}" if each.birth_year else ""
    return f"{each.name}{born} ({each.place})"


def apart(one: str, other: str, approval: Approval, on: date | None) -> None:
    today = on or clock.today()
    with services.database():
        lookalikes.tell_apart(one, other, approval, today)
    say(f"Đã ghi ngày {day(today)}: {one} và {other} không phải là một.")
