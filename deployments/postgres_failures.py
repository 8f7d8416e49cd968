"""Say in Vietnamese why PostgreSQL does not start, and what to do about it."""

import os
from pathlib import Path

from rules.errors import ServiceUnavailableError

_ADVICE = {
    "No space left on device": "Ổ đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại.",
    "Check free disk space": "Ổ đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại.",
    "Cannot allocate memory": "Máy hết bộ nhớ: hãy đóng bớt chương trình rồi chạy lại.",
    "Permission denied": "Hãy cấp quyền ghi hoặc đặt ANTQ_HOME sang thư mục khác.",
    "": "Hãy xem nhật ký để xử lý, hoặc đặt DATABASE_URL trỏ tới một máy chủ khác.",
}


def log_since(log: Path, position: int) -> str:
    return log.read_bytes()[position:].decode(errors="replace") if log.exists() else ""


def told_by_log(log: Path, position: int) -> ServiceUnavailableError:
    """Quote the last grave line that the log got since."""
    text = log_since(log, position)
    lines = text.splitlines()
    grave = [line for line in lines if "FATAL" in line or "error:" in line]
    last = (grave or lines or ["(trống)"])[-1]
    return ServiceUnavailableError(
        f"Không khởi động được PostgreSQL: “{last}”. Nhật ký: “{log}”. {_advice(text)}"
    )


def told_by_system(folder: Path, problem: OSError) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"Không ghi được vào thư mục dữ liệu “{folder}”: {problem.strerror}. "
        f"{_advice(os.strerror(problem.errno or 0))}"
    )


def _advice(problem: str) -> str:
    return next(advice for mark, advice in _ADVICE.items() if mark in problem)
