"""Whatever stands in a file: nothing breaks or is half done, and the place is told."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import engine
from rules.forms import forms
from tasks.intake import take_in_files, try_files
from tests import factories
from tests.fingerprint import fingerprint

DAY = date(2021, 3, 15)
UNITS = ("X1-BCD", "X1-A1", "CQ1", "X9", "x1-bcd", "")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    WORDS,
    st.sampled_from([*UNITS, "Có", "Không", "6 tháng", "#REF!", "31/02/2021", "1.234"]),
)
ONE_YEAR = pytest.mark.usefixtures("year")
FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def sheets(draw):
    """Draw rows of some forms, each cell anything at all."""
    keys = draw(st.lists(st.sampled_from(sorted(forms())), min_size=1, max_size=3))
    return {
        key: draw(
            st.lists(
                st.fixed_dictionaries(
                    {field.key: CELLS for field in forms()[key].fields}
                ),
                min_size=1,
                max_size=4,
            )
        )
        for key in set(keys)
    }


@ONE_YEAR
@FEW
@given(sheets())
def test_any_cells_in_any_form_are_told_by_their_place(tmp_path, drawn):
    file = factories.workbook(tmp_path / "a.xlsx", drawn)
    before = fingerprint(engine())

    tried = try_files(file, DAY).taken

    assert fingerprint(engine()) == before
    assert tried.rows + tried.bodies + tried.issues + tried.warnings
    for problem in tried.problems:
        assert problem.startswith("Tệp “a.xlsx”")
        assert ", ô " in problem or ", dòng " in problem or "chưa dòng" in problem


@ONE_YEAR
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_bytes_harmed_anywhere_harm_only_their_file(tmp_path, kind):
    luck = random.Random(5)  # noqa: S311 - the same harm on every run
    plan = {"unit": "X1-BCD", "number": "01/KH", "issued_on": date(2021, 3, 1)}
    whole = factories.workbook(tmp_path / "z.xlsx", {"plan": [plan]})
    text = "Mã đơn vị;Số, ký hiệu;Ngày ban hành\nX1-A1;02/KH;01/03/2021\n"
    content = whole.read_bytes() if kind == "xlsx" else text.encode()
    for number in range(40):
        harmed = bytearray(content)
        for _ in range(luck.choice((1, 5, 200))):
            harmed[luck.randrange(len(harmed))] = luck.randrange(256)
        cut = luck.randrange(len(harmed)) if number % 4 == 0 else len(harmed)
        (tmp_path / f"{number:02}.{kind}").write_bytes(harmed[:cut])

    taken = take_in_files.fn(tmp_path, DAY)

    assert taken.files > 30
    assert taken.rows >= 1
    assert all(problem.startswith("Tệp “") for problem in taken.problems)


@ONE_YEAR
@FEW
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1258", "latin-1", "utf-32"]),
)
def test_any_text_in_any_encoding_is_told_and_changes_nothing(tmp_path, text, encoding):
    file = tmp_path / "a.csv"
    file.write_bytes(f"Mã đơn vị;{text}\n{text}".encode(encoding, "replace"))
    before = fingerprint(engine())

    tried = try_files(file, DAY).taken

    assert fingerprint(engine()) == before
    assert all(problem.startswith("Tệp “a.csv”") for problem in tried.problems)
    assert tried.issues
