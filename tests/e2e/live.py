"""Live a small sample year to its end, in a process that may be killed at any time.

``python tests/e2e/live.py SAMPLE INBOX [again]``
"""

import asyncio
import sys
from pathlib import Path

from rich.console import Console

import samples
from cli.rehearse import Rehearsal, Timings


def main(sample: str, inbox: str, *again: str) -> None:
    timings = Timings()
    year = Rehearsal(samples.YEARS[sample], Path(inbox), timings, Console())
    asyncio.run(year.live(again=bool(again)))
    for step, seconds in timings.seconds.items():
        print(f"{seconds:6.1f} {step}")  # noqa: T201 - kept in the log of the life


if __name__ == "__main__":
    main(*sys.argv[1:])
