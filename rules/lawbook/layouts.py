"""The tables of the law where they stand: what each must say, whose version it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.entries import Entry


@dataclass(frozen=True, slots=True)
class Layout:
    """A sort of table: its name, what it must and may say, what it holds.

    ``by`` is the key that names what a table is a version of; empty, all tables of
    the list are versions of one thing; None, it has no versions. ``names`` are all
    that key may name.
    """

    name: str
    key: str = ""
    says: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    by: str | None = "id"
    names: Mapping[str, str] | None = None
    inside: "tuple[Layout, ...]" = ()
    dated: bool = True
    asks: bool = False  # is each a criterion?


@dataclass(frozen=True, slots=True)
class LawFile:
    """Files of one layout, and the chapter of the law they belong to."""

    pattern: str
    chapter: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Node:
    """A table of the law where it stands."""

    entry: Entry
    layout: Layout
    above: "Node | None" = None

    @property
    def says(self) -> tuple[str, ...]:
        """List the keys it must say, and those it may and does."""
        told = (key for key in self.layout.may if key in self.entry.values)
        return (*self.layout.says, *told)

    @property
    def is_rule(self) -> bool:
        """Tell a rule from what only holds rules together."""
        return self.layout.dated and not self.layout.inside

    @property
    def subjects(self) -> tuple[str, ...]:
        """Name what it is a version of: kinds of unit, a form, a criterion."""
        match self.layout.by:
            case None:
                return ()
            case "":
                return ("",)
        value = self.entry.values.get(self.layout.by)
        return tuple(value) if isinstance(value, list) else (str(value),)

    @property
    def sex(self) -> str:
        return str(self.entry.values.get("sex", ""))

    @property
    def place(self) -> tuple[str, ...]:
        """Name the list it stands in; whole files of one layout are one list."""
        if self.above is None:
            return ()
        above = self.above
        return (*(above.place or (above.entry.file,)), above.entry.name)

    @property
    def file(self) -> Entry:
        """Return the whole file it stands in."""
        return self.above.file if self.above else self.entry

    @property
    def around(self) -> "Node | None":
        """Return the nearest dated table it stands in."""
        above = self.above
        return above if above is None or above.layout.dated else above.around

    def called(self, subject: str) -> str:
        """Name one of its subjects in words."""
        name = self.names.get(subject, subject)
        return f"{self.layout.name} “{name}”" if name else self.layout.name

    @property
    def names(self) -> Mapping[str, str]:
        return self.layout.names or {}


def nodes(entry: Entry, layout: Layout, above: Node | None = None) -> Iterator[Node]:
    """Yield a table, then all it holds."""
    node = Node(entry, layout, above)
    yield node
    for inner in layout.inside:
        for each in entry.tables(inner.key):
            yield from nodes(each, inner, node)
