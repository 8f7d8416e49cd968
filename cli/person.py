"""A person's own data: find it, answer who asks, show it, put it right, erase it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from typer import BadParameter, prompt

from cli import clock, services
from cli.console import day, heading, line, say, show_json, table
from db.person_rows import Piece
from rules.requests import KIND_NAMES, OUTCOME_NAMES, STEP_NAMES, RequestKind
from tasks import person_acts, persons
from tasks.persons import Approval, Asked

CLOSED = "Yêu cầu {} đã giải quyết."


def approval(by: str, reason: str) -> Approval:
    return Approval(by, reason)


def find(
    name: str | None, place: str | None, purpose: str, on: date | None, *, as_json: bool
) -> None:
    """Ask for the name where it was not written: a command line is seen by others."""
    asked = name or prompt("Họ tên, mã hộ" if place else "Họ tên, mã hộ hoặc mã hồ sơ")
    with services.database():
        found = (
            persons.find_households(asked, place, purpose, on or clock.today())
            if place
            else persons.find(asked, purpose)
        )
    if as_json:
        show_json(found)
        return
    if not found:
        say("Không tìm thấy.")
        return
    rows = [(each.key, each.name, each.unit, each.more) for each in found]
    table(f"Tìm thấy: {len(found)}", ("#Khóa", "Đang ghi", "#Đơn vị", "Thêm"), rows)
    say("Xem đủ của một người: antq person request export KHÓA….")


def request(
    kind: RequestKind, keys: Sequence[str], reason: str, on: date | None
) -> None:
    with services.database():
        number, timers = persons.record(kind, keys, reason, on or clock.today())
    say(f"Yêu cầu {number}: {KIND_NAMES[kind]}.")
    for each in timers:
        line(f"Hạn {STEP_NAMES[each.step]}: {day(each.due.day)}, {each.due.derivation}")


def listed(*, as_json: bool) -> None:
    with services.database():
        found = persons.listed()
    if as_json:
        show_json(found)
        return
    columns = ("#Số", "Việc", "#Nhận", "#Hạn phản hồi", "#Hạn thực hiện", "Kết quả")
    table("Yêu cầu về dữ liệu cá nhân", columns, [_row(each) for each in found])


def _row(each: Asked) -> tuple[str, ...]:
    answered = "đã phản hồi" if each.answered_on else _due(each.answer_by)
    done = f"xong {day(each.closed_on)}" if each.closed_on else _due(each.carry_out_by)
    ended = OUTCOME_NAMES[each.outcome] if each.outcome else "chưa giải quyết"
    kind = KIND_NAMES[each.kind]
    return each.number, kind, day(each.asked_on), answered, done, ended


def _due(when: date | None) -> str:
    return day(when) if when else ""


def answer(number: str, on: date | None) -> None:
    with services.database():
        persons.answer(number, on or clock.today())
    say(f"Đã ghi: yêu cầu {number} đã được phản hồi.")


def export(
    number: str, approval: Approval, on: date | None, out: Path | None, *, as_json: bool
) -> None:
    with services.database():
        found = person_acts.export(number, approval, on or clock.today())
    if out:
        told = json.dumps(
            [asdict(each) for each in found],
            ensure_ascii=False,
            indent=2,
        )
        out.write_text(told, "utf-8")
        say(f"Đã ghi {out}; chuyển cho người yêu cầu rồi xóa tệp này.")
    elif as_json:
        show_json(found)
    else:
        _tell(found)
    if not as_json:
        say(CLOSED.format(number))


def _tell(found: Sequence[Piece]) -> None:
    for each in found:
        heading(each.place)
        for name, value in each.facts.items():
            line(f"{name}: {value if value is not None else ''}")


def correct(
    number: str, fields: Sequence[str], approval: Approval, on: date | None
) -> None:
    """Ask for each value: what is right stands on no command line."""
    told = {
        name: value or prompt(f"Giá trị đúng của {name}")
        for name, _, value in (field.partition("=") for field in fields)
    }
    if not told:
        raise BadParameter("Ghi trường cần sửa, ví dụ --field full_name.")
    with services.database():
        done = person_acts.correct(number, told, approval, on or clock.today())
    before = "; bản trước được giữ" if done.keeps_before else ""
    say(f"Đã đính chính {done.rows} dòng{before}. {CLOSED.format(number)}")


def erase(number: str, approval: Approval, on: date | None) -> None:
    with services.database():
        rows = person_acts.erase(number, approval, on or clock.today())
    say(f"Đã xóa khỏi {rows} dòng; số đếm giữ nguyên. {CLOSED.format(number)}")


def refuse(number: str, approval: Approval, on: date | None) -> None:
    with services.database():
        persons.refuse(number, approval, on or clock.today())
    say(f"Đã ghi từ chối, kèm lý do. {CLOSED.format(number)}")
