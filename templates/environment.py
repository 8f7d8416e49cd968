"""The one way to render a template: a missing fact is an error, never a blank."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from rules.text import number
from templates import facts, writing


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("templates", ""),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters |= {
        write.__name__: write
        for write in (
            writing.day,
            writing.official_day,
            number,
            writing.moved,
            writing.count,
            writing.days_left,
            writing.outcome,
            writing.mark,
            writing.listed,
            writing.roman,
            writing.seconds,
            writing.capital,
            facts.by_task,
        )
    }
    environment.globals |= {
        "share": writing.share,
        "ratio": writing.ratio,
        "unconfirmed": writing.UNCONFIRMED,
    }
    return environment


ENVIRONMENT = _environment()


def _plain(value: object) -> object:
    return writing.plain(value) if isinstance(value, str) else value


MARKDOWN = ENVIRONMENT.overlay(finalize=_plain)
"""The same, for Markdown: what a fact says is never read as markup."""
