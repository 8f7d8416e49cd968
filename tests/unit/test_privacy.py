"""No place of personal data is forgotten, and nobody reads one unseen."""

import ast
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from db.tables import METADATA
from rules.forms import FieldType, forms
from rules.persons import RETENTION_NAMES, inventory, retention

HOUSE = Path(__file__).parents[2]
TODAY = date(2026, 1, 1)
KNOWN = inventory()
#: What is typed freely, and may name someone.
WRITTEN = {FieldType.TEXT, FieldType.PERSON, FieldType.EMAIL}
COLUMNS = {
    (table.name, column.name)
    for table in METADATA.sorted_tables
    for column in table.columns
    if type(column.type) in {Text, JSONB, LargeBinary}
    or (isinstance(column.type, ARRAY) and "TEXT" in str(column.type))
}
FIELDS = {
    (form.key, field.key)
    for form in forms().values()
    for field in form.fields
    if field.type in WRITTEN
}
#: What the rows of persons are called in code, and the doors that count who reads.
PERSONAL = {"full_name", "head", "found", "content", "position"}
#: These hand persons' data to nobody: they take it in, judge it, carry it or forget it.
ENGINE = {
    "tasks/alarm.py": "speaks of machines",
    "tasks/answers.py": "takes rows in",
    "tasks/commendations.py": "judges",
    "tasks/corrections.py": "writes what the intake noted",
    "tasks/enclosed_forms.py": "encloses what the reader is to fill in",
    "tasks/nominees.py": "judges",
    "tasks/handover.py": "carries",
    "tasks/postman.py": "carries",
    "tasks/letters.py": "queues",
}


def test_every_text_of_a_table_is_said_to_be_personal_or_not():
    assert COLUMNS - KNOWN.columns - KNOWN.impersonal_columns == set()


def test_every_text_asked_for_in_a_form_is_said_to_be_personal_or_not():
    assert FIELDS - KNOWN.fields - KNOWN.impersonal_fields == set()


def test_every_field_that_asks_for_a_person_is_personal():
    asked = {
        (form.key, field.key)
        for form in forms().values()
        for field in form.fields
        if field.type is FieldType.PERSON
    }

    assert asked <= KNOWN.fields


def test_the_inventory_names_only_what_there_is_and_nothing_twice():
    columns = {(t.name, c.name) for t in METADATA.sorted_tables for c in t.columns}
    fields = {(form.key, each.key) for form in forms().values() for each in form.fields}

    assert columns >= KNOWN.columns | KNOWN.impersonal_columns
    assert fields >= KNOWN.fields | KNOWN.impersonal_fields
    assert not KNOWN.columns & KNOWN.impersonal_columns
    assert not KNOWN.fields & KNOWN.impersonal_fields


def test_every_place_says_what_for_how_long_and_what_stays():
    for place in KNOWN.places:
        assert all((place.what, place.purpose, place.stays)), place.name
        assert retention(place.retention, TODAY).provision.citation


def test_every_retention_has_a_name_and_a_place():
    assert {place.retention for place in KNOWN.places} == set(RETENTION_NAMES)


@pytest.mark.parametrize("floor", ["cli", "flows", "tasks"])
def test_who_shows_persons_leaves_a_line_in_the_access_journal(floor):
    unseen = [
        str(path.relative_to(HOUSE))
        for path in (HOUSE / floor).rglob("*.py")
        if _reads_persons(path) and "access." not in path.read_text("utf-8")
    ]

    assert set(unseen) <= ENGINE.keys()


def _reads_persons(path: Path) -> bool:
    """Say whether a module asks a row for a person's data."""
    tree = ast.parse(path.read_text("utf-8"))
    asked = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
    named = {
        each.slice.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Constant)
    }
    return bool(PERSONAL & (asked | named))


def test_the_page_for_officials_tells_of_every_retention():
    page = (HOUSE / "docs/du-lieu-ca-nhan.md").read_text("utf-8")

    for key, name in RETENTION_NAMES.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {name}"))
        years = retention(key, TODAY).years
        assert f"{years} năm" in row if years else "không xóa" in row
