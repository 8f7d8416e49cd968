"""From what is known of a unit's duty to what its workbook holds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session

from db import cycle
from db import forms as owing
from db.forms import PLEDGE, Owed, Told
from rules.fields import FieldType, Form, Rows
from rules.forms import Value, forms
from rules.identity import Identity, sealed
from rules.provisions import Confidence
from rules.schemes import scheme
from rules.sheets import PERIOD, UNIT
from rules.units import JUDGED
from rules.windows import Days, window
from templates.letters import Sender
from templates.workbooks.facts import Book, Cover, FormSheet, Item
from templates.workbooks.press import blank

#: The blanks of a workbook.
CODE, NAME, VERSION, SAID, SEAL = "code", "name", "version", "said", "seal"
Row = dict[str, Value]


@dataclass(frozen=True)
class Known:
    """What the workbooks of a batch must know besides their duties."""

    grading: str
    told: Mapping[tuple[int, str], Sequence[Told]]
    under: Mapping[int, Sequence[tuple[str, str]]]

    @property
    def households(self) -> int:
        return sum(len(rows) for (_, form), rows in self.told.items() if form == PLEDGE)


def known(
    session: Session, batch: Sequence[Owed], today: date, *, named: bool
) -> Known:
    """Look up what a batch must know, in a statement each.

    Households are told with their heads' names, or by their codes alone.
    """
    year = batch[0].year
    asked = {form.key for each in batch for form in forms_of(each)}
    units = {each.unit_id for each in batch}
    bodies = {each.managing_body_id or 0 for each in batch if _names_units(each)}
    told = defaultdict(list)
    for row in owing.told(session, year, sorted(asked), sorted(units)):
        told[row.unit_id, row.form].append(row)
    if PLEDGE in asked:
        for row in owing.households(session, year, sorted(units), named=named):
            told[row.unit_id, row.form].append(row)
    under = owing.under(session, sorted(bodies), JUDGED, today)
    return Known(cycle.cycle_of(session, year).grading, told, under)


def forms_of(each: Owed) -> list[Form]:
    """Return the forms a duty is answered with, then those that go along."""
    found = [form for form in forms().values() if form.goes_with(each.duty, each.kind)]
    answering = [form for form in found if form.duty]
    return answering and answering + [form for form in found if form.beside]


def book(each: Owed, facts: Known, sender: Sender) -> Book:
    """Gather the workbook of a unit's duty, blank where the unit is named.

    What is alike for many units is then the same, and laid out once.
    """
    told = [
        row for form in forms_of(each) for row in facts.told[each.unit_id, form.key]
    ]
    as_of = max([each.as_of, *(row.received_on for row in told)])
    each = replace(each, code=blank(CODE), unit=blank(NAME))
    mark = ((blank(SAID),), (blank(SEAL),))
    return Book(_cover(each, as_of, sender), tuple(_sheets(each, facts)), mark)


def identity_of(each: Owed, book: Book, alike: bytes) -> Identity:
    """Name the workbook a unit gets: what is alike for many, and the unit."""
    own = f"{each.code}\0{each.unit}".encode()
    return Identity(
        units=(each.code,),
        duty=each.duty,
        year=each.year,
        period=each.period,
        forms=tuple(sheet.form.key for sheet in book.sheets),
        as_of=book.cover.as_of,
        facts=sha256(alike + own).hexdigest()[:16],
    )


def words(each: Owed, mark: Identity, key: bytes) -> dict[str, str]:
    """Return what is set in the blanks of a unit's workbook."""
    (said,), (seal,) = sealed(mark, key)
    return {
        CODE: each.code,
        NAME: each.unit,
        VERSION: mark.version,
        SAID: said,
        SEAL: seal,
    }


def _cover(each: Owed, as_of: date, sender: Sender) -> Cover:
    return Cover(
        office=sender.office,
        address=sender.reply_to,
        year=each.year,
        period=each.period,
        title=each.title,
        units=[(each.code, each.unit)],
        due=each.due,
        locks=each.locks,
        how=each.how,
        source=each.source,
        unconfirmed=each.confidence is Confidence.UNCONFIRMED,
        as_of=as_of,
        version=blank(VERSION),
    )


def _sheets(each: Owed, facts: Known) -> Iterator[FormSheet]:
    for form in forms_of(each):
        items = _items(each, facts.grading) if form.rows is Rows.GRADING else {}
        if form.rows and not items:
            continue
        sheet = FormSheet(
            form,
            rows=(),
            before=_told(each, form, facts, each.year - 1),
            items=items,
            days=_days(each, form),
            units=facts.under.get(each.managing_body_id or 0, ())
            if _asks_units(form)
            else (),
        )
        yield _filled(sheet, _told(each, form, facts, each.year), _given(each, form))


def _filled(sheet: FormSheet, told: Sequence[Row], given: Row) -> FormSheet:
    """Write down what was told already, and make room for the rest."""
    if sheet.items:
        [key] = sheet.form.item
        standing = {str(row[key]): row for row in told}
        rows = [given | {key: code} | standing.get(code, {}) for code in sheet.items]
        return replace(sheet, rows=rows)
    if sheet.form.item:
        room = max(sheet.form.room, len(sheet.units) - len(told))
        return replace(sheet, rows=told, empty=[given] * room)
    return replace(sheet, rows=told or [given])


def _told(each: Owed, form: Form, facts: Known, year: int) -> list[Row]:
    """Return what the unit told of this part of a year."""
    period = str(year) if each.period == str(each.year) else each.period
    return [
        {UNIT: each.code, **row.facts}
        for row in facts.told[each.unit_id, form.key]
        if (row.year, row.period) == (year, period)
    ]


def _given(each: Owed, form: Form) -> Row:
    given: Row = {UNIT: each.code, PERIOD: each.period}
    return {key: value for key, value in given.items() if form.asks(key)}


def _items(each: Owed, grading: str) -> Mapping[str, Item]:
    """Return what the unit is scored on; nothing, if it is not."""
    if each.kind not in JUDGED:
        return {}
    table = scheme(grading, each.kind, window(each.kind, each.year).end)
    return {item.id: Item(item.text, item.bound) for item in table.items}


def _days(each: Owed, form: Form) -> Days | None:
    """Return the days on which what a form reports must have happened, if any."""
    moment = form.asks(form.moment) if form.moment else None
    if moment is None:
        return None
    if moment.assessed and each.kind in JUDGED:
        return window(each.kind, each.year).days
    return Days(date(each.year, 1, 1), date(each.year, 12, 31))


def _names_units(each: Owed) -> bool:
    return any(_asks_units(form) for form in forms_of(each))


def _asks_units(form: Form) -> bool:
    return any(
        field.type is FieldType.UNIT and field.key not in form.given
        for field in form.fields
    )
