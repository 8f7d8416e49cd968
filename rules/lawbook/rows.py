"""The rules of the law as rows of tables, each with its ground and its days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.criteria import ENCODING_NAMES, Encoding, criterion
from rules.law import known_on
from rules.lawbook.clauses import NONE, check_in_words, days_in_words, facts_in_words
from rules.lawbook.files import ITEM
from rules.lawbook.keys import KEYS
from rules.lawbook.layouts import Layout, Node
from rules.provisions import CONFIDENCE_NAMES, Confidence, Provision, provision

CLAUSE = ("Yêu cầu", "Cách kiểm tra", "Số liệu hỏi tới")
SCORED = ("Mã số", "Yêu cầu", "Cách chấm")
GROUND = ("Căn cứ", "Hiệu lực")
STATUS = ("Trạng thái",)
TITLE = "title"


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: what it says, cell by cell, and how it is known to us."""

    cells: tuple[str, ...]
    provision: Provision
    encoding: Encoding | None = None

    @property
    def confidence(self) -> str:
        return _confidence(self.provision)

    @property
    def is_unconfirmed(self) -> bool:
        return self.provision.confidence is Confidence.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class RuleTable:
    """Rules of one sort, under the words that hold for all of them."""

    title: str
    about: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(
    above: Node, found: Sequence[Node], on: date, *, named: bool = False
) -> Iterator[RuleTable]:
    """Yield what a table holds: its rules as one table, what holds rules apart.

    How well each is known is told as of a day.
    """
    for layout in above.layout.inside:
        inner = [each for each in found if each.above is above]
        those = _in_order([each for each in inner if each.layout is layout])
        if layout.inside:
            for node in those:
                yield from tables(node, found, on, named=True)
        elif those:
            yield RuleTable(
                title=_title(above, layout, named=named),
                about=about_all(above, on) if named else (),
                heads=_heads(layout),
                rows=tuple(_row(node, on) for node in those),
            )


def _title(above: Node, layout: Layout, *, named: bool) -> str:
    """Name a table by what holds it, or where there are several, by what it holds."""
    if named:
        return name(above)
    return _capital(layout.name) if len(above.layout.inside) > 1 else ""


def _in_order(those: Sequence[Node]) -> list[Node]:
    """Keep the order of the text, but for the versions of one rule: oldest first."""
    first = {each.entry.name: place for place, each in reversed([*enumerate(those)])}
    by_place = sorted(those, key=lambda each: (first[each.entry.name], order(each)))
    return sorted(by_place, key=order) if those and those[0].names else by_place


def order(node: Node) -> tuple[int, date]:
    """Put first whom the law names first, then the older version."""
    names = list(node.names)
    places = [names.index(each) for each in node.subjects if each in names]
    dated = node.layout.dated
    return min(places, default=0), provision(node.entry).since if dated else date.min


def name(node: Node) -> str:
    """Name a table that holds rules: its title, or what it is about."""
    if TITLE in node.layout.says:
        return node.entry.of(TITLE, str)
    if _is_named(node.layout):
        called = node.called(node.entry.name)
    else:
        called = f"{node.layout.name}: {node.entry.name}"
    return _capital(called)


def about_all(node: Node, on: date) -> tuple[str, ...]:
    """Say what holds for all a table holds: its ground, its days, its own values."""
    told = [
        f"{KEYS[key].name}: {KEYS[key].told(node.entry) or 'không có'}"
        for key in node.says
        if key != TITLE
    ]
    if node.layout.dated:
        ground = _ground(node, on)
        known = _confidence(ground)
        days = days_in_words(ground)
        told.insert(0, f"Căn cứ: {ground.citation}; hiệu lực {days}; {known}")
    note = node.entry.perhaps("note", str)
    return (*told, f"Ghi chú: {note.rstrip('.')}") if note else tuple(told)


def _heads(layout: Layout) -> tuple[str, ...]:
    if layout is ITEM:
        return (*SCORED, *GROUND, *STATUS)
    if layout.asks:
        return (*CLAUSE, *GROUND, *STATUS)
    subject = (_capital(layout.name),) if _is_named(layout) else ()
    told = (KEYS[key].name for key in _columns(layout))
    return (*subject, *told, *GROUND)


def _ground(node: Node, on: date) -> Provision:
    return known_on(provision(node.entry), node.file, on)


def _row(node: Node, on: date) -> Row:
    ground = _ground(node, on)
    cited = (_cited(node, ground), days_in_words(ground))
    if node.layout.asks:
        one = criterion(node.entry)
        clause = (one.text, check_in_words(one), facts_in_words(one))
        if node.layout is ITEM:
            clause = (one.id, one.text, check_in_words(one))
        status = ENCODING_NAMES[one.encoding]
        return Row((*clause, *cited, status), ground, one.encoding)
    subject = (node.names[node.entry.name],) if _is_named(node.layout) else ()
    told = (
        KEYS[key].told(node.entry) if key in node.says else NONE
        for key in _columns(node.layout)
    )
    return Row((*subject, *told, *cited), ground)


def _columns(layout: Layout) -> list[str]:
    return [key for key in (*layout.says, *layout.may) if key in KEYS]


def _is_named(layout: Layout) -> bool:
    """Tell whether its identifier alone says which of the known names it is."""
    return bool(layout.names) and layout.by == "id" and TITLE not in layout.says


def _cited(node: Node, ground: Provision) -> str:
    """Leave out the document where it is said above the table already."""
    around = node.around
    if around and provision(around.entry).document == ground.document:
        return ground.cite
    return ground.citation


def _confidence(ground: Provision) -> str:
    """Say how it is known; in capitals, if nobody has seen the text say so."""
    known = CONFIDENCE_NAMES[ground.confidence]
    return known.upper() if ground.confidence is Confidence.UNCONFIRMED else known


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
