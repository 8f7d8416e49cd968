"""Kill workers at random while the year's letters leave; then compare the books.

``.venv/bin/python benchmarks/kill.py [--kills 1000] [--mta postfix] [--postgres-too]``

It ends with code 1 when a duty was lost or told twice.
"""

import argparse
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))  # From wherever it is called.

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from benchmarks.killing import audit, books, world
from benchmarks.killing.audit import Fate, Wire
from benchmarks.killing.fight import Fight

#: How a worker's log names each error it met.
TROUBLE = re.compile(r"^# (\w+)$", re.MULTILINE)
#: What must be none, and where it is told.
NONE_OF_FATE = ("waiting", "lost", "baseless", "twice_sent", "twice_kept")
NONE_OF_WIRE = ("unexplained", "sent_unkept", "unknown", "changed", "too_late")


def main() -> int:
    asked = _arguments()
    began = time.monotonic()
    with world.made(asked.units, asked.seed, asked.mta) as arena:
        dice = Random(asked.seed)  # noqa: S311 - dice, no secret
        fight = Fight(arena, dice, asked.kills, asked.pause, asked.postgres_too)
        fight.run()
        arena.stop_workers()
        told = books.read(fight)
        fate, wire = audit.fate(told), audit.wire(told, fight)
        troubles = _troubles(arena.troubles)
    seconds = time.monotonic() - began
    console = Console(width=110)
    console.print(f"\n{asked.units} đơn vị, hạt giống {asked.seed}, {asked.mta}\n")
    console.print(_kills(fight, seconds), _fates(fate), _wire(wire), troubles)
    for duty, due, rung in sorted(fate.lost):
        console.print(f"Mất: việc số {duty}, hạn {due:%d/%m/%Y}, bậc {rung}")
    return int(_is_broken(fate, wire))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Giết tiến trình, rồi đối chiếu sổ.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--pause", type=float, default=0.35, help="giây giữa hai lần")
    parser.add_argument("--mta", choices=("faulty", "postfix"), default="faulty")
    parser.add_argument("--postgres-too", action="store_true")
    return parser.parse_args()


def _is_broken(fate: Fate, wire: Wire) -> bool:
    faults = [getattr(fate, name) for name in NONE_OF_FATE]
    faults += [getattr(wire, name) for name in NONE_OF_WIRE]
    return any(faults) or not fate.sent


def _kills(fight: Fight, seconds: float) -> Table:
    kills = fight.world.kills
    databases = sum(kill.what == "postgres" for kill in kills)
    table = _table("Đã giết")
    workers = sum(kill.what == "worker" for kill in kills)
    _row(table, "Tiến trình gửi thư bị giết -9", workers)
    _row(table, "PostgreSQL bị giết -9", databases)
    _row(table, "Lần giết khi có thư đang cầm", sum(k.in_hand > 0 for k in kills))
    _row(table, "Việc xong khi thư còn chờ", len(fight.answers))
    _row(table, "Việc được gia hạn khi thư còn chờ", len(fight.extended))
    table.add_row("Thời gian", f"{seconds:.0f} giây, {os.cpu_count()} nhân", "")
    return table


def _fates(fate: Fate) -> Table:
    table = _table("Lời nhắc (việc, bậc, hộp thư)")
    _row(table, "Phải báo, tính riêng từ thang nhắc, ít nhất", fate.foretold)
    _row(table, "Phải báo", fate.due)
    _row(table, "= đã gửi", fate.sent)
    _row(table, "+ rút lại vì việc đã xong, đã đổi hạn, đã hết hạn", fate.withdrawn)
    _row(table, "+ máy chủ từ chối, có ghi", fate.refused)
    _row(table, "+ còn chờ", fate.waiting, must_be_none=True)
    _row(table, "+ mất", len(fate.lost), must_be_none=True)
    _row(table, "Báo không có căn cứ", fate.baseless, must_be_none=True)
    _row(table, "Hai lần trong hộp thư đi", fate.twice_sent, must_be_none=True)
    _row(table, "Hai lần ở máy chủ, hai thư khác", fate.twice_kept, must_be_none=True)
    return table


def _wire(wire: Wire) -> Table:
    table = _table("Máy chủ thư đã giữ")
    _row(table, "Thư, kể cả lặp", wire.kept)
    _row(table, "Lặp cùng Message-ID: máy chủ nhận rồi im", wire.after_silence)
    _row(table, "Lặp cùng Message-ID: do giết, mỗi lần một", wire.after_kill)
    _row(table, "Lặp không rõ vì sao", wire.unexplained, must_be_none=True)
    _row(table, "Ghi đã gửi khi chưa tới", wire.sent_unkept, must_be_none=True)
    _row(table, "Tới mà hộp thư đi không có", wire.unknown, must_be_none=True)
    _row(table, "Tới mà khác từng byte", wire.changed, must_be_none=True)
    _row(table, "Nhắc việc đã xong trước khi lấy thư", wire.too_late, must_be_none=True)
    again = "Như trên, trong thư chưa rõ đã tới nên phải gửi lại nguyên văn"
    _row(table, again, wire.too_late_again)
    _row(table, "Tới rồi mới rút lại, vì không nghe trả lời", wire.kept_unsent)
    return table


def _table(title: str) -> Table:
    table = Table(title, box=MARKDOWN)
    table.add_column("số", justify="right")
    table.add_column("phải là", justify="right")
    return table


def _row(table: Table, name: str, count: int, *, must_be_none: bool = False) -> None:
    mark = "" if not must_be_none else "0" if not count else "0 (SAI)"
    table.add_row(name, f"{count:,}".replace(",", "."), mark)


def _troubles(log: Path) -> str:
    """Say which errors the workers met and got over."""
    if not log.exists():
        return ""
    kinds = Counter(TROUBLE.findall(log.read_text("utf-8")))
    return f"Lỗi đã tự vượt qua: {', '.join(f'{k} {n}' for k, n in kinds.items())}"


if __name__ == "__main__":
    sys.exit(main())
