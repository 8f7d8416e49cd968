import pytest

from rules.cycle import plan
from rules.forms import forms
from rules.reporting import Measure, reports

OF_A_FORM = {Measure.ROWS, Measure.ROWS_BY, Measure.SUM}
LINES = [
    (report.period, line)
    for report in reports().values()
    for section in report.sections
    for line in section.lines
]


def named(value) -> str:
    return value if isinstance(value, str) else value.code


def test_there_is_a_review_of_six_months_and_one_of_the_year():
    assert set(reports()) == {"6 tháng", "Năm"}


@pytest.mark.parametrize("report", reports().values(), ids=lambda each: each.paper)
def test_no_two_lines_of_a_review_share_a_code(report):
    codes = [line.code for section in report.sections for line in section.lines]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("period", "line"), LINES, ids=named)
def test_a_line_counts_a_duty_some_cycle_knows(period, line):
    duties = {stage.duty for year in (2021, 2026) for stage in plan(year).stages}

    assert period in reports()
    assert line.measure is not Measure.FULFILLED or line.duty in duties


@pytest.mark.parametrize(
    ("period", "line"),
    [each for each in LINES if each[1].measure in OF_A_FORM],
    ids=named,
)
def test_a_line_counts_a_field_its_form_has(period, line):
    fields = {field.key for field in forms()[line.form].fields}

    assert line.field in fields | {""}, period


@pytest.mark.parametrize("report", reports().values(), ids=lambda each: each.paper)
def test_what_a_review_says_is_late_is_a_duty(report):
    duties = {form.duty for form in forms().values()}

    assert set(report.late_duties) <= duties
