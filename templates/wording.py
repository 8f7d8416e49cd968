"""What a paper says: ``papers/<kind>/paper.md`` filled in, in body and appendices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from templates.blocks import Block, Heading, Runs, parse
from templates.environment import MARKDOWN
from templates.paper_facts import Frame


@dataclass(frozen=True)
class Appendix:
    """A list or table of its own pages: “Phụ lục I”, then what it is about."""

    label: Runs
    title: Runs
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Paper:
    frame: Frame
    body: Sequence[Block]
    appendices: Sequence[Appendix]


def write(kind: str, *, frame: Frame, facts: Mapping[str, object]) -> Paper:
    """Word a paper; a missing fact is an error, never a blank."""
    body, *rest = _split(words(kind, facts))
    return Paper(frame, body, [_appendix(blocks) for blocks in rest])


def words(kind: str, facts: Mapping[str, object]) -> list[Block]:
    template = MARKDOWN.get_template(f"papers/{kind}/paper.md")
    return parse(template.render(facts))


def _split(blocks: Sequence[Block]) -> list[list[Block]]:
    """Part the body from its appendices, each begun by a first-level heading."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            parts.append([])
        parts[-1].append(block)
    return parts


def _appendix(blocks: Sequence[Block]) -> Appendix:
    match blocks:
        case [Heading(runs=label), Heading(level=2, runs=title), *rest]:
            return Appendix(label, title, rest)
        case _:
            raise ValueError("an appendix begins with its label and its title")
