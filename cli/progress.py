"""Show how far a large intake has come: what is done, how fast, what remains."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cli.console import CONSOLE
from db.pledge_copies import Step
from rules.text import number
from tasks.intake_steps import watched_by

_KIB = 1024
#: What a step counts, and by how much; a step not named here only takes its time.
_COUNTED = {"Đọc": ("KiB", _KIB), "Ghi": ("dòng", 1)}


@contextmanager
def progress_of_intake() -> Iterator[None]:
    """Show each step of the intake made in the block."""
    with Progress(
        TextColumn("{task.description}…"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
        console=CONSOLE,
        transient=True,
    ) as progress:
        shown = progress.add_task("Đang nhận tệp", total=None, told="")

        def watch(step: Step) -> None:
            task = progress.tasks[shown]
            counted = step.name in _COUNTED
            if step.name != task.description:
                progress.reset(shown, description=step.name)
            told = _told(step, task.elapsed or 0)
            total = step.total if counted else None
            progress.update(shown, completed=step.done, total=total, told=told)

        with watched_by(watch):
            yield


def _told(step: Step, seconds: float) -> str:
    if step.name not in _COUNTED:
        return ""
    unit, size = _COUNTED[step.name]
    done, total = step.done // size, step.total // size
    rate = round(done / seconds) if seconds else 0
    return f"{number(done)}/{number(total)} {unit}, {number(rate)} {unit}/giây"
