"""The sample years: the same bytes, well formed, and the counts of the real review."""

from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import samples
from rules.compared import Known, usual
from rules.cross_checks import doubts
from rules.errors import OutOfTurnError
from rules.forms import forms
from rules.sheets import Context, check_sheet
from rules.units import UnitKind
from samples import pledges
from samples.sample import Sample, sample
from samples.sent import Sent
from samples.writing import MANIFEST, rows, well_formed
from samples.years import NAMES, Scale

REVIEW = date(2021, 6, 18)
#: Forms of texts that a year did not have yet.
UNKNOWN_IN = {2021: {"exemplar", "security_team"}}


@pytest.fixture(scope="module", params=NAMES)
def small(request) -> Sample:
    return sample(request.param, Scale.SMALL)


@pytest.fixture(scope="module", params=NAMES)
def full(request) -> Sample:
    return sample(request.param, Scale.FULL)


@pytest.fixture(scope="module")
def full_rows(full) -> list[Sent]:
    return list(well_formed(full))


@pytest.fixture(scope="module")
def binh_thuan() -> Sample:
    return sample("binh-thuan-2021", Scale.FULL)


@pytest.fixture(scope="module")
def sent_by_the_review(binh_thuan) -> list[Sent]:
    return [row for row in well_formed(binh_thuan) if row.day <= REVIEW]


def digest(inbox: Path) -> dict[str, str]:
    files = (path for path in inbox.rglob("*") if path.is_file())
    return {
        str(path.relative_to(inbox)): sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_the_same_bytes_wherever_it_is_written(name, tmp_path):
    first = samples.write(name, Scale.SMALL, tmp_path / "a")
    samples.write(name, Scale.SMALL, tmp_path / "b")

    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert first.written


def test_a_complete_sample_is_left_alone(tmp_path):
    first = samples.write(NAMES[0], Scale.SMALL, tmp_path)
    before = (tmp_path / MANIFEST).stat().st_mtime_ns
    again = samples.write(NAMES[0], Scale.SMALL, tmp_path)

    assert not again.written
    assert (again.rows, again.households) == (first.rows, first.households)
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == before


def test_another_sample_replaces_the_one_that_was_there(tmp_path):
    samples.write(NAMES[0], Scale.SMALL, tmp_path / "a")
    samples.write(NAMES[1], Scale.SMALL, tmp_path / "a")
    samples.write(NAMES[1], Scale.SMALL, tmp_path / "b")

    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_files_of_others_are_not_touched(tmp_path):
    (tmp_path / "2021-03-01").mkdir()

    with pytest.raises(OutOfTurnError, match="không phải của mẫu"):
        samples.write(NAMES[0], Scale.SMALL, tmp_path)


def test_a_workbook_reads_back_as_it_was_drawn(tmp_path):
    samples.write(NAMES[0], Scale.SMALL, tmp_path)
    book = CalamineWorkbook.from_path(tmp_path / "2021-01-22" / "ke-hoach_BT-BCD.xlsx")

    assert book.sheet_names == ["Kế hoạch"]
    assert book.get_sheet_by_name("Kế hoạch").to_python() == [
        ["Mã đơn vị", "Số, ký hiệu", "Ngày ban hành"],
        ["BT-BCD", "15/KH-BCĐ", date(2021, 1, 20)],
    ]


def test_no_two_units_share_a_code(full):
    codes = Counter(unit.code for unit in full.organisation.units)

    assert [code for code, times in codes.items() if times > 1] == []


def test_every_parent_is_a_unit(full):
    known = set(full.organisation.by_code) | {None}

    for unit in full.organisation.units:
        assert {unit.territory, unit.managing_body} <= known


def test_the_organisation_has_the_size_its_file_says(full):
    counts, organisation = full.counts, full.organisation

    assert len(organisation.districts) == counts.organisation["districts"]
    assert len(organisation.communes) == counts.organisation["communes"]
    assert len(organisation.areas) == counts.organisation["areas"]
    assert len(organisation.province_bodies) == sum(counts.province_units.values())
    assert len(organisation.local_bodies) == sum(counts.local_units.values())


def test_every_email_is_ascii(full_rows):
    for row in full_rows:
        if row.form == "contacts":
            assert str(row.values["email"]).isascii()


def test_every_row_comes_on_a_working_day_of_its_year(full):
    for row in rows(full):
        assert row.day.year == full.year.year
        assert full.days.is_working_day(row.day), row


def test_every_form_is_sent_at_least_once(small):
    sent = {row.form for row in well_formed(small)}

    assert sent == set(forms()) - UNKNOWN_IN.get(small.year.year, set())


def issues(drawn: Sample, sent: list[Sent]) -> list[str]:
    found = []
    units = drawn.organisation.by_code.items()
    kinds = {code: unit.kind for code, unit in units}
    sheets: dict[tuple[date, str, str], list[Sent]] = {}
    for row in sent:
        sheets.setdefault((*row.file, row.form), []).append(row)
    for (day, _, key), sheet in sheets.items():
        fields = forms()[key].fields
        cells = [[field.label for field in fields]]
        cells += [[row.values.get(field.key) for field in fields] for row in sheet]
        context = Context(kinds, drawn.year.year, day)
        checked = check_sheet(forms()[key], cells, context)
        found += [issue.problem for issue in checked.issues]
    return found


def test_well_formed_rows_pass_the_checks_of_their_forms(full, full_rows):
    assert issues(full, full_rows) == []


def test_no_well_formed_row_is_doubted(full_rows):
    told: dict[tuple[str, object], list[dict[str, object]]] = {}
    for row in full_rows:
        facts = {key: _fact(value) for key, value in row.values.items()}
        told.setdefault((row.form, facts.get("period")), []).append(facts)

    for (form, _), each in told.items():
        known = Known(peers=usual(each))
        for facts in each:
            assert list(doubts(forms()[form], facts, known)) == []


def _fact(value):
    return value.isoformat() if isinstance(value, date) else value


def test_careless_files_are_few_and_put_right_later(small):
    clean, all_rows = list(well_formed(small)), list(rows(small))
    last = {
        tuple(sorted((k, str(v)) for k, v in row.values.items())) for row in all_rows
    }

    assert 4 <= len(issues(small, all_rows)) <= 8
    for row in clean:
        assert tuple(sorted((k, str(v)) for k, v in row.values.items())) in last


def test_no_plan_is_older_than_the_plan_above_or_comes_before_it(full, full_rows):
    plans = {
        row.values["unit"]: (row.values["issued_on"], row.day)
        for row in full_rows
        if row.form == "plan"
    }
    by_code = full.organisation.by_code
    for code, (issued, came) in plans.items():
        unit = by_code[code]
        host = unit if unit.kind != UnitKind.STEERING_COMMITTEE else None
        above = (host or by_code[unit.territory]).managing_body
        if above and above != "BCA":
            parent_issued, parent_came = plans[f"{above}-BCD"]
            assert parent_issued <= issued
            assert parent_came <= came


def group(drawn: Sample, row: Sent) -> str:
    unit = drawn.organisation.by_code[row.values["unit"]]
    if unit.kind is UnitKind.STEERING_COMMITTEE:
        return f"committee of {drawn.organisation.by_code[unit.territory].kind}"
    if unit.kind in {UnitKind.RESIDENTIAL_AREA, UnitKind.COMMUNE}:
        return unit.kind
    return "of the province" if unit.managing_body == "BT" else "of a district"


def test_plans_by_the_review_are_those_of_the_real_one(binh_thuan, sent_by_the_review):
    plans = [row for row in sent_by_the_review if row.form == "plan"]

    assert Counter(group(binh_thuan, row) for row in plans) == {
        "of the province": 168,
        "of a district": 562,
        "residential_area": 496,
        "committee of province": 1,
        "committee of district": 10,
        "committee of commune": 124,
    }


def test_registrations_by_the_review_are_those_of_the_real_one(
    binh_thuan, sent_by_the_review
):
    sent = [row for row in sent_by_the_review if row.form == "registration"]

    assert Counter(group(binh_thuan, row) for row in sent) == {
        "of the province": 168,
        "of a district": 555,
        "commune": 124,
        "residential_area": 689,
    }


def test_models_figures_and_awards_by_the_review_are_those_of_the_real_one(
    sent_by_the_review,
):
    models = [row.values for row in sent_by_the_review if row.form == "model"]
    figures = [row.values for row in sent_by_the_review if row.form == "figures"]
    awards = [row.values for row in sent_by_the_review if row.form == "award"]
    active = [row for row in models if not row.get("closed_on")]

    assert len(active) == 986
    assert len({row["group"] for row in active}) == 6
    assert sum(row["visits"] for row in figures) == 22
    assert sum(row["allowances"] for row in figures) == 8
    assert Counter((row["type"], row["recipient"]) for row in awards) == {
        ("Quá trình cống hiến", "Cá nhân"): 36,
        ("Đột xuất", "Tập thể"): 4,
        ("Đột xuất", "Cá nhân"): 19,
    }


def test_households_by_the_review_are_those_of_the_real_one(binh_thuan):
    latest: dict[str, str] = {}
    for file in sorted(pledges.files(binh_thuan), key=lambda file: file.day):
        if file.day <= REVIEW:
            latest.update((line.partition(",")[0], line) for line in file.lines)
    residing = [line for line in latest.values() if line.split(",")[3] == "1"]
    pledged = [line for line in residing if not line.endswith(",")]

    assert (len(pledged), len(residing)) == (299_882, 332_093)


def test_every_criterion_of_a_dossier_fails_somewhere(binh_thuan):
    told = {
        "dossier_area": binh_thuan.counts.area_flaws,
        "dossier_commune": binh_thuan.counts.commune_flaws,
        "dossier_unit": binh_thuan.counts.unit_flaws,
        "dossier_school": binh_thuan.counts.school_flaws,
    }
    for form, flaws in told.items():
        asked = {field.key for field in forms()[form].fields[2:]} - {"staff_total"}
        assert asked <= set(flaws), form
