"""The law as written, printed for a jurist to read and sign."""

from datetime import date
from pathlib import Path

from cli import clock, services
from cli.console import say
from deployments import home
from tasks.law_books import print_law_book


def book(on: date | None, out: Path | None) -> None:
    """Keep the book beside the other papers, or where it is asked for."""
    beside = str(services.out_folder(home.home()))
    with services.setting("ANTQ_OUT", beside):
        for path in print_law_book(on or clock.today(), out):
            say(f"Văn bản: {path}")
