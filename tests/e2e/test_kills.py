"""Workers killed at random while letters leave: no duty is lost, none told twice."""

import re
import subprocess
import sys
from pathlib import Path

KILL = Path(__file__).parents[2] / "benchmarks" / "kill.py"
KILLS = 50
#: The rows of the tables: what is counted, and how often.
ROW = re.compile(r"^\| (\S.*?) +\| +([\d.]+) \|", re.MULTILINE)


def test_fifty_kills_lose_no_duty_and_tell_none_twice():
    command = [
        sys.executable,
        KILL,
        f"--kills={KILLS}",
        "--seed=4",
        "--units=160",
        "--pause=0.2",
    ]

    fight = subprocess.run(  # noqa: S603 - our own module
        command, capture_output=True, text=True, timeout=300, check=False
    )

    assert fight.returncode == 0, fight.stdout + fight.stderr
    told = {row: int(n.replace(".", "")) for row, n in ROW.findall(fight.stdout)}
    assert told["Tiến trình gửi thư bị giết -9"] == KILLS
    assert told["Lần giết khi có thư đang cầm"] > 0
    assert told["Việc xong khi thư còn chờ"] > 0
    assert told["Phải báo, tính riêng từ thang nhắc, ít nhất"] > 1000
    assert told["Phải báo"] == (
        told["= đã gửi"]
        + told["+ rút lại vì việc đã xong, đã đổi hạn, đã hết hạn"]
        + told["+ máy chủ từ chối, có ghi"]
    )
